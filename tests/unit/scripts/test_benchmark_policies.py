"""Digressions change nothing but what they add, nobody decides what it has learned, and what is right is counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.core.policies.ted_policy import TEDPolicy

from scripts import benchmark
from scripts.benchmarks.policies import compare, conversations, digressions, sides, table
from scripts.benchmarks.policies.digressions import Digression, one_in_between
from scripts.benchmarks.policies.predicting import Alone, beside
from scripts.benchmarks.policies.run import (
    SETS,
    Material,
    Measured,
    Tally,
    material,
    run,
    tally,
    total,
    training_stories,
)

CONFIG = Path("config.yml")
FEES = Digression("faq_pricing", "how much do you charge?", "utter_faq_pricing")
FORM = "deposit_form"


def _turn(intent: str, *actions: str, loop: str | None = "same", topic: str = "", text: str = "") -> list[Any]:
    said = {"user": text, "intent": intent} if text else {"intent": intent}
    loops = [] if loop == "same" else [{"active_loop": loop}]
    topics = [{"slot_was_set": [{"topic": {"kind": topic}}]}] if topic else []
    return [said, *({"action": action} for action in actions), *topics, *loops]


def _story(*turns: list[Any], name: str = "some") -> dict[str, Any]:
    return {"story": name, "steps": [step for turn in turns for step in turn]}


REQUEST = _story(
    _turn("deposit", FORM, loop=FORM, text="put in [500](amount)"),
    _turn("affirm", FORM, loop=None, text="yes"),
    _turn("thank", "utter_thank"),
    name="a request",
)
TOPIC = _story(
    _turn("performance", "action_performance", topic="performance", text="how did I do"),
    _turn("thank", "utter_thank", text="thanks"),
    _turn("account_list", "action_follow_up", topic="performance", text="and the Roth?"),
    _turn("holdings", "action_holdings", topic="holdings", text="what do I own"),
    _turn("account_list", "action_follow_up", topic="holdings", text="and in the IRA?"),
    name="a topic",
)


# Digressions


def test_the_shipped_conversations_keep_every_step_in_its_order() -> None:
    stories = conversations.read_conversations(compare.CONVERSATIONS)
    rules = conversations.read_rules(compare.RULES)
    known = digressions.digressions(rules, digressions.read_examples(compare.EXAMPLES))
    assert len(stories) >= 171 and len(known) >= 40
    for story, group in zip(stories, one_in_between(stories, known), strict=True):
        for one in group:
            rest = iter(one["steps"])
            assert all(step in rest for step in story["steps"]), one["story"]
            assert len(one["steps"]) - len(story["steps"]) in (2, 4)


# What is learned


def test_every_conversation_is_decided_once_and_never_by_what_has_learned_it() -> None:
    stories = [{**_story(_turn("greet", "action_greet")), "story": f"{number}"} for number in range(11)]
    rules = [{"rule": "answer greet", "steps": [{"intent": "greet"}, {"action": "action_greet"}]}]
    given = _material(stories, rules)
    decided: Counter[str] = Counter()
    for number in range(3):
        learned = {one["story"] for one in training_stories(given, number, 3)}
        asked = {one["story"] for one in conversations.part(stories, number, 3)}
        decided.update(asked)
        assert learned == {"rule: answer greet", *(one["story"] for one in stories)} - asked
    assert decided == dict.fromkeys((one["story"] for one in stories), 1)


def test_stories_are_learned_from_intents_and_entities_without_the_words() -> None:
    learned = conversations.learnable(REQUEST)["steps"]
    assert learned[0] == {"intent": "deposit", "entities": [{"amount": "500"}]}
    assert learned[1:] == [{key: step[key] for key in step if key != "user"} for step in REQUEST["steps"][1:]]


def test_stories_are_written_without_anchors(tmp_path: Path) -> None:
    conversations.write(tmp_path / "a" / "test_stories.yml", "stories", [REQUEST, REQUEST])
    text = (tmp_path / "a" / "test_stories.yml").read_text(encoding="utf-8")
    assert "&id" not in text and yaml.safe_load(text)["stories"] == [REQUEST, REQUEST]
    assert conversations.read_conversations(tmp_path) == [REQUEST, REQUEST]


def test_a_folder_without_conversations_or_with_a_broken_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(conversations.ConversationsError, match="there are no stories"):
        conversations.read_conversations(tmp_path)
    (tmp_path / "broken.yml").write_text("- a list\n", encoding="utf-8")
    with pytest.raises(conversations.ConversationsError, match=r"broken\.yml can't be read"):
        conversations.read_conversations(tmp_path)


# Sides


def _names(side: str) -> list[str]:
    policies = sides.configuration(sides.SIDES[side], CONFIG, epochs=3)["policies"]
    return [policy["name"].rpartition(".")[2] for policy in policies]


def test_the_sides_are_config_yml_with_or_without_some_of_its_policies() -> None:
    shipped = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["policies"]
    assert sides.configuration(sides.SIDES["shipped"], CONFIG, epochs=3)["policies"] == shipped
    own = ["RequestPolicy", "FollowUpPolicy"]
    assert _names("rules") == [*own, "RulePolicy"]
    assert _names("with-ted") == [*own, "RulePolicy", "AugmentedMemoizationPolicy", "TEDPolicy"]
    assert _names("ted-for-memoization") == [*own, "RulePolicy", "TEDPolicy"]
    assert _names("ted-for-ours") == ["RulePolicy", "AugmentedMemoizationPolicy", "TEDPolicy"]


def test_ted_has_the_epochs_asked_for_and_stories_may_contradict_rules_beside_it_only() -> None:
    for side, what in sides.SIDES.items():
        policies = {one["name"]: one for one in sides.configuration(what, CONFIG, epochs=3)["policies"]}
        assert ("TEDPolicy" in policies) == what.learns == ("check_for_contradictions" in policies["RulePolicy"]), side
        if what.learns:
            assert (policies["TEDPolicy"]["epochs"], policies["TEDPolicy"]["max_history"]) == (3, 5)


def test_a_configuration_without_the_policies_compared_is_refused(tmp_path: Path) -> None:
    own = tmp_path / "config.yml"
    own.write_text(yaml.safe_dump({"policies": [{"name": "RulePolicy"}]}), encoding="utf-8")
    with pytest.raises(sides.ConfigError, match="has no RequestPolicy"):
        sides.configuration(sides.SIDES["shipped"], own, epochs=3)
    shipped = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["policies"]
    own.write_text(yaml.safe_dump({"policies": [*shipped, sides.ted(5)]}), encoding="utf-8")
    with pytest.raises(sides.ConfigError, match="has TEDPolicy already"):
        sides.configuration(sides.SIDES["shipped"], own, epochs=3)
    with pytest.raises(sides.ConfigError, match="can't be read"):
        sides.configuration(sides.SIDES["shipped"], tmp_path / "nowhere.yml", epochs=3)


# Counting


def test_an_action_is_teds_where_its_prediction_was_taken_and_right_where_it_is_the_one_expected() -> None:
    rules, ted = "RulePolicy", "TEDPolicy"
    first = [
        ("action_listen", "action_listen", rules, "action_listen"),
        ("utter_thank", "utter_thank", ted, "utter_thank"),
        ("utter_thank", "utter_help", ted, "utter_help"),
    ]
    second = [
        ("utter_thank", "utter_help", rules, "utter_thank"),
        ("utter_thank", "circuit breaker tripped", None, None),
    ]
    third = [("utter_thank", "utter_thank", rules, "utter_help")]
    assert tally([first, second, third]) == Tally(
        conversations=3,
        conversations_right=1,
        actions=6,
        actions_right=3,
        ted_right=1,
        ted_wrong=1,
        alone_conversations_right=0,
        alone_actions_right=3,
    )
    assert tally([third, first[:2]]).alone_conversations_right == 1


def test_rasa_names_teds_predictions_as_they_are_counted() -> None:
    policy = TEDPolicy.__new__(TEDPolicy)
    policy.priority = 1
    assert policy._prediction([1.0]).policy_name == sides.TED


class _Event:
    def __init__(self, type_name: str) -> None:
        self.type_name = type_name


class _Tracker:
    def __init__(self) -> None:
        self.events = [_Event("user")]


class _Said:
    def __init__(self, *confidences: float) -> None:
        self.max_confidence = max(confidences)
        self.max_confidence_index = confidences.index(self.max_confidence)


def test_ted_by_itself_is_heard_once_for_each_action_also_where_a_form_has_declined() -> None:
    alone = Alone()
    said = iter([_Said(0.9, 0.1), _Said(0.2, 0.8), _Said(0.6, 0.4), _Said(0.0, 0.0)])
    ted = alone.overhearing(lambda: next(said))
    decide = alone.following(lambda tracker: ted(), ["a_form", "utter_thank"])
    tracker = _Tracker()
    decide(tracker)
    tracker.events.append(_Event("action_execution_rejected"))
    decide(tracker)  # in place of the first
    tracker.events.append(_Event("action"))
    decide(tracker)
    decide(_Tracker())
    alone.following(lambda tracker: None, [])(_Tracker())  # no TED
    assert alone.conversations == [["utter_thank", "a_form"], [None], [None]]


def test_actions_are_dealt_to_their_conversations_or_refused() -> None:
    actions = [{"action": name, "predicted": name, "policy": "p"} for name in "abc"]
    found = beside(actions, [["a"], ["x", None]])
    assert found == [[("a", "a", "p", "a")], [("b", "b", "p", "x"), ("c", "c", "p", None)]]
    with pytest.raises(ValueError, match="Rasa tells of 3 actions, and predicted 2"):
        beside(actions, [["a"], ["x"]])


MEASURED = Measured(
    60.0,
    2.5,
    600,
    700,
    {"all": 8.0, "RequestPolicy": 0.1, "FollowUpPolicy": 0.2, "RulePolicy": 3.0},
    dict.fromkeys(SETS, Tally(10, 9, 100, 98)),
    0.0,
)


def test_the_trainings_of_a_side_are_added_up() -> None:
    more = replace(MEASURED, tallies=dict.fromkeys(SETS, Tally(5, 5, 20, 20, 3, 1)))
    assert total([MEASURED, more], "one") == Tally(15, 14, 120, 118, 3, 1)


@pytest.mark.slow
def test_ted_is_trained_for_each_part_and_decides_every_conversation_with_its_digressions(tmp_path: Path) -> None:
    domain = tmp_path / "domain.yml"
    intents, actions = ["deposit", "affirm", "thank", "greet", "faq_pricing"], ["action_greet", "action_follow_up"]
    slots = {"topic": {"type": "any", "mappings": [{"type": "custom"}]}, "request": {"type": "any", "mappings": []}}
    parts = {"intents": intents, "actions": [*actions, "action_request_dropped"], "entities": ["amount"]}
    answers = {name: [{"text": "x"}] for name in ("utter_thank", "utter_faq_pricing")}
    more = {"slots": slots, "forms": {FORM: {"required_slots": []}}, "responses": answers}
    domain.write_text(yaml.safe_dump({"version": "3.1", **parts, **more}), encoding="utf-8")
    pairs = {"deposit": FORM, "thank": "utter_thank", "greet": "action_greet", "faq_pricing": "utter_faq_pricing"}
    rules = [{"rule": name, "steps": [{"intent": name}, {"action": action}]} for name, action in pairs.items()]
    greeting = _story(_turn("greet", "action_greet"), _turn("thank", "utter_thank"), name="a greeting")
    given = replace(_material([REQUEST, greeting], rules, epochs=100, parts=2), domain=domain)
    side = sides.SIDES["with-ted"]
    found = run(side, given, folder=tmp_path / "work", reports=tmp_path / "reports", tell=lambda text: None)
    assert len(found) == 2
    assert [total(found, name).conversations for name in SETS] == [2, 3, 1]
    assert total(found, "written").actions == 10  # one of each turn, and the waiting after it
    one = total(found, "one")
    assert (one.actions, one.actions_right) == (6 + 3 + 6 + 2 + 4 + 2, one.actions)  # a form makes it three more
    assert one.actions / 2 < one.alone_actions_right <= one.actions  # it has learned, and is heard
    assert {"all", "RulePolicy", "TEDPolicy"} <= found[0].milliseconds.keys()
    assert (tmp_path / "reports" / "2" / "one" / "failed_test_stories.yml").is_file()
    assert list((tmp_path / "work").iterdir()) == []


# The table


def _material(stories: list[Any], rules: list[Any], epochs: int = 100, parts: int = 3) -> Material:
    return material(stories, rules, [FEES], domain=Path("d"), config=CONFIG, epochs=epochs, parts=parts)


def test_the_table_has_medians_of_times_and_sums_of_what_was_right() -> None:
    taught = replace(
        MEASURED,
        milliseconds={"all": 20.0, "RulePolicy": 3.0, "TEDPolicy": 14.0},
        tallies=dict.fromkeys(SETS, Tally(5, 5, 999, 998, 8, 2, 4, 900)),
    )
    slow = replace(taught, train_seconds=300.0, milliseconds={**taught.milliseconds, "all": 40.0})
    results = {"shipped": [MEASURED], "ted-for-ours": [taught, slow, slow]}
    lines = table.as_markdown(_material([REQUEST], [], epochs=40), results, "some command")
    assert "some command" in lines[0] and "1 conversations; TED with 40 epochs" in lines[0]
    cost, quality = [line for line in lines if "TED in place of Folio's" in line][:2]
    assert cost.endswith("| rules and stories | 3 | 5.0 min | 2.5 MB | 600 MB | 40.0 ms | – | 14.0 ms |")
    assert quality.endswith(
        "| 15 of 15 (100.0 %) | 2,994 of 2,997 (99.8 %) | 30 | 24 of 30 (80.0 %) "
        "| 12 of 15 (80.0 %) | 2,700 of 2,997 (90.0 %) |"
    )
    shipped = [line for line in lines if "shipped" in line]
    assert "| 8.0 ms | 0.3 ms | – |" in shipped[0]
    assert shipped[1].endswith("| 9 of 10 (90.0 %) | 98 of 100 (98.0 %) | – | – | – | – |")
    assert not any("doubtful" in line for line in lines)


def test_one_mistake_among_thousands_is_no_hundred_percent_and_a_busy_machine_is_told() -> None:
    busy = replace(MEASURED, others=1.5, tallies=dict.fromkeys(SETS, Tally(9999, 9998, 9999, 9998)))
    lines = table.as_markdown(_material([REQUEST], []), {"rules": [busy]}, "x")
    assert any("9,998 of 9,999 (99.9 %)" in line for line in lines)
    assert lines[-1].startswith("Other processes kept up to 1.5 cores busy")


def test_the_command_in_the_table_is_the_one_that_was_typed() -> None:
    def typed(*arguments: str) -> str:
        options = benchmark._parse(["policies", *arguments])
        asked = compare.Asked(
            options.sides, options.epochs, options.parts, options.results, options.folder, quick=options.quick
        )
        return table.command(asked)

    assert typed() == "make benchmark WHAT=policies"
    assert typed("--quick") == "make benchmark WHAT=policies QUICK=1"
    assert typed("--epochs", "40", "--sides", "shipped,with-ted") == (
        "python -m scripts.benchmark policies --sides shipped,with-ted --epochs 40"
    )
    assert typed("--parts", "5") == "python -m scripts.benchmark policies --parts 5"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--sides", "mine"], "there is no side 'mine'"), (["--parts", "1"], "nothing left to learn from")],
)
def test_the_command_refuses_sides_and_parts_that_are_none(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        benchmark.main(["policies", *arguments])
    assert said in capsys.readouterr().err
