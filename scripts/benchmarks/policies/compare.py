"""All sides, one after the other, on the same conversations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

from scripts.benchmarks.policies.conversations import read_conversations, read_rules
from scripts.benchmarks.policies.digressions import digressions, read_examples
from scripts.benchmarks.policies.run import Material, Measured, material, run
from scripts.benchmarks.policies.sides import SIDES, configuration
from scripts.benchmarks.process import Tell

CONVERSATIONS, RULES, EXAMPLES = Path("tests/conversations"), Path("data/rules"), Path("data/nlu")
DOMAIN, CONFIG = Path("domain.yml"), Path("config.yml")
PARTS = 3
QUICK_EPOCHS, QUICK_PARTS, QUICK_STORY = 5, 2, 12  # every twelfth conversation


@dataclass(frozen=True)
class Asked:
    """`reports` keeps what failed, in Rasa's own format; `scratch` is for training."""

    sides: Sequence[str]
    epochs: int
    parts: int
    reports: Path
    scratch: Path
    quick: bool


def compared(asked: Asked, tell: Tell) -> tuple[Material, Mapping[str, list[Measured]]]:
    """Side → its trainings.

    Raises:
        ConversationsError, ConfigError: before anything is trained.
        RunFailed: see there.
    """
    stories, rules = read_conversations(CONVERSATIONS), read_rules(RULES)
    epochs, parts = (QUICK_EPOCHS, QUICK_PARTS) if asked.quick else (asked.epochs, asked.parts)
    given = material(
        stories[::QUICK_STORY] if asked.quick else stories,
        rules,
        digressions(rules, read_examples(EXAMPLES)),
        domain=DOMAIN,
        config=CONFIG,
        epochs=epochs,
        parts=parts,
    )
    chosen = [side for side in SIDES if side in asked.sides]
    for side in chosen:
        configuration(SIDES[side], CONFIG, epochs=epochs)
    results = {}
    for side in chosen:
        reports = asked.reports / side
        rmtree(reports, ignore_errors=True)  # of an earlier run, which would mix with this one's
        results[side] = run(SIDES[side], given, folder=asked.scratch, reports=reports, tell=tell)
    return given, results
