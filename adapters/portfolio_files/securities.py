"""Securities, their prices and the mixes made of them."""

from __future__ import annotations

from decimal import Decimal

from adapters.portfolio_files.cells import shown
from adapters.portfolio_files.columns import BAD
from adapters.portfolio_files.keys import Tables
from adapters.portfolio_files.problems import Findings

# Weights come from spreadsheets, where thirds don't add up.
_WEIGHT_TOLERANCE = Decimal("0.0001")


def check_securities(tables: Tables, findings: Findings) -> None:
    _check_asset_classes(tables, findings)
    _check_priced(tables, findings)
    _check_no_index_in_models(tables, findings)
    _check_weights(tables, findings)


def kinds(tables: Tables) -> dict[str, str]:
    """Ticker → kind."""
    if "securities" not in tables:
        return {}
    columns = tables["securities"].columns
    return dict(zip(columns["ticker"], columns["kind"], strict=True))


def _check_asset_classes(tables: Tables, findings: Findings) -> None:
    if "securities" not in tables:
        return
    table = tables["securities"]
    for row, kind, asset_class in zip(table.rows, table.columns["kind"], table.columns["asset_class"], strict=True):
        if asset_class is None and kind not in (BAD, "index"):
            findings.problem("securities", "is empty; only an index has no asset class", row=row, column="asset_class")


def _check_priced(tables: Tables, findings: Findings) -> None:
    if "securities" not in tables or "prices" not in tables:
        return
    quoted = tables["prices"].columns["ticker"]
    if BAD in quoted:
        return
    priced = set(quoted)
    table = tables["securities"]
    for row, ticker in zip(table.rows, table.columns["ticker"], strict=True):
        if ticker is not BAD and ticker not in priced:
            findings.problem("securities", f"ticker {shown(ticker)} has no price", row=row, column="ticker")


def _check_no_index_in_models(tables: Tables, findings: Findings) -> None:
    if "target_models" not in tables:
        return
    kind_of = kinds(tables)
    table = tables["target_models"]
    for row, ticker in zip(table.rows, table.columns["ticker"], strict=True):
        if kind_of.get(ticker) == "index":
            findings.problem(
                "target_models", f"{shown(ticker)} is an index, which can't be held", row=row, column="ticker"
            )


def _check_weights(tables: Tables, findings: Findings) -> None:
    if "target_models" not in tables:
        return
    table = tables["target_models"]
    sums: dict[str, Decimal] = {}
    first: dict[str, int] = {}
    unsure: set[str] = set()
    for row, model, weight in zip(table.rows, table.columns["model"], table.columns["weight"], strict=True):
        if model is BAD:
            continue
        first.setdefault(model, row)
        if weight is BAD:
            unsure.add(model)
        else:
            sums[model] = sums.get(model, Decimal(0)) + weight
    for model, total in sums.items():
        if model not in unsure and abs(total - 1) > _WEIGHT_TOLERANCE:
            findings.problem(
                "target_models",
                f"the weights of model {shown(model)} sum to {total:f}, not to 1",
                row=first[model],
                column="weight",
            )
