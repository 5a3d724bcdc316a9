from __future__ import annotations

from typing import Any

import pytest

from content.records import Step
from tests.unit.content.foreign.conftest import Read, noted


def entry(tag: str, **more: Any) -> dict[str, Any]:
    return {"tag": tag, "patterns": [f"say {tag}"], "responses": [f"{tag}!"], **more}


STORY = (Step("user", "rent"), Step("bot", "utter_rent"), Step("user", "today"), Step("bot", "utter_today"))


@pytest.mark.parametrize(
    ("setter", "asker"),
    [
        ({"context_set": "day"}, {"context_filter": "day"}),
        ({"context_set": ["day"]}, {"context_filter": ["day", ""]}),
        ({"Context_Set": "Day "}, {"contextFilter": "day"}),
        ({"context": ["day"]}, {"context_filter": "day"}),
        ({"context": {"in": "", "out": "day", "clear": False}}, {"context": {"in": "day", "out": ""}}),
        ({"context": ["today"]}, {}),
    ],
)
def test_a_context_set_and_asked_for_becomes_a_story(read: Read, setter: dict[str, Any], asker: dict[str, Any]) -> None:
    reading = read("a.json", [entry("rent", **setter), entry("today", **asker), entry("other", context_set="")])
    assert [story.steps for story in reading.content.stories] == [STORY]
    assert not reading.content.stories[0].is_rule


def test_contexts_that_never_meet_are_listed(read: Read) -> None:
    reading = read("a.json", [entry("rent", context_set="day"), entry("today", context_filter="night")])
    assert reading.content.stories == ()
    assert noted(reading, "$[0]", "'day'", "no intent asks for")
    assert noted(reading, "$[1]", "'night'", "no intent sets")


def test_a_context_without_an_answer_makes_no_story(read: Read) -> None:
    silent = {"tag": "today", "patterns": ["today"], "context_filter": "day"}
    reading = read("a.json", [entry("rent", context_set="day"), silent])
    assert reading.content.stories == ()
    assert noted(reading, "'day'", "without an answer")


def test_hundreds_of_meetings_of_one_context_are_bounded(read: Read) -> None:
    setters = [entry(f"s{i}", context_set="c") for i in range(30)]
    askers = [entry(f"a{i}", context_filter="c") for i in range(30)]
    reading = read("a.json", setters + askers)
    assert len(reading.content.stories) == 200
    assert noted(reading, "more than 200 stories")
