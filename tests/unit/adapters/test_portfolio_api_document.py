"""docs/portfolio-api.yaml says what the client asks for and takes, and what the reference server gives."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import httpx
import pytest
import yaml
from jsonschema import RefResolver
from openapi_schema_validator import OAS30Validator
from openapi_spec_validator import validate_spec

from adapters.portfolio_api import shapes
from adapters.portfolio_api.repository import ApiRepository
from adapters.portfolio_api.service import Service
from adapters.portfolio_api.shapes import Empty, Shape
from adapters.settings import Secret
from advisor import model
from advisor.repository import DataUnavailable
from scripts.portfolio_api import ANSWERS, create_app
from tests.fakes.portfolio import FakeRepository
from tests.unit.adapters.api_answers import TOKEN

DOCUMENT = yaml.safe_load((Path(__file__).parents[3] / "docs" / "portfolio-api.yaml").read_text("utf-8"))
SCHEMAS = DOCUMENT["components"]["schemas"]
SHAPES: dict[str, Shape[Any]] = {
    "Customer": shapes.CUSTOMER,
    "Account": shapes.ACCOUNT,
    "Security": shapes.SECURITY,
    "Transaction": shapes.TRANSACTION,
    "Transfer": shapes.TRANSFER,
    "RecurringDeposit": shapes.RECURRING_DEPOSIT,
    "Goal": shapes.GOAL,
    "Document": shapes.DOCUMENT,
}
WORDS = {
    ("Account", "type"): model.AccountType,
    ("Security", "kind"): model.SecurityKind,
    ("Security", "asset_class"): model.AssetClass,
    ("Transaction", "type"): model.TransactionType,
    ("Transaction", "reason"): model.Reason,
    ("Transfer", "direction"): model.Direction,
    ("Transfer", "status"): model.TransferStatus,
    ("RecurringDeposit", "frequency"): model.Frequency,
    ("Document", "kind"): model.DocumentKind,
}
D = date
# fmt: off
FIRM = FakeRepository(
    customers=[model.Customer("C-1", "Ada Núñez", "ada@example.com", 5, D(2020, 1, 1), "USD")],
    all_accounts=[model.Account("A-1", "C-1", "Roth", "roth_ira", D(2020, 1, 1), None, Decimal("12.5")),
                  model.Account("A-2", "C-1", "Joint", "joint", D(2020, 1, 1), "mix", Decimal(0))],
    all_securities=[model.Security("VTI", "Stocks", "etf", "stocks", "US", None, Decimal("3.25"), "USD", ("total",)),
                    model.Security("SPX", "S&P 500", "index", None, None, None, Decimal(0), "USD")],
    closes={"VTI": {D(2024, 1, 2): Decimal("100.5"), D(2024, 1, 4): Decimal("0.000001")},
            "SPX": {D(2024, 1, 3): Decimal("999999999.123456")}},
    models={"mix": {"VTI": Decimal("1")}},
    all_transactions=[
        model.Transaction("T-1", "A-1", D(2024, 1, 2), "buy", "VTI", Decimal("0.000001"), Decimal("100.5"), Decimal(0),
                          "rebalance"),
        model.Transaction("T-2", "A-2", D(2024, 1, 2), "fee", None, None, None, Decimal("-0.01"), None)],
    all_transfers=[model.Transfer("X-1", "A-1", "deposit", Decimal("50.00"), D(2024, 1, 3), None, "pending")],
    all_recurring_deposits=[model.RecurringDeposit("A-1", Decimal("100.00"), "weekly", None, False)],
    all_goals=[model.Goal("G-1", "C-1", "House", Decimal("9000.00"), D(2030, 6, 30), ("A-1",), Decimal("0.00"))],
    all_documents=[model.Document("D-1", "C-1", None, "statement", 2023, None)],
)
# fmt: on
ASKED: dict[str, dict[str, Any]] = {
    "/customer": {"customer_id": "C-1"},
    "/accounts": {"customer_id": "C-1"},
    "/transactions": {"account_id": ["A-1", "A-2"], "until": "2024-01-04"},
    "/transfers": {"account_id": ["A-1", "A-2"], "until": "2024-01-04"},
    "/recurring-deposits": {"account_id": ["A-1"]},
    "/goals": {"customer_id": "C-1"},
    "/documents": {"customer_id": "C-1"},
    "/securities": {},
    "/target-model": {"model": "mix"},
    "/prices": {"ticker": ["VTI", "SPX"], "until": "2024-01-04"},
    "/last-price-date": {"until": "2024-01-04"},
}


def call(path: str, *, token: str | None = TOKEN, **parameters: Any) -> httpx.Response:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    with httpx.Client(transport=httpx.WSGITransport(app=create_app(FIRM, Secret(TOKEN))), headers=headers) as client:
        return client.get(f"http://localhost/v1{path}", params=parameters)


def schema_of(path: str) -> dict[str, Any]:
    content = DOCUMENT["paths"][path]["get"]["responses"]["200"]["content"]
    schema: dict[str, Any] = content["application/json"]["schema"]
    return schema


def check(document: object, schema: dict[str, Any]) -> None:
    OAS30Validator(schema, resolver=RefResolver.from_schema(DOCUMENT)).validate(document)


def test_the_document_is_openapi() -> None:
    validate_spec(DOCUMENT)


@pytest.mark.parametrize("name", SHAPES)
def test_each_record_is_described_field_by_field(name: str) -> None:
    shape, schema = SHAPES[name], SCHEMAS[name]
    assert is_dataclass(shape.record)
    assert list(schema["properties"]) == list(shape.fields) == [field.name for field in fields(shape.record)]
    needed = [field for field, reader in shape.fields.items() if not isinstance(reader, Empty)]
    assert schema["required"] == needed
    assert all(schema["properties"][field].get("nullable", False) == (field not in needed) for field in shape.fields)
    assert all(field.default is MISSING or field.name not in needed for field in fields(shape.record))


@pytest.mark.parametrize(("record", "field"), WORDS)
def test_words_are_those_of_the_model(record: str, field: str) -> None:
    listed = SCHEMAS[record]["properties"][field]["enum"]
    assert [word for word in listed if word is not None] == list(get_args(WORDS[record, field]))


def test_examples_are_good_examples() -> None:
    for path, item in DOCUMENT["paths"].items():
        example = item["get"]["responses"]["200"]["content"]["application/json"].get("example")
        if example is not None:
            check(example, schema_of(path))
    for name, schema in SCHEMAS.items():
        if name in SHAPES and "example" in schema:
            check(schema["example"], schema)
            SHAPES[name].one(schema["example"], name)


def test_the_reference_server_has_every_path_and_no_other() -> None:
    assert set(ANSWERS) == set(DOCUMENT["paths"]) == set(ASKED)


@pytest.mark.parametrize("path", ASKED)
def test_the_reference_server_answers_as_described(path: str) -> None:
    response = call(path, **ASKED[path])
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/json")
    (content,) = response.json().values() if path != "/prices" else [response.json()["closes"]]
    assert content
    check(response.json(), schema_of(path))


def test_an_unknown_id_is_an_empty_answer_and_no_error() -> None:
    assert call("/customer", customer_id="nobody").json() == {"customer": None}
    assert call("/accounts", customer_id="nobody").json() == {"accounts": []}
    assert call("/target-model", model="nothing").json() == {"weights": {}}
    assert call("/prices", ticker="NONE", until="2024-01-04").json() == {"dates": [], "closes": {}}
    check(call("/customer", customer_id="nobody").json(), schema_of("/customer"))


@pytest.mark.parametrize("token", [None, "", "t0p", TOKEN + "x"])
def test_nobody_gets_anything_without_the_token(token: str | None) -> None:
    for path in (*ASKED, "/nowhere"):
        response = call(path, token=token, **ASKED.get(path, {}))
        assert (response.status_code, response.headers["Content-Type"]) == (401, "application/problem+json")
        assert "Núñez" not in response.text


def test_what_cannot_be_answered_is_a_problem_that_says_why() -> None:
    missing = call("/transactions", account_id="A-1")
    assert (missing.status_code, missing.json()["detail"]) == (400, "parameter until is missing")
    wrong = call("/last-price-date", until="today")
    assert (wrong.status_code, "not a date" in wrong.json()["detail"]) == (400, True)
    assert call("/nowhere").status_code == 404


class Down(FakeRepository):
    def customer(self, customer_id: str) -> model.Customer | None:
        raise DataUnavailable("the portfolio database can't answer: password authentication failed")


def test_a_database_that_is_down_is_a_503_without_its_reasons() -> None:
    transport = httpx.WSGITransport(app=create_app(Down(), Secret(TOKEN)))
    with httpx.Client(transport=transport, headers={"Authorization": f"Bearer {TOKEN}"}) as client:
        response = client.get("http://localhost/v1/customer", params={"customer_id": "C-1"})
    assert response.status_code == 503
    assert "password" not in response.text


def test_the_client_asks_as_described_and_takes_what_the_server_gives() -> None:
    transport = httpx.WSGITransport(app=create_app(FIRM, Secret(TOKEN)))
    asked: list[httpx.Request] = []

    class Listening(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            asked.append(request)
            return transport.handle_request(request)

    api = ApiRepository.over(
        Service("http://localhost/v1", token=TOKEN, name="portfolio API", setting="X", transport=Listening())
    )
    until = D(2024, 1, 4)
    assert api.customer("C-1") == FIRM.customer("C-1")
    assert list(api.accounts("C-1")) == FIRM.accounts("C-1")
    assert list(api.transactions(["A-1", "A-2"], until=until)) == FIRM.transactions(["A-1", "A-2"], until=until)
    assert list(api.transfers(["A-1"], until=until)) == FIRM.transfers(["A-1"], until=until)
    assert list(api.recurring_deposits(["A-1"])) == FIRM.recurring_deposits(["A-1"])
    assert list(api.goals("C-1")) == FIRM.goals("C-1")
    assert list(api.documents("C-1")) == FIRM.documents("C-1")
    assert list(api.securities()) == FIRM.securities()
    assert api.target_model("mix") == FIRM.target_model("mix")
    assert api.prices(["VTI", "SPX"], until=until, start=D(2024, 1, 3)) == FIRM.prices(
        ["VTI", "SPX"], until=until, start=D(2024, 1, 3)
    )
    assert api.last_price_date(until=until) == FIRM.last_price_date(until=until)
    for request in asked:
        item = DOCUMENT["paths"][request.url.path.removeprefix("/v1")]["get"]
        known = [_resolved(parameter) for parameter in item.get("parameters", [])]
        assert set(request.url.params) <= {parameter["name"] for parameter in known}
        assert {parameter["name"] for parameter in known if parameter.get("required")} <= set(request.url.params)
    assert {request.url.path.removeprefix("/v1") for request in asked} == set(DOCUMENT["paths"])


def _resolved(parameter: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in parameter:
        found: dict[str, Any] = DOCUMENT["components"]["parameters"][parameter["$ref"].rpartition("/")[2]]
        return found
    return parameter
