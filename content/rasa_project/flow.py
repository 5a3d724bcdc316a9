"""Content → rules and stories."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from content.names import FALLBACK_INTENT, base_intent
from content.nesting import loads
from content.rasa_project.nlu_files import VERSION
from content.records import Content, Intent, Step, Story
from content.steps import intents_of, is_of_whole_rule, split_slot_step, split_user_step


def answering_action(intent: Intent, responses: Mapping[str, Any] | set[str]) -> str | None:
    """Return what a rule of the intent's own does, None where nothing answers it or its stories do."""
    if intent.only_in_stories:
        return None
    if intent.action:
        return intent.action
    base = f"utter_{base_intent(intent.name)}"
    return base if f"utter_{intent.name}" in responses or base in responses else None


def rule_name(intent: str) -> str:
    return f"answer {intent}"


def derived_rules(content: Content, *, fallback: str | None) -> tuple[Story, ...]:
    """Return a rule for each intent that something answers, and one for messages that aren't understood.

    None for an intent with which a rule of the sources begins. `fallback` is the action where Rasa is unsure.
    """
    begun = {name for story in content.stories if story.is_rule for name in _first_intents(story)}
    responses = {response.name for response in content.responses}
    rules: dict[str, Story] = {}
    for intent in content.intents:
        name = base_intent(intent.name)
        action = answering_action(intent, responses)
        if action and name not in begun and name not in rules:
            rules[name] = Story(rule_name(name), (Step("user", name), Step("bot", action)), is_rule=True)
    if fallback and FALLBACK_INTENT not in begun and FALLBACK_INTENT not in rules:
        steps = (Step("user", FALLBACK_INTENT), Step("bot", fallback))
        rules[FALLBACK_INTENT] = Story("ask back when unsure", steps, is_rule=True)
    return tuple(rules.values())


def _first_intents(story: Story) -> list[str]:
    first = next((step for step in story.steps if not is_of_whole_rule(step)), None)
    return [base_intent(name) for name in intents_of(first)] if first else []


def flow_files(content: Content, *, fallback: str | None) -> dict[str, dict[str, Any]]:
    rules = [*derived_rules(content, fallback=fallback), *(story for story in content.stories if story.is_rule)]
    stories = [story for story in content.stories if not story.is_rule]
    files: dict[str, dict[str, Any]] = {}
    if rules:
        files["data/rules/rules.yml"] = {"version": VERSION, "rules": [_story(rule, "rule") for rule in rules]}
    if stories:
        files["data/stories/stories.yml"] = {
            "version": VERSION,
            "stories": [_story(story, "story") for story in stories],
        }
    return files


def _story(story: Story, key: str) -> dict[str, Any]:
    whole: dict[str, Any] = {key: story.name}
    steps: list[dict[str, Any]] = []
    for step in story.steps:
        if is_of_whole_rule(step):
            whole |= loads(step.what)
        else:
            steps.append(_step(step))
    return whole | {"steps": steps}


def _step(step: Step) -> dict[str, Any]:
    if step.kind == "rasa":
        found: dict[str, Any] = loads(step.what)
        return found
    if step.kind == "user":
        intent, entities = split_user_step(step.what)
        return {"intent": intent} | ({"entities": entities} if entities else {})
    if step.kind == "bot":
        return {"action": step.what}
    name, value = split_slot_step(step.what)
    return {"slot_was_set": [{name: value} if "=" in step.what else name]}
