"""How a set of accounts is split by asset class, and how far that is from its target.

Weights, targets and drifts are fractions of the whole value (0.05 is 5 %), cash included. Uninvested cash and
securities of class `cash` together are the class `cash`. Drift = weight − target, positive where there is too much. The
sums are done in exact fractions: a drift that meets a threshold exactly must not miss it by a float's last bit.

Targets come from the accounts' models, weighted by account value. An account without a model has no target and doesn't
weigh in; a `cash_reserve` without one targets cash alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import get_args

from advisor.finance.valuation import Valuation, total, valuation_at
from advisor.model import Account, AssetClass, PriceSeries, Security, Transaction
from advisor.money import ZERO
from advisor.repository import Repository

ASSET_CLASSES: tuple[AssetClass, ...] = tuple(sorted(get_args(AssetClass)))  # in text order

Model = Mapping[str, Decimal]  # ticker → weight
ClassWeights = Mapping[AssetClass, Fraction]


@dataclass(frozen=True)
class ClassShare:
    """`value` is None where a security of the class has no price; the ratios are None where one of any class has none,
    where there is no value at all, and `target` and `drift` where no account has a target."""

    asset_class: AssetClass
    value: Decimal | None
    weight: float | None
    target: float | None
    drift: float | None
    exact_drift: Fraction | None = field(default=None, metadata={"fact": False})


@dataclass(frozen=True)
class MaxDrift:
    """The class that is farthest off target, either way (ties: text order); None without a target or a value."""

    asset_class: AssetClass | None
    drift: float | None
    exact: Fraction | None = field(default=None, metadata={"fact": False})


def allocation_by_class(
    accounts: Iterable[Account],
    valuations: Mapping[str, Valuation],
    *,
    targets: Mapping[str, Model],
    securities: Mapping[str, Security],
) -> tuple[ClassShare, ...]:
    """All five classes in text order. `valuations` and `targets` are by account id, see `valuations_by_account` and
    `targets_by_account`; accounts without a target are left out of the latter.

    Raises ValueError for a held security without an asset class.
    """
    covered = [valuations[account.account_id] for account in accounts]
    values = _class_values(covered, securities)
    whole = total(values.values())
    if whole is None or whole <= 0:
        return tuple(ClassShare(name, values[name], None, None, None) for name in ASSET_CLASSES)
    aims = _class_targets(valuations, targets, securities)
    shares: list[ClassShare] = []
    for name, value in values.items():
        weight = Fraction(value or ZERO) / Fraction(whole)
        if aims is None:
            shares.append(ClassShare(name, value, float(weight), None, None))
        else:
            drift = weight - aims[name]
            shares.append(ClassShare(name, value, float(weight), float(aims[name]), float(drift), drift))
    return tuple(shares)


def max_drift(by_class: Iterable[ClassShare]) -> MaxDrift:
    """The largest drift by absolute value."""
    drifting = [share for share in by_class if share.exact_drift is not None]
    if not drifting:
        return MaxDrift(None, None)
    largest = min(drifting, key=lambda share: (-abs(share.exact_drift or 0), share.asset_class))
    return MaxDrift(largest.asset_class, largest.drift, largest.exact_drift)


def valuations_by_account(
    accounts: Iterable[Account], transactions: Iterable[Transaction], prices: Mapping[str, PriceSeries], day: date
) -> dict[str, Valuation]:
    """Account id → what it holds at the end of `day`."""
    rows: dict[str, list[Transaction]] = {account.account_id: [] for account in accounts}
    for row in transactions:
        if row.account_id in rows:
            rows[row.account_id].append(row)
    return {account_id: valuation_at(own, prices, day) for account_id, own in rows.items()}


def targets_by_account(accounts: Sequence[Account], repository: Repository) -> dict[str, Model]:
    """Account id → target by ticker, only for accounts that have one; an empty model targets uninvested cash alone.

    One reading for each different model.
    """
    models = {
        name: repository.target_model(name)
        for name in sorted({account.target_model for account in accounts if account.target_model is not None})
    }
    found: dict[str, Model] = {}
    for account in accounts:
        if account.target_model is not None and models[account.target_model]:
            found[account.account_id] = models[account.target_model]
        elif account.target_model is None and account.type == "cash_reserve":
            found[account.account_id] = {}
    return found


def class_targets(model: Model, securities: Mapping[str, Security]) -> ClassWeights:
    """A model's weights by asset class; a model without securities is all cash.

    Raises ValueError for a security without an asset class.
    """
    if not model:
        return {"cash": Fraction(1)}
    weights: dict[AssetClass, Fraction] = {}
    for ticker, weight in model.items():
        name = class_of(ticker, securities)
        weights[name] = weights.get(name, Fraction(0)) + Fraction(weight)
    return weights


def class_of(ticker: str, securities: Mapping[str, Security]) -> AssetClass:
    """Raises ValueError where the ticker is unknown or has no class, as an index has none: neither can be held."""
    security = securities.get(ticker)
    if security is None or security.asset_class is None:
        raise ValueError(
            f"advisor.finance.allocation: {ticker!r} has no asset class; give it one in the table 'securities'"
        )
    return security.asset_class


def _class_values(
    valuations: Iterable[Valuation], securities: Mapping[str, Security]
) -> dict[AssetClass, Decimal | None]:
    """None for a class with a security that has no price."""
    values: dict[AssetClass, Decimal | None] = dict.fromkeys(ASSET_CLASSES, ZERO)
    for valuation in valuations:
        values["cash"] = total((values["cash"], valuation.cash))
        for position in valuation.positions:
            name = class_of(position.ticker, securities)
            values[name] = total((values[name], position.value))
    return values


def _class_targets(
    valuations: Mapping[str, Valuation], targets: Mapping[str, Model], securities: Mapping[str, Security]
) -> ClassWeights | None:
    """The accounts' targets weighted by their values; None where those that have one are worth nothing."""
    worth = {account_id: Fraction(valuations[account_id].value or ZERO) for account_id in targets}
    whole = sum(worth.values(), Fraction(0))
    if whole <= 0:
        return None
    weights: dict[AssetClass, Fraction] = dict.fromkeys(ASSET_CLASSES, Fraction(0))
    for account_id, model in targets.items():
        for name, weight in class_targets(model, securities).items():
            weights[name] += weight * worth[account_id] / whole
    return weights
