"""The figure or part that a message asks for by name goes first in the answer; facts are the same either way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from advisor.ask import Question, Reply, answer
from advisor.questions.performance_reason import supposed_in
from advisor.resolve.dimensions import dimension_meant
from advisor.resolve.parts import part_named
from advisor.resolve.risk_aspects import risk_aspect_in
from tests.fakes.portfolio import buy, closes, day, deposit, security
from tests.unit.advisor.markets import walk, weekdays
from tests.unit.advisor.world import TODAY, repository

REGIONS = ("US", "Europe", "Emerging markets", "International", "North America")


@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("how much is in the US", "US"),
        ("how much US do I have", "US"),
        ("tell us where our money is", None),
        ("how much is outside of the US", None),
        ("do I have a lot in emerging markets?", "Emerging markets"),
        ("any european funds", "Europe"),
        ("how much is abroad", "International"),
        ("US or Europe", None),
        ("north america", "North America"),
        ('/exposure{"dimension": "US"}', None),
        ("", None),
    ],
)
def test_a_region_is_known_by_its_name(message: str, name: str | None) -> None:
    assert part_named(message, REGIONS) == name


def test_a_name_of_the_data_tells_the_dimension() -> None:
    assert dimension_meant([], "how much in utilities", sectors={"Utilities"}) == "sector"
    assert dimension_meant([], "money in Scandinavia", regions={"Scandinavia"}) == "region"
    assert dimension_meant([], "how much is outside of the US?") == "region"
    assert dimension_meant([], "the biggest one", sectors={"Utilities"}) == "position"


FIRM = repository(
    deposit("2024-01-02", "2000"),
    buy("2024-01-02", "VTI", "10", "100"),
    all_securities=[
        replace(security("VTI"), sector="Technology", region="US"),
        replace(security("BND", asset_class="bonds"), sector="Health care", region="Europe"),
    ],
    closes={"VTI": walk(weekdays(day("2024-01-02"), TODAY), seed=3)},
)


def _ask(kind: str, message: str) -> Reply:
    return answer(Question(kind, "C-1", message), FIRM, today=TODAY)


def test_the_sector_asked_about_is_told_first_held_or_not() -> None:
    tech = _ask("exposure", "how much am I in tech")
    assert tech.facts is not None
    (item,) = tech.facts["items"]  # type: ignore[misc]
    assert tech.text.startswith(f"Technology makes up {100 * item['weight']:.1f}% of your portfolio, $")
    none = _ask("exposure", "do I have any health care sector funds")
    assert none.text.startswith("Nothing in your portfolio is in Health care:\nTechnology: $")
    assert {**tech.facts} == {**none.facts}  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("message", "first"),
    [
        ("how risky is it", "Your risk level is"),
        ("sharpe ratio", "The Sharpe ratio is "),
        ("what could I lose on a bad day", "One day in twenty lost "),
        ("max drawdown", "Deepest fall: "),
        ("how volatile is it", "From 2 Jan 2024 to 20 Nov 2026 your portfolio varied by "),
    ],
)
def test_the_figure_of_risk_that_is_asked_for_goes_first(message: str, first: str) -> None:
    reply = _ask("risk_summary", message)
    assert reply.text.startswith(first) and "Your risk level is" in reply.text
    assert ("Sharpe" in reply.text) == ("sharpe" in message)
    assert len(reply.text.split()) <= 60


def test_a_sharpe_ratio_is_the_one_of_the_facts() -> None:
    reply = _ask("risk_summary", "what is my sharpe ratio")
    assert reply.facts is not None and f"The Sharpe ratio is {reply.facts['sharpe']:.2f}:" in reply.text


def test_a_click_asks_for_no_figure_of_its_own() -> None:
    assert risk_aspect_in('/risk_summary{"account": "Sharpe"}') is None


@pytest.mark.parametrize(
    ("message", "starts"),
    [
        ("when did you last rebalance", True),
        ("last rebalance date", True),
        ("have you rebalanced me recently", True),
        ("does it need rebalancing", False),
        ("when will you rebalance next", False),
    ],
)
def test_when_it_was_rebalanced_goes_first_where_that_is_asked(message: str, starts: bool) -> None:
    assert _ask("rebalancing_status", message).text.startswith("It hasn't been rebalanced yet.") == starts


@pytest.mark.parametrize(
    ("message", "supposed"),
    [
        ("why am I down", "down"),
        ("why did my roth lose money", "down"),
        ("what drove my gains", "up"),
        ("where did my profit come from", "up"),
        ("break down my result", None),
        ("what gained and what lost", None),
        ("why", None),
        ('/performance_reason{"account": "Down"}', None),
    ],
)
def test_what_a_message_takes_the_result_for(message: str, supposed: str | None) -> None:
    assert supposed_in(message) == supposed


def test_a_gain_that_is_taken_for_a_loss_is_put_right_and_a_loss_likewise() -> None:
    up = {"closes": {"VTI": closes(d2026_01_02="100", d2026_11_20="121.5")}}
    down = {"closes": {"VTI": closes(d2026_01_02="100", d2026_11_20="90")}}
    rows = (deposit("2026-01-02", "1000"), buy("2026-01-02", "VTI", "10", "100"))

    def said(message: str, changes: dict[str, Any]) -> str:
        return answer(Question("performance_reason", "C-1", message), repository(*rows, **changes), today=TODAY).text

    assert said("why am I down", up).startswith("Overall your portfolio went up, not down. This year (")
    assert said("what made my gains", down).startswith("Overall your portfolio went down, not up. This year (")
    assert said("why am I down", down).startswith("This year (") and said("why", up).startswith("This year (")
