"""What stays in memory is bounded, and belongs to one version of the data."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from adapters.database.kept import Newest, Shelf


def test_what_was_used_longest_ago_goes_first() -> None:
    shelf: Shelf[str, str] = Shelf(2)
    shelf.put("a", "A")
    shelf.put("b", "B")
    assert shelf.get("a") == "A"
    shelf.put("c", "C")
    assert (shelf.get("a"), shelf.get("b"), shelf.get("c")) == ("A", None, "C")


def test_what_is_larger_than_the_whole_shelf_is_not_kept_and_drives_nothing_out() -> None:
    shelf: Shelf[str, str] = Shelf(3, size=len)
    shelf.put("a", "xx")
    shelf.put("b", "xxxx")
    assert (shelf.get("a"), shelf.get("b")) == ("xx", None)


@given(puts=st.lists(st.tuples(st.integers(0, 5), st.text(max_size=8))), most=st.integers(1, 20))
def test_it_never_holds_more_than_it_may_and_gives_what_was_put_last(puts: list[tuple[int, str]], most: int) -> None:
    shelf: Shelf[int, str] = Shelf(most, size=len)
    for key, value in puts:
        shelf.put(key, value)
        held = {other: shelf.get(other) for other in range(6)}
        assert sum(len(one) for one in held.values() if one is not None) <= most
        assert held[key] in (value, None)
        assert (held[key] is None) == (len(value) > most)


def test_another_version_begins_with_nothing() -> None:
    newest = Newest()
    first = newest.of("1")
    first.models.put("mix", {})
    assert newest.of("1") is first
    assert newest.of("2").models.get("mix") is None
    assert newest.of("1") is not first
