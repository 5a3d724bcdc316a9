"""How long answers take, with few customers in the database and with many.

Each question is asked of heavy customers, in turn, in two ways: through `advisor.ask.answer` on the real repository,
and through its action, as the action server runs it. The databases take turns as well, so that a slow moment of the
machine hits both.
"""

from __future__ import annotations

import asyncio
import gc
import statistics
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from time import perf_counter

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import portfolio
from adapters.database.engine import open_engine
from adapters.database.repository import SqlRepository
from adapters.database.writer import replace_portfolio
from adapters.settings import Settings
from advisor.ask import ANSWERABLE, Mention, Question, answer
from advisor.kinds import KINDS
from scripts.benchmarks import firm

Tell = Callable[[str], None]

# What a question needs to be answered and not asked back.
_NAMED: Mapping[str, tuple[tuple[str, str], ...]] = {"goal_what_if": (("amount", "200 more a month"),)}
_LONGEST = "since inception"


@dataclass(frozen=True)
class Case:
    """A question with the entities that it names, as (entity, value)."""

    kind: str
    named: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        words = [value for entity, value in self.named if entity == "period"]
        return f"{self.kind}, {words[0]}" if words else self.kind

    def mentions(self) -> tuple[Mention, ...]:
        return tuple(Mention(entity, value, value) for entity, value in self.named)


@dataclass
class Times:
    """Seconds of each run."""

    answers: list[float] = field(default_factory=list)
    actions: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Side:
    """One database, and what was measured on it.

    `cold`: the first question of the process, which reads all prices. `firsts`: the first question of each other
    customer, which reads that customer's transactions.
    """

    customers: int
    transactions: int
    size_mb: float
    load_seconds: float
    settings: Mapping[str, str]
    repository: SqlRepository
    cold: float
    firsts: Sequence[float]
    times: Mapping[str, Times]


@dataclass(frozen=True)
class Result:
    sides: Sequence[Side]
    cases: Sequence[Case]
    runs: int
    prices: int
    heavy_transactions: int
    asked_back: Sequence[str]  # kinds that were not answered: they need something named


def cases() -> list[Case]:
    """Every kind that can be answered; one with a period both for its default and for all of the ten years."""
    found: list[Case] = []
    for kind in sorted(ANSWERABLE):
        wanted = KINDS[kind].securities_needed
        named = tuple(("security", firm.ticker(3 * i)) for i in range(wanted)) + _NAMED.get(kind, ())
        found.append(Case(kind, named))
        if KINDS[kind].default_period not in (None, _LONGEST):
            found.append(Case(kind, (*named, ("period", _LONGEST))))
    return found


@contextmanager
def measured(*, sizes: Sequence[int], runs: int, folder: Path, tell: Tell) -> Iterator[Result]:
    """Builds a database for each size in a temporary folder under `folder`, and asks each case `runs` times on each."""
    market = firm.make_market()
    heavy = firm.heavy_transactions(market)
    asked = cases()
    folder.mkdir(parents=True, exist_ok=True)
    gc.freeze()  # as `actions.portfolio.repository_once` does
    with tempfile.TemporaryDirectory(dir=folder, prefix="benchmark-") as temporary:
        sides = [_side(size, market, heavy, Path(temporary), asked, tell) for size in sizes]
        try:
            back = _ask_all(sides, asked, runs, tell)
            yield Result(sides, asked, runs, len(market.days) * len(market.closes), len(heavy), back)
        finally:
            for side in sides:
                side.repository.close()


def _side(
    customers: int, market: firm.Market, heavy: list[firm.Row], folder: Path, asked: Sequence[Case], tell: Tell
) -> Side:
    path = folder / f"{customers}.sqlite"
    url = f"sqlite:///{path}"
    engine = open_engine(url)
    counts: dict[str, int] = {}

    def written(table: str, rows: int) -> None:
        counts[table] = rows
        tell(f"{customers:,} customers: writing {table}, {rows:,} rows")

    begin = perf_counter()
    replace_portfolio(engine, firm.tables(market, heavy, customers=customers), written=written)
    load_seconds = perf_counter() - begin
    engine.dispose()
    tell(f"{customers:,} customers: the first questions")
    repository = SqlRepository(open_engine(url))
    firsts = [_seconds(repository, Case("portfolio_value"), n)[0] for n in range(firm.HEAVY_CUSTOMERS)]
    return Side(
        customers=customers,
        transactions=counts["transactions"],
        size_mb=path.stat().st_size / 1e6,
        load_seconds=load_seconds,
        settings={"FOLIO_ENV": "demo", "FOLIO_TODAY": firm.TODAY.isoformat(), "FOLIO_DATABASE_URL": url},
        repository=repository,
        cold=firsts[0],
        firsts=firsts[1:],
        times={case.title: Times() for case in asked},
    )


def _ask_all(sides: Sequence[Side], asked: Sequence[Case], runs: int, tell: Tell) -> list[str]:
    """Fills the sides' times; returns the kinds that were asked back."""
    back: set[str] = set()
    customers = cycle(range(firm.HEAVY_CUSTOMERS))
    for place, case in enumerate(asked):
        tell(f"asking {case.title} ({place + 1} of {len(asked)})")
        for run in range(runs + 1):
            n = next(customers)
            for side in sides:
                seconds, answered = _seconds(side.repository, case, n)
                in_action = _action_seconds(side, case, n)
                if not answered:
                    back.add(case.kind)
                if run:  # the first one compiles queries and fills Babel's caches
                    side.times[case.title].answers.append(seconds)
                    side.times[case.title].actions.append(in_action)
    return sorted(back)


def _seconds(repository: SqlRepository, case: Case, n: int) -> tuple[float, bool]:
    """How long one answer took, and whether it was one and not a question back."""
    question = Question(case.kind, firm.heavy_customer(n), text=case.title, mentions=case.mentions())
    begin = perf_counter()
    reply = answer(question, repository, today=firm.TODAY)
    return perf_counter() - begin, reply.facts is not None


def _action_seconds(side: Side, case: Case, n: int) -> float:
    """From the tracker that Rasa sends to the messages that the action server returns.

    Raises RuntimeError where the action gave its apology: that would be quick, and no answer.
    """
    settings = Settings.from_environment({**side.settings, "FOLIO_SHELL_CUSTOMER": firm.heavy_customer(n)})
    setattr(portfolio, "settings_once", lambda: settings)  # noqa: B010  # what the action server reads once
    setattr(portfolio, "repository_once", lambda: side.repository)  # noqa: B010
    entities = [{"entity": entity, "value": value, "start": 0, "end": 0} for entity, value in case.named]
    message = {"text": f"/{case.kind}", "intent": {"name": case.kind}, "entities": entities}
    event = {"event": "user", "text": message["text"], "input_channel": "rest", "metadata": {}}
    tracker = Tracker("benchmark", {}, message, [event], False, None, {}, None)
    dispatcher = CollectingDispatcher()
    action = portfolio.ACTIONS[case.kind]()
    begin = perf_counter()
    asyncio.run(action.run(dispatcher, tracker, {}))
    seconds = perf_counter() - begin
    if any("(reference " in (message.get("text") or "") for message in dispatcher.messages):
        raise RuntimeError(f"{case.title} failed; the log above says why")
    return seconds


def median(seconds: Sequence[float]) -> float:
    return statistics.median(seconds)


def high(seconds: Sequence[float]) -> float:
    """The 95th percentile: 19 of 20 runs took no longer."""
    return statistics.quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]
