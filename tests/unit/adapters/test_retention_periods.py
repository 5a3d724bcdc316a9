"""How long what is kept, to the moment, and as customers are told."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import get_args

import pytest
import yaml

from adapters.database.request_schema import CLOSED, ENDED, STANDING
from adapters.retention.periods import CONVERSATION_DAYS, RECORD_YEARS, conversations_before, records_before
from advisor.requests.store import CaseStatus, RequestStatus

DOMAIN = Path(__file__).resolve().parents[3] / "domain.yml"


@pytest.fixture(scope="module")
def sentences() -> list[str]:
    """All sentences of all answers."""
    responses = yaml.safe_load(DOMAIN.read_text(encoding="utf-8"))["responses"]
    texts = [variant.get("text", "") for variants in responses.values() for variant in variants]
    return [sentence for text in texts for sentence in re.split(r"(?<=[.;:])\s", text)]


def test_conversations_are_kept_as_long_as_the_content_states(sentences: list[str]) -> None:
    about = re.compile(r"(?i)\b(this chat|conversations?|what we write here)\b.*\b(kept|stored)\b.*\bdays\b")
    told = [sentence for sentence in sentences if about.search(sentence)]
    assert len(told) == 4  # in each answer that tells of it
    for sentence in told:
        assert f"for {CONVERSATION_DAYS} days" in sentence


def test_requests_and_cases_are_kept_as_long_as_the_content_states(sentences: list[str]) -> None:
    about = re.compile(r"(?i)\brecords\b.*\b(\w+) years\b")
    told = [found.group(1) for sentence in sentences if (found := about.search(sentence))]
    assert len(told) == 3 and set(told) == {{6: "six"}[RECORD_YEARS]}


def test_six_years_before_a_leap_day_are_rather_too_many_than_too_few() -> None:
    noon = datetime(2028, 2, 29, 12, tzinfo=timezone.utc)
    assert records_before(noon) == datetime(2022, 2, 28, 12, tzinfo=timezone.utc)
    assert records_before(noon - timedelta(days=1)) == datetime(2022, 2, 28, 12, tzinfo=timezone.utc)
    assert conversations_before(noon) == datetime(2027, 12, 1, 12, tzinfo=timezone.utc)


def test_every_status_is_either_standing_or_over() -> None:
    assert {*STANDING, *ENDED} == set(get_args(RequestStatus)) and not {*STANDING} & {*ENDED}
    assert {"open", *CLOSED} == set(get_args(CaseStatus))
