"""Which model portfolio goes with a risk level, and how today's mix of all accounts differs from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from advisor.finance.allocation import (
    ASSET_CLASSES,
    allocation_by_class,
    class_targets,
    targets_by_account,
    valuations_by_account,
)
from advisor.model import AssetClass
from advisor.requests.records import World


@dataclass(frozen=True)
class ClassComparison:
    """Fractions of the whole; `today` is None where the accounts hold nothing or a price is missing."""

    asset_class: AssetClass
    model: float
    today: float | None


@dataclass(frozen=True)
class FittingModel:
    """`classes` are those that are in the model or in the accounts, the largest of the model first."""

    name: str
    classes: tuple[ClassComparison, ...]


def fitting_model(level: int, world: World) -> FittingModel | None:
    """None where the data have no model of the name that the settings give for the level."""
    name = world.settings.model_of_level[level - 1]
    model = world.repository.target_model(name)
    if not model:
        return None
    securities = {security.ticker: security for security in world.repository.securities()}
    weights = class_targets(model, securities)
    today = _today(world)
    classes = [
        ClassComparison(asset_class, float(weights.get(asset_class, 0)), today.get(asset_class))
        for asset_class in ASSET_CLASSES
        if weights.get(asset_class) or today.get(asset_class)
    ]
    return FittingModel(name, tuple(sorted(classes, key=lambda share: (-share.model, share.asset_class))))


def _today(world: World) -> Mapping[AssetClass, float]:
    """All open accounts together at the last closes; empty where that can't be said."""
    accounts = world.accounts
    rows = world.repository.transactions([account.account_id for account in accounts], until=world.today)
    tickers = sorted({row.ticker for row in rows if row.ticker is not None})
    prices = world.repository.prices(tickers, until=world.today, start=world.today)
    shares = allocation_by_class(
        accounts,
        valuations_by_account(accounts, rows, prices, world.today),
        targets=targets_by_account(accounts, world.repository),
        securities={security.ticker: security for security in world.repository.securities()},
    )
    return {share.asset_class: share.weight for share in shares if share.weight is not None}


__all__ = ["ClassComparison", "FittingModel", "fitting_model"]
