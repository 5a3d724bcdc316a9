"""A small firm that the tests of answers share: two accounts, two funds, and how to ask."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from advisor.ask import Mention, Question, Reply, answer
from advisor.model import Transaction
from tests.fakes.portfolio import FakeRepository, account, buy, closes, customer, day, deposit, fee, security

TODAY = day("2026-11-20")
CLOSES = {
    "VTI": closes(d2026_01_02="100", d2026_06_30="110", d2026_11_19="120", d2026_11_20="121.5"),
    "BND": closes(d2026_01_02="50", d2026_11_20="49"),
}


def repository(*rows: Transaction, **changes: Any) -> FakeRepository:
    return FakeRepository(
        **{
            "customers": [customer()],
            "all_accounts": [account("A-1"), account("A-2", name="Roth IRA", type="roth_ira")],
            "all_securities": [security("VTI"), security("BND", asset_class="bonds")],
            "closes": CLOSES,
            "all_transactions": rows,
            **changes,
        }
    )


INVESTED = (
    deposit("2026-01-02", "10000"),
    buy("2026-01-02", "VTI", "50.5", "100"),
    buy("2026-01-02", "BND", "20", "50"),
    deposit("2026-07-01", "1100", "A-2"),
    buy("2026-07-01", "VTI", "10", "110", "A-2"),
    fee("2026-07-02", "12.34"),
)

# What a question of the kind has to name, or else it is asked back.
NAMED: Mapping[str, Mapping[str, str]] = {
    "holding_detail": {"security": "VTI"},
    "price_quote": {"security": "VTI"},
    "security_info": {"security": "VTI"},
    "compare_securities": {"security": "VTI and BND"},
}
# Answered whatever the customer has: these cover no accounts.
ABOUT_SECURITIES = frozenset(("price_quote", "security_info", "compare_securities"))


def ask(
    source: FakeRepository,
    kind: str,
    mentions: Mapping[str, str] | None = None,
    *,
    today: date = TODAY,
    **more: str,
) -> Reply:
    """Mentions are entity → words, in a mapping or as keywords; the message is just these words."""
    words = {**(mentions or {}), **more}
    said = tuple(Mention(entity, text, text) for entity, text in words.items())
    return answer(Question(kind, "C-1", " ".join(words.values()), said), source, today=today)


def facts(
    source: FakeRepository,
    kind: str,
    mentions: Mapping[str, str] | None = None,
    *,
    today: date = TODAY,
    **more: str,
) -> dict[str, Any]:
    """The facts after a way through JSON, as a front end gets them."""
    found = ask(source, kind, mentions, today=today, **more).facts
    assert found is not None
    return dict(json.loads(json.dumps(found)))
