"""The portfolio over HTTP with real sockets: the demo firm's data, and services that are slow, broken or not there."""

from __future__ import annotations

import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta, timezone
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from adapters.database.engine import open_engine
from adapters.database.repository import SqlRepository
from adapters.database.writer import replace_portfolio
from adapters.portfolio_api.prices import ApiPrices
from adapters.portfolio_api.repository import ApiRepository
from adapters.portfolio_api.service import Patience
from adapters.portfolio_files.dataset import read_dataset
from adapters.priced_repository import PricedRepository
from adapters.settings import Secret
from advisor.ask import ANSWERABLE, Question, answer
from advisor.model import Customer
from advisor.repository import DataUnavailable, Repository
from scripts.portfolio_api import create_app
from scripts.ports import free_port
from tests.integration.api_server import TOKEN, service, serving

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 20)
HURRIED = Patience(connect=0.3, read=0.3, in_all=1.0)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlRepository]:
    """The demo firm."""
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('api') / 'folio.sqlite'}")
    replace_portfolio(engine, read_dataset(ROOT / "data" / "demo" / "portfolio.xlsx").rows())
    with closing(SqlRepository(engine)) as repository:
        yield repository


@pytest.fixture(scope="module")
def address(database: SqlRepository) -> Iterator[str]:
    with serving(create_app(database, Secret(TOKEN))) as found:
        yield found


@pytest.fixture(scope="module")
def api(address: str) -> Iterator[ApiRepository]:
    with closing(ApiRepository.over(service(address))) as repository:
        yield repository


def ask(kind: str, repository: Repository, customer: str) -> object:
    return answer(Question(kind=kind, customer_id=customer, text="", mentions=()), repository, today=TODAY)


@pytest.mark.parametrize("customer", ["C-1002", "C-1005"])
def test_every_answer_is_the_same_over_http_as_from_the_database(
    customer: str, database: SqlRepository, api: ApiRepository
) -> None:
    for kind in sorted(ANSWERABLE):
        assert ask(kind, api, customer) == ask(kind, database, customer), kind


def test_prices_of_their_own_service_give_the_same_answers(database: SqlRepository, address: str) -> None:
    with closing(service(address)) as prices:
        apart = PricedRepository(database, ApiPrices.over(prices))
        assert ask("performance", apart, "C-1002") == ask("performance", database, "C-1002")


def test_threads_share_the_connections(api: ApiRepository, database: SqlRepository) -> None:
    customers = ["C-1002", "C-1005", "C-1001", "C-1003"] * 5
    with ThreadPoolExecutor(max_workers=10) as pool:
        found = list(pool.map(lambda customer: ask("portfolio_value", api, customer), customers))
    assert found == [ask("portfolio_value", database, customer) for customer in customers]


def test_a_load_between_two_calls_of_a_question_is_noticed(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'folio.sqlite'}")
    customer = Customer("C-1", "Ada", "ada@example.com", 5, date(2020, 1, 1), "USD")
    replace_portfolio(engine, {"customers": [asdict(customer)]})
    with (
        closing(SqlRepository(engine)) as stored,
        serving(create_app(stored, Secret(TOKEN))) as found,
        closing(ApiRepository.over(service(found))) as repository,
    ):
        with repository.reading() as view:
            assert view.customer("C-1") == customer
            replace_portfolio(engine, {"customers": [asdict(replace(customer, risk_level=6))]})
            with pytest.raises(DataUnavailable, match="changed while the question was read"):
                view.accounts("C-1")
        with repository.reading() as view:
            assert (view.customer("C-1"), view.accounts("C-1")) == (replace(customer, risk_level=6), ())


def test_a_wrong_token_is_refused(address: str) -> None:
    with pytest.raises(DataUnavailable, match="check FOLIO_PORTFOLIO_API_TOKEN"):
        ApiRepository.over(service(address, token="wrong")).customer("C-1002")


Handler = Callable[[socket.socket], None]


@contextmanager
def listening(handler: Handler, *, context: ssl.SSLContext | None = None) -> Iterator[tuple[str, list[int]]]:
    """A raw server that reads one request of each connection and leaves the rest to `handler`; counts connections."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        connections: list[int] = []

        def one(connection: socket.socket) -> None:
            try:
                with connection if context is None else context.wrap_socket(connection, server_side=True) as talking:
                    talking.recv(65536)
                    handler(talking)
            except OSError:
                pass  # the client has gone, or refused us: what these tests want

        def run() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                connections.append(len(connections))
                Thread(target=one, args=(connection,), daemon=True).start()

        Thread(target=run, daemon=True).start()
        scheme = "http" if context is None else "https"
        yield f"{scheme}://127.0.0.1:{server.getsockname()[1]}/v1", connections
        server.shutdown(socket.SHUT_RDWR)


def fails(address: str, said: str) -> None:
    repository = ApiRepository.over(service(address, patience=HURRIED))
    with closing(repository), pytest.raises(DataUnavailable, match=said):
        repository.securities()


def test_a_service_that_is_down_is_said_to_be() -> None:
    address = f"http://127.0.0.1:{free_port()}/v1"
    fails(address, r"no connection: .*refused.*\(tries: 3\)")


def test_a_service_that_says_nothing_is_given_up_after_one_try() -> None:
    with listening(lambda talking: time.sleep(5)) as (address, connections):
        fails(address, "it sent nothing for 0.3 s")
    assert len(connections) == 1


def test_a_body_that_stops_halfway_is_given_up() -> None:
    def stall(talking: socket.socket) -> None:
        talking.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
        time.sleep(5)

    with listening(stall) as (address, _):
        fails(address, "the answer stopped halfway")


def test_a_body_that_drips_is_given_up_when_the_question_took_too_long() -> None:
    def drip(talking: socket.socket) -> None:
        talking.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(100):
            talking.sendall(b" ")
            time.sleep(0.1)

    with listening(drip) as (address, _):
        fails(address, "longer than 1 s in all")


def test_a_body_that_breaks_off_is_no_answer() -> None:
    with listening(
        lambda talking: talking.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"securities": []}')
    ) as (
        address,
        connections,
    ):
        fails(address, "the answer broke off")
    assert len(connections) == 1


def test_a_connection_that_closes_unanswered_is_tried_again() -> None:
    with listening(lambda talking: None) as (address, connections):
        fails(address, r"the connection broke before it answered .*\(tries: 3\)")
    assert len(connections) == 3


def test_an_internal_error_is_not_asked_for_again() -> None:
    reply = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"
    with listening(lambda talking: talking.sendall(reply)) as (address, connections):
        fails(address, "status 500")
    assert len(connections) == 1


def test_what_is_not_http_is_no_answer() -> None:
    with listening(lambda talking: talking.sendall(b"220 mail.example.com ESMTP\r\n")) as (address, _):
        fails(address, "broke before it answered")


def test_connections_are_kept_and_shared() -> None:
    def answer_all(talking: socket.socket) -> None:
        body = b'{"securities": []}'
        reply = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
        talking.sendall(reply)
        while talking.recv(65536):
            talking.sendall(reply)

    with listening(answer_all) as (address, connections), closing(ApiRepository.over(service(address))) as repository:
        for _ in range(5):
            assert list(repository.securities()) == []
    assert len(connections) == 1


def test_a_certificate_that_nobody_vouches_for_ends_the_call_before_the_token_is_sent(tmp_path: Path) -> None:
    heard: list[bytes] = []
    with listening(lambda talking: heard.append(b"something"), context=_self_signed(tmp_path)) as (address, _):
        fails(address, "CERTIFICATE_VERIFY_FAILED")
    assert heard == []


def test_the_firms_own_certificate_authority_is_named_in_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer_once(talking: socket.socket) -> None:
        talking.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 18\r\n\r\n{"securities": []}')

    with listening(answer_once, context=_self_signed(tmp_path)) as (address, _):
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
        with closing(ApiRepository.over(service(address))) as repository:
            assert list(repository.securities()) == []


def test_the_command_serves_the_demo_on_this_machine_only(database: SqlRepository) -> None:
    port = free_port()
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("FOLIO_")},
        "FOLIO_ENV": "demo",
        "FOLIO_DATABASE_URL": database._engine.url.render_as_string(hide_password=False),
        "FOLIO_PORTFOLIO_API_TOKEN": TOKEN,
        "FOLIO_PORTFOLIO_API": "http://127.0.0.1:1/v1",  # what Folio reads isn't what this command reads
    }
    command = [sys.executable, "-m", "scripts.portfolio_api", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        assert f"FOLIO_PORTFOLIO_API=http://127.0.0.1:{port}/v1" in process.stderr.readline()
        with closing(ApiRepository.over(service(f"http://127.0.0.1:{port}/v1"))) as repository:
            assert repository.customer("C-1002") == database.customer("C-1002")
        with pytest.raises(OSError), socket.create_connection((_other_address(), port), timeout=1):
            pass
    finally:
        process.terminate()
        process.wait(timeout=10)


def test_the_command_refuses_what_it_cannot_do(tmp_path: Path) -> None:
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("FOLIO_")},
        "FOLIO_DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite'}",
    }
    command = [sys.executable, "-m", "scripts.portfolio_api"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "holds no portfolio; run `make load`" in done.stderr


def _other_address() -> str:
    """An address of this machine that isn't loopback, or loopback's neighbour where there is none."""
    found = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    return str(
        next((address for address in sorted(found, key=str) if not str(address).startswith("127.")), "127.0.0.2")
    )


def _self_signed(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    form = serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    return context
