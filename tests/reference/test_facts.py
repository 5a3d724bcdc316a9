"""Every fact of every kind against the reference, from the loaded firm through the advisor's one entry."""

from __future__ import annotations

import csv

import pytest

from adapters.portfolio_files.dataset import read_dataset
from adapters.settings import Settings
from adapters.wiring import open_repository, store_portfolio
from advisor.ask import ANSWERABLE, answer
from advisor.dialogue import Question
from advisor.repository import Repository
from tests.reference.cases import Case, Cases, every_kind
from tests.reference.firm import build
from tests.reference.oracle.answers import EXPECTED
from tests.reference.oracle.books import Firm
from tests.reference.oracle.expected import AskedBack, differences

_SHOWN = 60


@pytest.fixture(scope="module")
def firm() -> Firm:
    return Firm(build())


@pytest.fixture(scope="module")
def repository(firm: Firm, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The firm, written as CSV files and loaded the way that any firm's data is."""
    folder = tmp_path_factory.mktemp("firm")
    for table, rows in firm.tables.items():
        with (folder / f"{table}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    settings = Settings.from_environment({"FOLIO_DATABASE_URL": f"sqlite:///{folder / 'folio.sqlite'}"})
    store_portfolio(settings, read_dataset(folder))
    return open_repository(settings)


def test_the_reference_knows_every_kind() -> None:
    assert set(EXPECTED) == set(ANSWERABLE)


@pytest.mark.parametrize("kind", every_kind())
def test_facts_agree_with_the_reference(kind: str, firm: Firm, repository: Repository) -> None:
    wrong = []
    for case in Cases(firm).of(kind):
        found = check(case, repository)
        wrong += [f"{case}\n    {line}" for line in found]
    assert not wrong, f"{len(wrong)} differences\n" + "\n".join(wrong[:_SHOWN])


def check(case: Case, repository: Repository) -> list[str]:
    question = Question(case.asked.kind, case.asked.customer_id, case.text, case.mentions)
    expected = case.expected or EXPECTED[case.asked.kind](case.asked)
    reply = answer(question, repository, today=case.asked.today)
    if isinstance(expected, AskedBack):
        back = reply.facts is None and reply.buttons
        return [] if back else [f"expected a question back with buttons, got {reply.text!r} {reply.facts!r}"]
    return [f"{line}   ({reply.text!r})" for line in differences(expected, reply.facts)]
