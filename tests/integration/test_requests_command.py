"""The back office's command: lists, exports safely, changes states, and refuses in plain sentences."""

from __future__ import annotations

import csv
import io
import json
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from advisor.requests.store import Recorded
from scripts.requests import main
from tests.integration.test_request_store import AT, CASE, DEPOSIT, sql_store


@pytest.fixture
def recorded(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Recorded:
    monkeypatch.setenv("FOLIO_DATABASE_URL", database_url)
    for name in ("FOLIO_WEBHOOK_URL", "FOLIO_WEBHOOK_SECRET", "FOLIO_TODAY"):
        monkeypatch.delenv(name, raising=False)
    with closing(sql_store(database_url)) as store:
        first = store.record(DEPOSIT)
        later = AT + timedelta(days=2)
        store.record(replace(DEPOSIT, draft_id="D-2", kind="withdraw", customer_id="C-2", requested_at=later))
        return first


def test_requests_are_listed_by_time_and_filtered(recorded: Recorded, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{recorded.reference}  open       2026-11-20T16:00:00Z  C-1  deposit"
    assert lines[1] == "    Deposit $500.10 into Roth “ñ” from your linked bank account."
    assert len(lines) == 4
    for filters, count in (
        (["--customer", "C-2"], 1),
        (["--kind", "deposit"], 1),
        (["--status", "done"], 0),
        (["--since", "2026-11-21"], 1),
    ):
        assert main(["list", *filters]) == 0
        assert len(capsys.readouterr().out.splitlines()) == 2 * count


def test_one_request_is_shown_whole(recorded: Recorded, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", recorded.reference.lower()]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["amount"], shown["details"]) == ("500.10", {"amount": "500.10", "account": "A-2"})


def test_the_export_is_csv_that_no_spreadsheet_runs(
    recorded: Recorded, database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evil = '=HYPERLINK("http://x","y")'
    with closing(sql_store(database_url)) as store:
        for number, summary in enumerate((evil, "+1", "-1", "@x", "\tx", 'a,b\n"c"')):
            late = AT + timedelta(days=3, minutes=number)
            store.record(replace(DEPOSIT, draft_id=f"E-{number}", summary=summary, requested_at=late))
    assert main(["export", "-", "--since", "2026-11-23"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out, newline="")))
    assert [row["summary"] for row in rows] == [f"'{evil}", "'+1", "'-1", "'@x", "'\tx", 'a,b\n"c"']
    assert rows[0]["amount"] == "500.10"
    file = tmp_path / "requests.csv"
    assert main(["export", str(file)]) == 0
    once = file.read_bytes()
    assert once.startswith(b"\xef\xbb\xbfreference,kind,status")
    assert main(["export", str(file)]) == 0
    assert file.read_bytes() == once


def test_a_request_goes_from_open_to_confirmed_to_done_and_no_further(
    recorded: Recorded, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    reference = recorded.reference
    assert main(["confirm", reference, "--note", "sent to the bank"]) == 0
    assert main(["confirm", reference]) == 0
    with closing(sql_store(database_url)) as store:
        [standing] = store.open_requests("C-1")
        assert standing.status == "confirmed"
        assert not store.withdraw("C-1", reference, at=AT)  # the firm has taken it on
    assert main(["done", reference]) == 0
    assert main(["decline", reference]) == 2
    told = capsys.readouterr()
    assert told.out.splitlines() == [f"{reference} is confirmed"] * 2 + [f"{reference} is done"]
    assert told.err == f"requests: {reference} is done; that can't become declined\n"


def test_a_withdrawn_request_cant_be_confirmed(recorded: Recorded, database_url: str) -> None:
    with closing(sql_store(database_url)) as store:
        store.withdraw("C-1", recorded.reference, at=AT)
    assert main(["confirm", recorded.reference]) == 2


def test_cases_are_listed_and_closed(recorded: Recorded, database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sql_store(database_url)) as store:
        reference = store.open_case(replace(CASE, customer_id=None, reason="a\x1b[2Jb\nc")).reference
    assert main(["list", "--cases", "--status", "open"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{reference}  open       2026-11-20T16:00:00Z  visitor  complaint",
        "    a [2Jb c",
    ]
    assert main(["close", reference, "--note", "called back"]) == 0
    assert main(["list", "--cases", "--status", "open"]) == 0
    assert main(["show", reference]) == 0
    assert '"note": "called back"' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["show", "REQ-XXXXX"], "REQ-XXXXX: there is no request and no case of that reference"),
        (["confirm", "CASE-XXXXX"], "CASE-XXXXX: a case is closed (close); a request is confirmed, declined or done"),
        (["list", "--status", "pending"], "--status pending: use one of open, confirmed, declined, done, withdrawn"),
        (["deliver"], "FOLIO_WEBHOOK_URL: it is missing; set it, and FOLIO_WEBHOOK_SECRET, to have events delivered"),
        (["export", "no/such/folder/x.csv"], "no/such/folder/x.csv: No such file or directory; nothing was written"),
    ],
)
def test_what_cant_be_done_is_a_sentence(
    recorded: Recorded, arguments: list[str], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err == f"requests: {problem}\n"


def test_deliver_says_what_is_left(
    recorded: Recorded, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FOLIO_WEBHOOK_URL", "http://127.0.0.1:9/hook")
    monkeypatch.setenv("FOLIO_WEBHOOK_SECRET", "0123456789abcdef0123456789abcdef")
    assert main(["deliver"]) == 1
    told = capsys.readouterr()
    assert told.out == "0 delivered, 2 failed; 2 waiting, 0 given up\n"
    assert told.err.splitlines()[-1] == "requests: the last failure: no connection (ConnectError)"
    assert main(["waiting"]) == 0
    assert capsys.readouterr().out == "2 events waiting, 0 given up\n"
