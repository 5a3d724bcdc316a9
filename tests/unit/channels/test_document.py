"""docs/channel-api.yaml is a valid OpenAPI document, and what the channel answers is what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import requests
import yaml
from openapi_spec_validator import validate_spec

from tests.unit.channels.server import Server, token

FILE = Path(__file__).resolve().parents[3] / "docs" / "channel-api.yaml"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


def test_the_document_is_valid_openapi(document: dict[str, Any]) -> None:
    validate_spec(document)


def check(document: dict[str, Any], answer: requests.Response) -> None:
    """Whether the answer has a documented status and the documented shape."""
    request = answer.request
    path = str(request.path_url).partition("?")[0]
    responses = document["paths"][path][str(request.method).lower()]["responses"]
    response = responses[str(answer.status_code)]
    if "$ref" in response:
        response = document["components"]["responses"][response["$ref"].rpartition("/")[2]]
    for header in response.get("headers", {}):
        assert header in answer.headers or header == "Retry-After"
    if "content" not in response:
        assert not answer.content
        return
    ((media_type, content),) = response["content"].items()
    assert answer.headers["content-type"] == media_type
    resolver = jsonschema.RefResolver.from_schema(document)
    jsonschema.Draft7Validator(content["schema"], resolver=resolver).validate(answer.json())


def test_answers_are_as_documented(document: dict[str, Any], server: Server) -> None:
    answers = [
        server.say("the facts", id="1"),
        server.say("buttons", id="2"),
        server.say("hi", id="1"),
        server.say("", id="3"),
        server.say("mute", id="4"),
        server.say("hi", id="5", bearer="x"),
        server.post({"id": "6"}),
        server.post(b"x" * 20_000),
        server.post({"id": "7", "message": "hi"}, headers={"Origin": "https://evil.example"}),
        server.history(),
        server.history(limit=1),
        server.history(limit=0),
        requests.get(f"{server.address}/webhooks/folio/health", timeout=5),
        requests.post(
            f"{server.address}/webhooks/folio/logout", headers={"Authorization": f"Bearer {token()}"}, timeout=5
        ),
    ]
    statuses = [answer.status_code for answer in answers]
    assert statuses == [200, 200, 409, 422, 503, 401, 400, 413, 403, 200, 200, 400, 503, 204]
    for answer in answers:
        check(document, answer)
