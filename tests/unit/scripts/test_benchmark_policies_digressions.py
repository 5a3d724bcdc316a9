"""Questions put into conversations: where they may stand, and what is right after them."""

from __future__ import annotations

from scripts.benchmarks.policies import digressions
from scripts.benchmarks.policies.digressions import Digression, one_at_every_place, one_in_between, places
from tests.unit.scripts.test_benchmark_policies import FEES, FORM, REQUEST, TOPIC, _story, _turn

BONDS = Digression("faq_bonds", "why hold any bonds at all?", "utter_faq_bonds")


def test_where_a_form_waits_it_asks_again_after_the_answer() -> None:
    steps = digressions.with_digressions(REQUEST, {1: FEES})["steps"]
    begin = REQUEST["steps"][:3]
    between = [
        {"user": "how much do you charge?", "intent": "faq_pricing"},
        {"action": "utter_faq_pricing"},
        {"action": FORM},
        {"active_loop": FORM},
    ]
    assert steps == [*begin, *between, *REQUEST["steps"][3:]]


def test_without_a_form_there_is_just_the_answer() -> None:
    steps = digressions.with_digressions(REQUEST, {2: FEES})["steps"]
    assert steps[-4:] == [
        {"user": "how much do you charge?", "intent": "faq_pricing"},
        {"action": "utter_faq_pricing"},
        {"intent": "thank"},
        {"action": "utter_thank"},
    ]


def test_a_digression_never_comes_before_a_message_that_goes_on_from_an_earlier_topic() -> None:
    # before "what do I own" it may: that sets the topic which the last message goes on from
    assert places(TOPIC) == [3]
    assert places(REQUEST) == [1, 2]
    assert places(_story(_turn("greet", "action_greet"))) == []


def test_what_stands_before_the_first_message_stays_there() -> None:
    story = _story([{"slot_was_set": [{"request": {"done": False}}]}], *[_turn("greet", "action_greet")] * 2)
    assert places(story) == [1]
    assert digressions.with_digressions(story, {1: FEES})["steps"][:3] == story["steps"][:3]


def test_a_form_that_was_open_before_the_first_message_is_run_again() -> None:
    story = _story([{"active_loop": FORM}], _turn("affirm", FORM), _turn("affirm", FORM, loop=None))
    assert {"action": FORM} in digressions.with_digressions(story, {1: FEES})["steps"][3:6]


def test_each_place_of_each_story_gives_a_conversation_and_the_questions_take_turns() -> None:
    single = _story(_turn("greet", "action_greet"), name="single")
    found = one_in_between([REQUEST, single, TOPIC], [FEES, BONDS])
    assert [[one["story"] for one in group] for group in found] == [
        ["a request (faq_pricing before turn 2)", "a request (faq_bonds before turn 3)"],
        [],
        ["a topic (faq_pricing before turn 4)"],
    ]


def test_a_question_at_every_place_is_asked_only_where_there_are_several() -> None:
    [two], one = one_at_every_place([REQUEST, TOPIC], [FEES, BONDS])
    assert one == []
    assert two["story"] == "a request (faq_pricing before turn 2, faq_bonds before turn 3)"
    asked = [step["intent"] for step in two["steps"] if "intent" in step]
    assert asked == ["deposit", "faq_pricing", "affirm", "faq_bonds", "thank"]


def test_only_questions_about_the_service_with_a_fixed_answer_digress_and_by_a_whole_question() -> None:
    rules = [
        {"rule": intent, "steps": [{"intent": intent}, {"action": action}]}
        for intent, action in (
            ("faq_bonds", "utter_faq_bonds"),
            ("faq_should_i_trade", "action_faq_should_i_trade"),
            ("portfolio_value", "action_portfolio_value"),
            ("faq_etf", "utter_faq_etf"),
        )
    ]
    examples = {str(rule["rule"]): ["bonds?", "I ask about bonds again", BONDS.text] for rule in rules}
    assert digressions.digressions(rules, {**examples, "faq_etf": ["etf?"]}) == [BONDS]
