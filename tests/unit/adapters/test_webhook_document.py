"""The snippet in docs/webhook.md is what receivers copy, so it has to accept what is sent, and nothing else."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from adapters.settings import Secret
from adapters.webhook.signature import ID_HEADER, SIGNATURE_HEADER, TIME_HEADER, sign

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "webhook.md"
SECRET = "0123456789abcdef0123456789abcdef"
BODY = '{"summary": "ñ"}'.encode()


@pytest.fixture(scope="module")
def is_from_folio() -> Callable[..., bool]:
    found = re.search(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    names: dict[str, Any] = {}
    exec(found[1], names)
    check: Callable[..., bool] = names["is_from_folio"]
    return check


def headers(at: int) -> dict[str, str]:
    return {ID_HEADER: "evt_1", TIME_HEADER: str(at), SIGNATURE_HEADER: sign(Secret(SECRET), "evt_1", at, BODY)}


def test_the_document_s_check_accepts_what_is_sent(is_from_folio: Callable[..., bool]) -> None:
    assert is_from_folio(headers(int(time.time())), BODY, SECRET)


def test_the_document_s_check_refuses_what_was_changed_or_is_old(is_from_folio: Callable[..., bool]) -> None:
    now = int(time.time())
    assert not is_from_folio(headers(now), BODY + b" ", SECRET)
    assert not is_from_folio({**headers(now), ID_HEADER: "evt_2"}, BODY, SECRET)
    assert not is_from_folio({**headers(now), TIME_HEADER: str(now + 1)}, BODY, SECRET)
    assert not is_from_folio(headers(now), BODY, SECRET[::-1])
    assert not is_from_folio(headers(now - 3600), BODY, SECRET)
