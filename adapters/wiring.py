"""The only place that decides which adapter stands behind which seam."""

from __future__ import annotations

from collections.abc import Callable

from adapters.database.engine import make_folder, open_engine
from adapters.database.repository import SqlRepository
from adapters.database.writer import holds_portfolio, replace_portfolio
from adapters.portfolio_files.dataset import Dataset
from adapters.settings import Settings
from advisor.repository import Repository

# A question that takes longer than this has no patient customer left.
_STATEMENT_SECONDS = 15


def open_repository(settings: Settings) -> Repository:
    """Where questions read from. Connects at the first question, so a start doesn't depend on the database."""
    return SqlRepository(open_engine(settings.database_url.reveal(), statement_seconds=_STATEMENT_SECONDS))


def store_portfolio(settings: Settings, dataset: Dataset, *, written: Callable[[str, int], None] | None = None) -> None:
    """Put `dataset` in place of whatever portfolio the database holds: all of it or nothing."""
    url = settings.database_url.reveal()
    make_folder(url)
    engine = open_engine(url)
    try:
        replace_portfolio(engine, dataset.rows(), written=written)
    finally:
        engine.dispose()


def has_portfolio(settings: Settings) -> bool:
    """Whether the database holds any customer."""
    url = settings.database_url.reveal()
    make_folder(url)
    engine = open_engine(url)
    try:
        return holds_portfolio(engine)
    finally:
        engine.dispose()
