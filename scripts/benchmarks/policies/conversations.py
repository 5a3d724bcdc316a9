"""The conversation tests as data: read, made into stories to learn from, and dealt into parts that are held back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml

T = TypeVar("T")
Step = dict[str, Any]
Story = dict[str, Any]  # `story`: its name, `steps`: as in Rasa's own format


class ConversationsError(Exception):
    """There are no conversations or no rules where they are looked for, or they can't be read."""


def read_conversations(folder: Path) -> list[Story]:
    """All stories of a folder and those within, in the order of their files. Raises ConversationsError."""
    return _read(sorted(folder.rglob("*.yml")), "stories", folder)


def read_rules(folder: Path) -> list[Story]:
    """Raises ConversationsError."""
    return _read(sorted(folder.rglob("*.yml")), "rules", folder)


def as_story_of_one_turn(rule: Story) -> Story:
    """Policies that learn from stories disregard rules; told like this they know every intent."""
    return {"story": f"rule: {rule['rule']}", "steps": list(rule["steps"])}


def learnable(story: Story) -> Story:
    """Intents and entities in place of words. Rasa would learn from the words themselves, which needs a pipeline."""
    # imported here: Rasa takes seconds, and the tests of all else don't need it
    from rasa.shared.nlu.training_data.entities_parser import find_entities_in_training_example

    steps = []
    for step in story["steps"]:
        kept = {key: value for key, value in step.items() if key != "user"}
        found = find_entities_in_training_example(step.get("user", "").strip())
        if found:
            kept["entities"] = [{one["entity"]: one["value"]} for one in found]
        steps.append(kept)
    return {"story": story["story"], "steps": steps}


def part(items: Sequence[T], number: int, count: int) -> list[T]:
    """One of `count` parts, dealt like cards, so that each has something of every file. `number` begins at 0."""
    return list(items[number::count])


def others(items: Sequence[T], number: int, count: int) -> list[T]:
    """All that are not in that part."""
    return [item for place, item in enumerate(items) if place % count != number]


def write(path: Path, key: str, stories: Iterable[Story]) -> None:
    """`key` is `stories` or `rules`. Rasa takes a file for conversation tests if its name begins with `test_`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"version": "3.1", key: list(stories)}
    path.write_text(yaml.dump(content, Dumper=_Plain, sort_keys=False, allow_unicode=True), encoding="utf-8")


class _Plain(yaml.SafeDumper):
    """Without anchors, which steps that stand in several stories would get."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _read(files: Sequence[Path], key: str, folder: Path) -> list[Story]:
    found: list[Story] = []
    for path in files:
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
            found += content.get(key, [])
        except (OSError, yaml.YAMLError, AttributeError, TypeError) as error:
            raise ConversationsError(f"{path} can't be read as Rasa's {key} ({error})") from error
    if not found:
        raise ConversationsError(f"there are no {key} in {folder}")
    return found
