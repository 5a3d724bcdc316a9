"""Events reach a real server that fails first: each at least once, signed, and never in the way of an answer."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from adapters.database.engine import open_engine
from adapters.database.outbox import Outbox
from adapters.database.ready import ReadyDatabase
from adapters.database.request_schema import webhook_events
from adapters.settings import Secret
from adapters.webhook.delivery import MOST_ATTEMPTS, Delivered, Delivery, utc_now
from adapters.webhook.loop import DeliveringLoop
from adapters.webhook.sender import Sender
from adapters.webhook.signature import is_genuine
from tests.integration.test_request_store import CASE, DEPOSIT, sql_store

SECRET = Secret("a secret of the webhook, long enough")


@dataclass
class Receiver:
    """Another system: answers with the statuses in their order, then 204; keeps what it got."""

    statuses: list[int] = field(default_factory=list)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    address: str = ""

    def bodies(self) -> list[dict[str, object]]:
        return [json.loads(body) for _, body in self.got]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            status = kept.statuses.pop(0) if kept.statuses else 204
            self.send_response(status)
            if status == 302:
                self.send_header("Location", f"{kept.address}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield kept
    server.shutdown()
    server.server_close()
    thread.join(10)


@dataclass
class Clock:
    now: datetime = field(default_factory=lambda: datetime.now(timezone.utc) + timedelta(seconds=1))

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


def delivery(url: str, address: str, clock: Callable[[], datetime]) -> Delivery:
    outbox = Outbox(ReadyDatabase(open_engine(url)))
    return Delivery(outbox, Sender(address, SECRET, clock=clock), clock=clock, chance=lambda: 1.0)


def record(url: str, count: int = 1) -> None:
    with closing(sql_store(url)) as store:
        for number in range(count):
            store.record(replace(DEPOSIT, draft_id=f"D-{number}"))


def undelivered(engine: Engine) -> list[dict[str, object]]:
    query = select(webhook_events).where(webhook_events.c.delivered_at.is_(None))
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def test_an_event_arrives_signed_over_id_time_and_body(database_url: str, receiver: Receiver) -> None:
    record(database_url)
    clock = Clock()
    assert delivery(database_url, receiver.address, clock).deliver_due() == Delivered(arrived=1)
    [(headers, body)] = receiver.got
    event = json.loads(body)
    timestamp = int(headers["webhook-timestamp"])
    assert headers["webhook-id"] == event["id"]
    assert timestamp == int(clock.now.timestamp())
    assert is_genuine(SECRET, event["id"], timestamp, body, headers["webhook-signature"])
    for changed in (
        (event["id"] + "x", timestamp, body),
        (event["id"], timestamp + 1, body),
        (event["id"], timestamp, b"{}"),
    ):
        assert not is_genuine(SECRET, *changed, headers["webhook-signature"])
    assert not is_genuine(Secret("another"), event["id"], timestamp, body, headers["webhook-signature"])
    assert event["type"] == "request.recorded"
    assert event["request"]["summary"] == DEPOSIT.summary


def test_a_server_that_fails_first_gets_it_again_later_and_once_it_took_it_no_more(
    database_url: str, receiver: Receiver, engine: Engine
) -> None:
    record(database_url)
    receiver.statuses = [500, 429]
    clock = Clock()
    deliver = delivery(database_url, receiver.address, clock)
    assert deliver.deliver_due() == Delivered(postponed=1)
    assert deliver.deliver_due() == Delivered()  # not before its time
    assert undelivered(engine)[0]["last_error"] == "it answers with status 500"
    clock.passes(seconds=10)
    assert deliver.deliver_due() == Delivered(postponed=1)
    clock.passes(seconds=19)
    assert deliver.deliver_due() == Delivered()  # the pause has doubled
    clock.passes(seconds=1)
    assert deliver.deliver_due() == Delivered(arrived=1)
    clock.passes(days=1)
    assert deliver.deliver_due() == Delivered()
    assert len({body["id"] for body in receiver.bodies()}) == 1
    assert len(receiver.got) == 3


def test_a_restart_loses_nothing(database_url: str, receiver: Receiver) -> None:
    record(database_url, 3)
    clock = Clock()
    before = delivery(database_url, receiver.address, clock)
    assert len(before.outbox.claim(clock(), lease=timedelta(minutes=2), most=20)) == 3  # and the process ends here
    after = delivery(database_url, receiver.address, clock)
    assert after.deliver_due() == Delivered()
    clock.passes(minutes=2)
    assert after.deliver_due() == Delivered(arrived=3)


def test_a_redirect_isnt_followed(database_url: str, receiver: Receiver, engine: Engine) -> None:
    record(database_url)
    receiver.statuses = [302]
    assert delivery(database_url, receiver.address, Clock()).deliver_due() == Delivered(postponed=1)
    assert len(receiver.got) == 1
    assert undelivered(engine)[0]["last_error"] == "it redirects (status 302); set the final address"


def test_nobody_listening_is_tried_for_days_then_given_up_until_somebody_says_again(
    database_url: str, receiver: Receiver, engine: Engine
) -> None:
    record(database_url)
    clock = Clock()
    start = clock.now
    nobody = delivery(database_url, "http://127.0.0.1:9", clock)
    rounds = [nobody.deliver_due()]
    while rounds[-1] != Delivered(given_up=1):
        clock.passes(hours=6)
        rounds.append(nobody.deliver_due())
    assert len(rounds) == MOST_ATTEMPTS
    clock.passes(days=30)
    assert nobody.deliver_due() == Delivered()
    waiting = nobody.outbox.waiting()
    assert (waiting.waiting, waiting.given_up, waiting.last_error) == (0, 1, "no connection (ConnectError)")
    assert nobody.outbox.try_again(now=clock()) == 1
    assert delivery(database_url, receiver.address, clock).deliver_due() == Delivered(arrived=1)
    assert clock.now - start > timedelta(days=3)


def test_servers_beside_each_other_send_each_event_once(database_url: str, receiver: Receiver) -> None:
    record(database_url, 12)
    clock = Clock()
    deliveries = [delivery(database_url, receiver.address, clock) for _ in range(4)]
    threads = [threading.Thread(target=one.deliver_due) for one in deliveries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    ids = [body["id"] for body in receiver.bodies()]
    assert len(ids) == len(set(ids)) == 12


def test_old_events_are_forgotten_once_they_arrived(database_url: str, receiver: Receiver, engine: Engine) -> None:
    record(database_url, 2)
    clock = Clock()
    deliver = delivery(database_url, receiver.address, clock)
    receiver.statuses = [500]
    deliver.deliver_due()
    clock.passes(days=31)
    assert deliver.forget_old() == 1
    assert len(undelivered(engine)) == 1


def test_the_loop_delivers_by_itself_and_ends_when_it_is_told(database_url: str, receiver: Receiver) -> None:
    loop = DeliveringLoop(delivery(database_url, receiver.address, utc_now), pause=0.02)
    loop.start()
    with closing(sql_store(database_url)) as store:
        store.record(DEPOSIT)
        store.open_case(CASE)
    deadline = time.monotonic() + 20
    while len(receiver.got) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    loop.stop()
    assert [body["type"] for body in receiver.bodies()] == ["request.recorded", "case.opened"]


def test_a_webhook_that_hangs_or_fails_doesnt_hold_up_recording(database_url: str) -> None:
    with closing(sql_store(database_url)) as store:
        loop = DeliveringLoop(delivery(database_url, "http://127.0.0.1:9", utc_now), pause=0.01)
        loop.start()
        for number in range(5):
            assert store.record(replace(DEPOSIT, draft_id=f"D-{number}")).new
        loop.stop()
