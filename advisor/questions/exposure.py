"""What is it concentrated in: regions, sectors or single positions?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from advisor.finance.valuation import Position, ratio, total, valuation_at
from advisor.model import Dimension, Security
from advisor.money import ZERO
from advisor.resolve.parts import part_named
from advisor.scope import Scope

OTHER = "other"  # where a security has no region or sector


@dataclass(frozen=True)
class ExposureItem:
    """`weight` is of the whole value, cash included; both are None where a price is missing."""

    name: str
    value: Decimal | None
    weight: float | None


@dataclass(frozen=True)
class LargestPosition:
    """None where nothing is held, or where a value is unknown and may be the largest."""

    ticker: str | None
    weight: float | None


@dataclass(frozen=True)
class Exposure:
    """Uninvested cash is no item. `largest_name` is that position's security; `asked` the region or sector of the data
    that was asked about by name, held or not."""

    dimension: Dimension
    items: tuple[ExposureItem, ...]
    largest_position: LargestPosition
    largest_name: str = field(default="", metadata={"fact": False})
    unpriced: tuple[str, ...] = field(default=(), metadata={"fact": False})
    asked: str | None = field(default=None, metadata={"fact": False})


def exposure(scope: Scope) -> Exposure:
    """Items by the dimension asked for, the largest first (ties: by name); positions each by itself."""
    securities = {security.ticker: security for security in scope.repository.securities()}
    now = valuation_at(scope.transactions, scope.prices(start=scope.today), scope.today)
    items = [
        ExposureItem(name, value, ratio(value, now.value))
        for name, value in _grouped(now.positions, securities, scope.dimension)
    ]
    items.sort(key=lambda item: -(item.value or ZERO))
    largest = None
    if now.positions and now.value is not None:
        largest = min(now.positions, key=lambda position: (-(position.value or ZERO), position.ticker))
    return Exposure(
        dimension=scope.dimension,
        items=tuple(items),
        largest_position=LargestPosition(None, None)
        if largest is None
        else LargestPosition(largest.ticker, ratio(largest.value, now.value)),
        largest_name="" if largest is None else _name(largest.ticker, securities),
        unpriced=now.unpriced,
        asked=_asked(scope, securities.values()),
    )


def _asked(scope: Scope, securities: Iterable[Security]) -> str | None:
    if scope.dimension == "position":
        return None
    names = {one.region if scope.dimension == "region" else one.sector for one in securities}
    return part_named(scope.message, {name for name in names if name})


def _grouped(
    positions: Iterable[Position], securities: Mapping[str, Security], dimension: Dimension
) -> list[tuple[str, Decimal | None]]:
    """Names in text order with the value of each; two securities of one name stay two positions."""
    if dimension == "position":
        by_ticker = [(_name(position.ticker, securities), position.ticker, position.value) for position in positions]
        return [(name, value) for name, _, value in sorted(by_ticker, key=lambda row: row[:2])]
    groups: dict[str, Decimal | None] = {}
    for position in positions:
        security = securities.get(position.ticker)
        name = (None if security is None else security.region if dimension == "region" else security.sector) or OTHER
        groups[name] = total((groups.get(name, ZERO), position.value))
    return sorted(groups.items())


def _name(ticker: str, securities: Mapping[str, Security]) -> str:
    return securities[ticker].name if ticker in securities else ticker
