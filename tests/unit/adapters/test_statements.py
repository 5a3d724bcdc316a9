"""The channel's signed word on who asks."""

from __future__ import annotations

import jwt
import pytest

from adapters.settings import Secret
from adapters.statements import LIFETIME, Statement, read_statement, sign_statement

SECRET = Secret("the-action-server-s-secret-of-32-bytes")
MINE = Statement("C-1", "conversation-1")


def test_what_was_signed_is_read_back() -> None:
    for statement in (MINE, Statement(None, "conversation-1")):
        signed = sign_statement(SECRET, statement)
        assert read_statement(SECRET, signed, conversation_id="conversation-1") == statement


def test_it_is_good_for_one_conversation_one_secret_and_a_short_while() -> None:
    signed = sign_statement(SECRET, MINE)
    assert read_statement(SECRET, signed, conversation_id="conversation-2") is None
    assert read_statement(Secret("x" * 40), signed, conversation_id="conversation-1") is None
    old = sign_statement(SECRET, MINE, now=0)
    assert LIFETIME <= 600 and read_statement(SECRET, old, conversation_id="conversation-1") is None


@pytest.mark.parametrize(
    "forged",
    [
        None,
        "",
        "C-1",
        7,
        {"sub": "C-1", "cid": "conversation-1"},
        sign_statement(SECRET, MINE)[:-2] + "xx",
        jwt.encode({"sub": "C-1", "cid": "conversation-1", "aud": "folio-actions", "exp": 9e9}, None, "none"),
        # signed with the secret itself, as somebody might who saw only the header it is sent in
        jwt.encode({"sub": "C-1", "cid": "conversation-1", "aud": "folio-actions", "exp": 9e9}, SECRET.reveal()),
    ],
    ids=str,
)
def test_nothing_else_is_a_statement(forged: object) -> None:
    assert read_statement(SECRET, forged, conversation_id="conversation-1") is None
