"""The portfolio at a glance: four answers of the advisor, and how their figures are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from advisor.ask import Question, Reply, Settings, answer
from advisor.repository import Repository
from advisor.wording.voice import Voice

_UNKNOWN = "not known yet"
_TYPES = {
    "taxable": "Taxable",
    "joint": "Joint",
    "traditional_ira": "Traditional IRA",
    "roth_ira": "Roth IRA",
    "sep_ira": "SEP IRA",
    "cash_reserve": "Cash reserve",
}


@dataclass(frozen=True)
class Figure:
    """`way` is "up", "down" or "flat", as the text shows it: what rounds to zero went neither way."""

    text: str
    way: str = "flat"


@dataclass(frozen=True)
class AccountLine:
    name: str
    type: str
    value: str


@dataclass(frozen=True)
class ShareLine:
    """`percent` is the weight as a number from 0 to 100 for drawing, None where there is nothing to split."""

    name: str
    value: str
    weight: str
    target: str
    percent: float | None


@dataclass(frozen=True)
class Glance:
    """All figures as text, of all accounts together; `notes` are the advisor's words on figures that aren't known."""

    name: str
    as_of: str
    value: str
    cash: str
    invested: str
    day_change: Figure
    accounts: tuple[AccountLine, ...]
    shares: tuple[ShareLine, ...]
    year: str
    gain: Figure
    time_weighted: Figure
    money_weighted: Figure
    net_flows: str
    notes: tuple[str, ...]


def glance_at(customer_id: str, repository: Repository, *, today: date) -> Glance | None:
    """None for an unknown customer. Raises `DataUnavailable` where the data can't be read now."""
    with repository.reading() as view:  # one state of the data for all four answers
        customer = view.customer(customer_id)
        if customer is None:
            return None
        value, accounts, split, year = (
            answer(Question(kind, customer_id, ""), view, today=today)
            for kind in ("portfolio_value", "account_list", "allocation", "performance")
        )
    worth, lines, classes, period = (_facts(reply) for reply in (value, accounts, split, year))
    as_of = None if worth["as_of"] is None else date.fromisoformat(worth["as_of"])
    voice = Voice(customer.currency, Settings().locale, as_of)
    return Glance(
        name=customer.name,
        as_of=voice.as_of_sentence,
        value=_money(worth["value"], voice),
        cash=_money(worth["cash"], voice),
        invested=_money(worth["invested"], voice),
        day_change=_day_change(worth["day_change"], voice),
        accounts=tuple(
            AccountLine(row["name"], _TYPES[row["type"]], _money(row["value"], voice))
            for row in lines["accounts_detail"]
        ),
        shares=tuple(
            _share(row, voice)
            for row in sorted(classes["by_class"], key=lambda row: (-Decimal(row["value"] or 0), row["asset_class"]))
        ),
        year=_days(period["period"], voice),
        gain=_signed_money(period["gain"], voice),
        time_weighted=_signed_percent(period["twr"], voice),
        money_weighted=_signed_percent(period["mwr"], voice),
        net_flows=_signed_money(period["net_flows"], voice).text,
        notes=tuple(
            reply.text
            for reply, figure in ((value, worth["value"]), (year, period["gain"]))
            if figure is None and lines["accounts_detail"]
        ),
    )


def _facts(reply: Reply) -> Mapping[str, Any]:
    if reply.facts is None:
        raise ValueError("web.site.glance: a question that names nothing was asked back; ask kinds that need no name")
    return reply.facts


def _share(row: Mapping[str, Any], voice: Voice) -> ShareLine:
    weight, target = row["weight"], row["target"]
    return ShareLine(
        name=row["asset_class"].replace("_", " ").capitalize(),
        value=_money(row["value"], voice),
        weight="–" if weight is None else voice.percent(weight),
        target="–" if target is None else voice.percent(target),
        percent=None if weight is None else round(min(max(weight, 0.0), 1.0) * 100, 1),
    )


def _day_change(change: Mapping[str, Any], voice: Voice) -> Figure:
    figure = _signed_money(change["amount"], voice)
    if change["percent"] is None:
        return figure
    return Figure(f"{figure.text} ({voice.signed_percent(change['percent'])})", figure.way)


def _money(amount: str | None, voice: Voice) -> str:
    return _UNKNOWN if amount is None else voice.money(Decimal(amount))


def _signed_money(amount: str | None, voice: Voice) -> Figure:
    if amount is None:
        return Figure(_UNKNOWN)
    return Figure(voice.signed_money(Decimal(amount)), _way(Decimal(amount)))


def _signed_percent(ratio: float | None, voice: Voice) -> Figure:
    if ratio is None:
        return Figure("–")
    text = voice.signed_percent(ratio)
    return Figure(text, "up" if text.startswith("+") else "down" if text.startswith("-") else "flat")


def _way(amount: Decimal) -> str:
    return "up" if amount > 0 else "down" if amount < 0 else "flat"


def _days(period: Mapping[str, Any], voice: Voice) -> str:
    if period["start"] is None or period["end"] is None:
        return "nothing happened yet"
    start, end = (voice.day(date.fromisoformat(period[key])) for key in ("start", "end"))
    return start if start == end else f"{start} to {end}"
