"""The firm of the benchmark could be loaded, every kind of question is asked, and figures are told as measured."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from adapters.database.engine import open_engine
from adapters.database.repository import SqlRepository
from advisor.ask import ANSWERABLE
from scripts.benchmarks import document, firm, report
from scripts.benchmarks.answers import Case, Result, Side, Times, cases, high, median


def test_the_heavy_customer_has_thousands_of_transactions_and_never_less_than_nothing() -> None:
    cash = dict.fromkeys(range(len(firm.ACCOUNTS)), Decimal(0))
    shares: dict[tuple[object, object], Decimal] = {}
    rows = firm.heavy_transactions(firm.make_market())
    for row in rows:
        cash[row["place"]] += row["amount"]  # type: ignore[index,operator]
        assert cash[row["place"]] >= 0  # type: ignore[index]
        if row["shares"] is not None:
            key = (row["place"], row["ticker"])
            moved = row["shares"] if row["type"] == "buy" else -row["shares"]  # type: ignore[operator]
            shares[key] = shares.get(key, Decimal(0)) + moved
            assert shares[key] >= 0
            worth = (row["shares"] * row["price"]).quantize(Decimal("0.01"))  # type: ignore[operator]
            assert abs(row["amount"]) == worth  # type: ignore[arg-type]
    assert len(rows) > 5_000
    assert {row["type"] for row in rows} == {"deposit", "buy", "sell", "dividend", "interest", "fee"}
    assert len({row["ticker"] for row in rows if row["ticker"]}) == firm.SECURITIES


def test_the_same_sizes_give_the_same_rows() -> None:
    def rows() -> dict[str, list[firm.Row]]:
        market = firm.make_market()
        tables = firm.tables(market, firm.heavy_transactions(market)[:50], customers=firm.HEAVY_CUSTOMERS + 3)
        return {name: list(records) for name, records in tables.items()}

    once = rows()
    assert once == rows()
    assert len(once["customers"]) == firm.HEAVY_CUSTOMERS + 3
    assert len(once["prices"]) == (firm.SECURITIES + 1) * len(firm.make_market().days)


def test_every_kind_that_can_be_answered_is_measured() -> None:
    assert {case.kind for case in cases()} == ANSWERABLE
    assert len({case.title for case in cases()}) == len(cases())


def test_a_median_and_nineteen_of_twenty() -> None:
    assert median([3.0, 1.0, 2.0]) == 2.0
    assert high([1.0]) == 1.0
    assert high([float(n) for n in range(1, 22)]) == 20.0


def _side(customers: int, seconds: float) -> Side:
    return Side(
        customers=customers,
        transactions=9_000,
        size_mb=16.4,
        load_seconds=4.2,
        settings={},
        repository=SqlRepository(open_engine("sqlite:///nowhere.sqlite")),
        cold=0.2,
        firsts=[0.03, 0.04, 0.05],
        times={"holdings": Times([seconds] * 3, [seconds + 0.002] * 3)},
    )


RESULT = Result([_side(100, 0.010), _side(100_000, 0.012)], [Case("holdings")], 3, 77_810, 6_373, [])


def test_figures_of_both_databases_stand_side_by_side_with_their_ratio() -> None:
    text = "\n".join(report.as_markdown(RESULT))
    assert "| | 100 customers | 100,000 customers |" in text
    assert "| first question of a customer, median | 40 ms | 40 ms |" in text
    assert "| holdings | 10.0 | 12.0 | 12.0 | 12.0 | 14.0 | 14.0 | 1.20 |" in text
    assert "The slowest question takes 14 ms at the median; the aim is 50 ms." in text
    assert report.slowest(RESULT) == pytest.approx(0.014)


def test_figures_replace_those_between_the_marks_and_nothing_else(tmp_path: Path) -> None:
    path, (first, last) = tmp_path / "benchmarks.md", document.marks("answers")
    path.write_text(f"before\n{first}\nold\n{last}\nafter\n", encoding="utf-8")
    document.put_between_marks(path, "answers", ["new"])
    document.put_between_marks(path, "answers", ["newer"])
    assert path.read_text(encoding="utf-8") == f"before\n{first}\n\nnewer\n\n{last}\nafter\n"
    assert document.has_place(path, "answers") and not document.has_place(path, "understanding of this")


def test_a_document_without_marks_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "benchmarks.md"
    path.write_text("nothing here\n", encoding="utf-8")
    with pytest.raises(document.NoPlace, match="has no place for the figures"):
        document.put_between_marks(path, "answers", ["new"])
