"""The only place that decides which adapter stands behind which seam."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from adapters.database.back_office import BackOffice
from adapters.database.directory import Listed, everybody
from adapters.database.engine import make_folder, open_engine
from adapters.database.outbox import Outbox
from adapters.database.probe import probe
from adapters.database.ready import ReadyDatabase
from adapters.database.repository import SqlRepository
from adapters.database.request_store import SqlRequestStore
from adapters.database.writer import holds_portfolio, replace_portfolio
from adapters.portfolio_api.prices import ApiPrices
from adapters.portfolio_api.repository import ApiRepository
from adapters.portfolio_api.service import Patience, Service
from adapters.portfolio_files.dataset import Dataset
from adapters.priced_repository import PricedRepository
from adapters.retention.conversations import Conversations
from adapters.retention.records import Records
from adapters.retention.retention import Retention
from adapters.settings import Secret, Settings
from adapters.webhook.delivery import Delivery, utc_now
from adapters.webhook.sender import Sender
from advisor.repository import Repository

# A question that takes longer than this has no patient customer left.
_QUESTION_SECONDS = 15
# Looking through all conversations for old ones takes a while, and nobody waits for it.
_LOOKING_SECONDS = 300


def open_repository(settings: Settings) -> Repository:
    """Where questions read from: the portfolio API or else the database; prices from the price API where there is one.

    Connects at the first question, so a start depends on none of them.
    """
    accounts: Repository
    if settings.portfolio_api is None:
        accounts = open_database(settings)
    else:
        address, token = settings.portfolio_api, settings.portfolio_api_token
        accounts = ApiRepository.over(_service("portfolio API", "FOLIO_PORTFOLIO_API", address, token))
    if settings.price_api is None:
        return accounts
    address, token = settings.price_api, settings.price_api_token
    return PricedRepository(accounts, ApiPrices.over(_service("price API", "FOLIO_PRICE_API", address, token)))


def open_database(settings: Settings) -> SqlRepository:
    """The portfolio in the database, whatever else there is to read from. Connects at the first question."""
    return SqlRepository(open_engine(settings.database_url.reveal(), statement_seconds=_QUESTION_SECONDS))


def open_request_store(settings: Settings) -> SqlRequestStore:
    """Where requests and cases are recorded: always the database, wherever the portfolio comes from.

    Connects, and creates its tables where they are missing, at the first use.
    """
    return SqlRequestStore(_request_database(settings))


def open_back_office(settings: Settings) -> BackOffice:
    """The firm's side of the requests in the database. Connects at the first use."""
    return BackOffice(_request_database(settings))


def open_outbox(settings: Settings) -> Outbox:
    """The events that wait to be delivered. Connects at the first use."""
    return Outbox(_request_database(settings))


def open_delivery(settings: Settings) -> Delivery | None:
    """What hands events over to the webhook; None where there is none. Connects at the first use."""
    webhook = settings.webhook
    if webhook is None:
        return None
    return Delivery(open_outbox(settings), Sender(webhook.address, webhook.secret, clock=utc_now))


def open_retention(settings: Settings, tracker_url: Secret) -> Retention:
    """What deletes old conversations, and requests and cases that ended long ago. Connects at the first use."""
    conversations = Conversations(open_engine(tracker_url.reveal(), statement_seconds=_LOOKING_SECONDS))
    records = Records(_request_database(settings)) if settings.fixed_today is None else None
    return Retention(conversations, records, utc_now)


def open_probe(settings: Settings) -> Callable[[], None]:
    """What asks the database whether it answers; raises SQLAlchemy's errors where it doesn't. Connects at each call."""
    return partial(probe, settings.database_url.reveal())


def prepare_requests(settings: Settings) -> None:
    """Create or change the tables now. Raises `DatabaseTooNew` and SQLAlchemy's errors."""
    database = _request_database(settings)
    try:
        database.migrate()
    finally:
        database.close()


def _request_database(settings: Settings) -> ReadyDatabase:
    url = settings.database_url.reveal()
    make_folder(url)
    return ReadyDatabase(open_engine(url, statement_seconds=_QUESTION_SECONDS))


def _service(name: str, setting: str, address: str, token: Secret | None) -> Service:
    return Service(
        address,
        token=None if token is None else token.reveal(),
        name=name,
        setting=setting,
        patience=Patience(in_all=_QUESTION_SECONDS),
    )


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


def list_customers(settings: Settings) -> Sequence[Listed]:
    """Every customer in the database by customer id. Raises `DataUnavailable` where it can't answer."""
    engine = open_engine(settings.database_url.reveal())
    try:
        return everybody(engine)
    finally:
        engine.dispose()
