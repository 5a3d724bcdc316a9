"""What the guard tells of examples whose vectors are given: directions made up of topics, so that likeness is known."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.guard import Vectors, gather, guard
from content.guard.alike import mean_cosine, ways_of
from content.guard.neighbours import NEAREST, neighbours
from content.guard.words import plain_words
from content.records import Content, Example, Intent, Span

Topics = Mapping[str, float]  # topic → how much of it an example has


class _Topics:
    """An encoder that knows of each text what it is about; topics are at right angles."""

    def __init__(self, texts: Mapping[str, Topics]) -> None:
        self._texts = texts
        self._axes = {
            topic: place for place, topic in enumerate(dict.fromkeys(t for one in texts.values() for t in one))
        }
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        vectors = np.zeros((len(texts), max(1, len(self._axes))), dtype=np.float32)
        for row, text in enumerate(texts):
            for topic, share in self._texts[text].items():
                vectors[row, self._axes[topic]] = share
        unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


def _about(word: str, count: int = 12) -> dict[str, Topics]:
    """Examples that share half of what they say: the cosine of any two is 0.5."""
    return {f"{word} {n}": {word: 1.0, f"{word} {n}": 1.0} for n in range(count)}


def _told(intents: Mapping[str, Mapping[str, Topics]], *, entity: str = "") -> tuple[str, ...]:
    """Examples are rows of one sheet, from 2 on; with an `entity` the last word of each names one."""
    row, content = 2, []
    for name, examples in intents.items():
        made = []
        for text in examples:
            spans = (Span(text.rfind(" ") + 1, len(text), entity),) if entity else ()
            made.append(Example(text, spans, f"content.xlsx, sheet 'examples' row {row}"))
            row += 1
        content.append(Intent(name, examples=tuple(made)))
    return guard(Content(intents=tuple(content)), _Topics({k: v for one in intents.values() for k, v in one.items()}))


def test_examples_that_keep_to_themselves_are_no_matter_of_warning() -> None:
    assert _told({"fees": _about("fee"), "taxes": _about("tax")}) == ()
    assert guard(Content(), _Topics({})) == ()
    assert _told({"fees": {"the only one": {"fee": 1.0}}}) == ()


def test_an_example_among_anothers_is_told_with_both_places_and_what_to_do() -> None:
    astray: dict[str, Topics] = {"1099 form": {"tax": 1.0, "tax 4": 0.2, "form": 0.8}}
    [warning] = _told({"fees": {**_about("fee"), **astray}, "taxes": _about("tax")})
    assert warning == (
        "content.xlsx, sheet 'examples' row 14: '1099 form' of 'fees' is nearer to the examples of 'taxes', such as "
        "'tax 4' (content.xlsx, sheet 'examples' row 19); move it there, or say it so that it can only mean 'fees'"
    )


@pytest.mark.parametrize(("examples", "told"), [(3, 0), (5, 1)])
def test_a_small_intent_has_a_neighbourhood_from_four_examples_on(examples: int, told: int) -> None:
    astray: dict[str, Topics] = {"1099 form": {"tax": 1.0, "form": 0.8}}
    assert len(_told({"fees": {**_about("fee"), **astray}, "taxes": _about("tax", examples)})) == told


def test_what_is_out_of_scope_may_lie_beside_anything_but_the_other_way_round_is_told() -> None:
    astray: dict[str, Topics] = {"1099 form": {"tax": 1.0, "tax 4": 0.2, "form": 0.8}}
    assert _told({"out_of_scope": {**_about("fee"), **astray}, "taxes": _about("tax")}) == ()
    assert len(_told({"fees": {**_about("fee"), **astray}, "out_of_scope": _about("tax")})) == 1


def test_an_example_on_the_border_is_left_alone() -> None:
    both: dict[str, Topics] = {"both": {"fee": 1.0, "tax": 1.0}}
    assert _told({"fees": {**_about("fee"), **both}, "taxes": _about("tax")}) == ()


def test_the_same_words_under_two_intents_are_told_once_and_first() -> None:
    one: dict[str, Topics] = {"What's due?": {"fee": 1.0, "due": 1.0}}
    other: dict[str, Topics] = {"whats due": {"tax": 0.2, "fee": 1.0, "due": 1.0}}
    told = _told({"fees": {**_about("fee"), **one}, "taxes": {**_about("tax"), **other}})
    assert told == (
        "content.xlsx, sheet 'examples' row 27: 'whats due' of 'taxes' is almost 'What's due?' of 'fees' "
        "(content.xlsx, sheet 'examples' row 14); delete the one that is under the wrong intent, or tell them apart",
    )


def test_copies_in_an_intent_are_told_at_the_later_one() -> None:
    price: dict[str, Topics] = {
        "the price, please!": {"fee": 1.0, "price": 1.0},
        "The price please": {"fee": 1.0, "price": 0.6},
        "price, do tell": {"fee": 1.0, "price": 1.01},
    }
    told = _told({"fees": {**_about("fee"), **price}})
    assert [warning.split(":")[0] for warning in told] == [
        "content.xlsx, sheet 'examples' row 15",  # the same words
        "content.xlsx, sheet 'examples' row 16",  # the same direction
    ]
    assert "'The price please' says the same as 'the price, please!' (content.xlsx, sheet 'examples' row 14)" in told[0]


def test_two_values_in_one_pattern_are_no_copies() -> None:
    examples: dict[str, Topics] = {"how much VTI": {"fee": 1.0, "own": 1.0}, "how much BND": {"fee": 1.0, "own": 1.01}}
    assert _told({"fees": {**_about("fee"), **examples}}, entity="security") == ()
    assert len(_told({"fees": {**_about("fee"), **examples}})) == 1


def test_an_intent_with_one_way_to_say_it_is_told() -> None:
    alike: dict[str, Topics] = {f"fee {n}": {"fee": 2.0, f"fee {n}": 1.0} for n in range(8)}
    [warning] = _told({"fees": alike})
    assert "the 8 examples of 'fees' are much alike" in warning
    assert "other customers would say" in warning
    assert _told({"fees": dict(list(alike.items())[:4])}) == ()  # too few to tell


def test_of_each_kind_only_the_clearest_are_told_and_how_many_more_there_are() -> None:
    copies: dict[str, Topics] = {f"{n}{mark}": {"fee": 1.0, f"{n}": 1.0} for n in range(15) for mark in ("", "!")}
    content = Content(intents=(Intent("fees", examples=tuple(Example(text) for text in copies)),))
    told = guard(content, _Topics(copies), most=3)
    assert len([one for one in told if "says the same" in one]) == 3
    assert "near-copies: 12 more, less clear; --guard tells all" in told
    assert len([one for one in guard(content, _Topics(copies), most=None) if "says the same" in one]) == 15


def test_emoji_alone_are_no_words_and_not_compared() -> None:
    emoji: dict[str, Topics] = {"👍": {"nothing": 1.0}}
    other: dict[str, Topics] = {"🍕🍕": {"nothing": 1.0}, "...": {"nothing": 1.0}}
    assert _told({"yes": {**_about("yes"), **emoji}, "food": {**_about("food"), **other}}) == ()


def test_equal_texts_are_encoded_once_and_an_encoder_that_loses_one_is_refused() -> None:
    twice = Content(intents=(Intent("a", examples=(Example("hi"), Example("hi"))),))
    encoder = _Topics({"hi": {"hi": 1.0}})
    assert len(gather(twice, encoder).vectors) == 2
    assert encoder.asked == ["hi"]
    with pytest.raises(ValueError, match="0 vectors for 1 texts"):
        gather(twice, lambda texts: np.zeros((0, 2), dtype=np.float32))


def _at(*degrees: float) -> Vectors:
    """Unit vectors in a plane: the cosine of two is that of the angle between them."""
    radians = [math.radians(one) for one in degrees]
    return np.array([[math.cos(one), math.sin(one)] for one in radians], dtype=np.float32).reshape(len(radians), 2)


@settings(deadline=None)
@given(st.lists(st.floats(0, 359), max_size=60))
def test_neighbours_are_the_nearest_others_nearest_first(degrees: list[float]) -> None:
    texts = [str(n) for n in range(len(degrees))]
    content = Content(intents=(Intent("a", examples=tuple(map(Example, texts))),))
    found = gather(content, lambda asked: _at(*(degrees[int(text)] for text in asked)))
    near = neighbours(found)
    assert near.places.shape == (len(degrees), max(0, min(NEAREST, len(degrees) - 1)))
    for place, (others, cosines) in enumerate(zip(near.places, near.cosines, strict=True)):
        assert place not in others.tolist() and len(set(others.tolist())) == len(others)
        all_cosines = np.delete(found.vectors @ found.vectors[place], place)
        assert cosines == pytest.approx(np.sort(all_cosines)[::-1][: len(others)], abs=1e-5)


def test_more_examples_than_a_block_holds_find_neighbours_in_other_blocks() -> None:
    texts = [str(n) for n in range(1100)]
    content = Content(intents=(Intent("a", examples=tuple(map(Example, texts))),))
    near = neighbours(gather(content, lambda asked: _at(*(0.3 * int(text) for text in asked))))
    assert set(near.places[1024, :2].tolist()) == {1023, 1025}


def test_likeness_is_the_mean_over_pairs_and_ways_are_those_far_from_each_other() -> None:
    assert mean_cosine(_at(0, 60)) == pytest.approx(0.5)
    assert mean_cosine(_at(0, 90, 180)) == pytest.approx(-1 / 3)
    assert ways_of(_at(0, 5, 90, 95, 10)) == [0, 2]


@pytest.mark.parametrize(
    ("text", "words"),
    [("What's my  fee?!", "whats my fee"), ("Über 5% p.a.", "uber 5% p a"), ("$500", "$500"), ("🙂", "")],
)
def test_plain_words_keep_what_carries_meaning(text: str, words: str) -> None:
    assert plain_words(text) == words
