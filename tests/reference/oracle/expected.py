"""What a fact may be, and whether it is: money to the cent, ratios to 1e-6, exact keys, stated orders."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

_MONEY = re.compile(r"-?\d+\.\d\d")
_PLAIN = re.compile(r"-?\d+(\.\d+)?")
RATIO_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Money:
    """Dollars; shown half-even to cents, never as -0.00."""

    value: Fraction

    def text(self) -> str:
        cents = round(self.value * 100)  # a Fraction rounds half-even
        return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"


@dataclass(frozen=True)
class Ratio:
    value: float


@dataclass(frozen=True)
class Plain:
    """Shares or a price: a plain decimal text; off by at most `within`."""

    value: Fraction
    within: Fraction = Fraction(0)


@dataclass(frozen=True)
class Holds:
    """A fact that a predicate decides on, described for the message."""

    what: str
    test: Callable[[object], bool]


class AnyOf:
    """Any of several readings."""

    def __init__(self, *options: object) -> None:
        self.options = options


@dataclass(frozen=True)
class AnyOrder:
    """A list whose order is that of `keys`; items that agree in all of them may come in any order."""

    items: Sequence[Mapping[str, object]]
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Missing:
    """Facts of which some figure can't be known: each may be null, but what is there must be right.

    AMBIGUOUS: "missing data is said" doesn't state which facts go null along with the one that is unknown.
    """

    facts: object


@dataclass(frozen=True)
class Nothing:
    """No figures: no facts at all, or nulls, empty lists and zeros beside the keys in `given`.

    AMBIGUOUS: "a plain sentence and no numbers" doesn't state which of these.
    """

    given: frozenset[str] = frozenset()


@dataclass(frozen=True)
class AskedBack:
    """A question back: buttons, no facts."""


def cents(value: Fraction | None) -> Money | None:
    return None if value is None else Money(value)


def ratio(value: float | Fraction | None) -> Ratio | None:
    return None if value is None else Ratio(float(value))


def anything(what: str = "anything") -> Holds:
    return Holds(what, lambda _: True)


def differences(expected: object, got: object, path: str = "", *, lenient: bool = False) -> list[str]:
    """One line for each fact that isn't as expected; empty if all is well."""
    if lenient and (got is None or got == []):
        return []
    if isinstance(expected, AnyOf):
        found = [differences(option, got, path, lenient=lenient) for option in expected.options]
        return min(found, key=len)
    if isinstance(expected, Missing):
        return differences(expected.facts, got, path, lenient=True)
    if isinstance(expected, Nothing):
        return _figures(got, expected.given, path)
    if isinstance(expected, AnyOrder):
        return _any_order(expected, got, path, lenient=lenient)
    if isinstance(expected, Mapping):
        return _mapping(expected, got, path, lenient=lenient)
    if isinstance(expected, (list, tuple)):
        return _sequence(expected, got, path, lenient=lenient)
    return [] if _is(expected, got) else [f"{path}: expected {_shown(expected)}, got {got!r}"]


def _is(expected: object, got: object) -> bool:
    if isinstance(expected, Money):
        return isinstance(got, str) and bool(_MONEY.fullmatch(got)) and got == expected.text()
    if isinstance(expected, Ratio):
        return _is_number(got) and _close(expected.value, float(got))  # type: ignore[arg-type]
    if isinstance(expected, Plain):
        if not (isinstance(got, str) and _PLAIN.fullmatch(got)):
            return False
        return abs(Fraction(got) - expected.value) <= expected.within
    if isinstance(expected, Holds):
        return expected.test(got)
    return type(expected) is type(got) and expected == got


def _close(expected: float, got: float) -> bool:
    return abs(expected - got) <= RATIO_TOLERANCE * max(1.0, abs(expected))


def _is_number(got: object) -> bool:
    return isinstance(got, (int, float)) and not isinstance(got, bool)


def _mapping(expected: Mapping[str, object], got: object, path: str, *, lenient: bool) -> list[str]:
    if not isinstance(got, Mapping):
        return [f"{path}: expected an object with {', '.join(expected)}, got {got!r}"]
    found = [f"{path}: key {key!r} is missing" for key in expected if key not in got]
    found += [f"{path}: key {key!r} is too much (= {got[key]!r})" for key in got if key not in expected]
    for key, value in expected.items():
        if key in got:
            found += differences(value, got[key], f"{path}.{key}".lstrip("."), lenient=lenient)
    return found


def _sequence(expected: Sequence[object], got: object, path: str, *, lenient: bool) -> list[str]:
    if not isinstance(got, list):
        return [f"{path}: expected a list, got {got!r}"]
    if len(got) != len(expected):
        return [f"{path}: expected {len(expected)} items {_shown(expected)}, got {len(got)}: {got!r}"]
    return [
        line
        for number, (one, other) in enumerate(zip(expected, got, strict=True))
        for line in differences(one, other, f"{path}[{number}]", lenient=lenient)
    ]


def _any_order(expected: AnyOrder, got: object, path: str, *, lenient: bool) -> list[str]:
    if not isinstance(got, list) or len(got) != len(expected.items):
        return _sequence(list(expected.items), got, path, lenient=lenient)
    wanted = [[item[key] for key in expected.keys] for item in expected.items]
    found = [[item.get(key) for key in expected.keys] if isinstance(item, Mapping) else None for item in got]
    if wanted != found:
        return [f"{path}: expected {', '.join(expected.keys)} in the order {wanted}, got {found}"]
    left, lines = list(got), []
    for number, item in enumerate(expected.items):
        fits = next((one for one in left if not differences(item, one, lenient=lenient)), None)
        if fits is None:
            lines.append(f"{path}[{number}]: expected {_shown(item)} somewhere in {left!r}")
        else:
            left.remove(fits)
    return lines


def _figures(got: object, given: frozenset[str], path: str) -> list[str]:
    """Every figure in `got` that says something where nothing can be said."""
    if got is None or got in ([], 0, "0.00", False):
        return []
    if isinstance(got, Mapping):
        keys = [key for key in got if key not in given]
        return [line for key in keys for line in _figures(got[key], frozenset(), f"{path}.{key}".lstrip("."))]
    return [f"{path}: expected no figure, got {got!r}"]


def _shown(expected: object) -> str:
    if isinstance(expected, Money):
        return expected.text()
    if isinstance(expected, (Ratio, Holds)):
        return str(expected.value if isinstance(expected, Ratio) else expected.what)
    if isinstance(expected, Plain):
        return str(
            (Decimal(expected.value.numerator) / expected.value.denominator).quantize(Decimal("1e-9"), ROUND_HALF_EVEN)
        )
    if isinstance(expected, Mapping):
        return "{" + ", ".join(f"{key}: {_shown(value)}" for key, value in expected.items()) + "}"
    if isinstance(expected, (list, tuple)):
        return "[" + ", ".join(map(_shown, expected)) + "]"
    if isinstance(expected, AnyOf):
        return " or ".join(map(_shown, expected.options))
    return repr(expected)
