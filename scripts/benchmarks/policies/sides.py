"""The policies that are compared, as Rasa configurations made of `config.yml` as it stands."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

RULES, TED, MEMOIZATION = "RulePolicy", "TEDPolicy", "AugmentedMemoizationPolicy"
OWN = ("RequestPolicy", "FollowUpPolicy")
MAX_HISTORY, EPOCHS, SEED = 5, 100, 7
Policies = list[dict[str, Any]]


class ConfigError(Exception):
    """config.yml doesn't have the policies that are compared."""


@dataclass(frozen=True)
class Side:
    """`learns`: whether it is given stories besides the rules."""

    title: str
    ours: bool = True
    memoization: bool = True
    ted: bool = False

    @property
    def learns(self) -> bool:
        return self.ted


SIDES = {
    "rules": Side("rules and Folio's policies", memoization=False),
    "shipped": Side("shipped: these and memoization"),
    "with-ted": Side("shipped, and TED", ted=True),
    "ted-for-memoization": Side("TED in place of memoization", memoization=False, ted=True),
    "ted-for-ours": Side("TED in place of Folio's policies", ours=False, ted=True),
}


def configuration(side: Side, own: Path, *, epochs: int) -> dict[str, Any]:
    """What `rasa train core` is given for `side`; `own` is Folio's config.yml. Raises ConfigError."""
    shipped = _policies(own)
    kept = [
        copy.deepcopy(policy)
        for policy in shipped
        if (side.ours or _name(policy) not in OWN) and (side.memoization or _name(policy) != MEMOIZATION)
    ]
    if side.learns:
        for policy in kept:
            if _name(policy) == RULES:
                # Stories may contradict a rule where another policy has the last word, as follow-ups do.
                policy["check_for_contradictions"] = False
    # A pipeline of its own, as Rasa would suggest one; `rasa train core` leaves it alone.
    pipeline = [{"name": "KeywordIntentClassifier"}]
    policies = [*kept, *([ted(epochs)] if side.ted else [])]
    return {"recipe": "default.v1", "assistant_id": "benchmark", "language": "en"} | {
        "pipeline": pipeline,
        "policies": policies,
    }


def ted(epochs: int) -> dict[str, Any]:
    """As Rasa's new projects have it, with a seed, so that a run can be repeated."""
    usual = {"max_history": MAX_HISTORY, "epochs": epochs, "constrain_similarities": True}
    return {"name": TED, **usual, "random_seed": SEED}


def _name(policy: dict[str, Any]) -> str:
    return str(policy["name"]).rpartition(".")[2]


def _policies(own: Path) -> Policies:
    try:
        policies: Policies = yaml.safe_load(own.read_text(encoding="utf-8"))["policies"]
        names: Sequence[str] = [_name(policy) for policy in policies]
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise ConfigError(f"{own} can't be read as a Rasa configuration with policies ({error})") from error
    missing = [name for name in (*OWN, RULES, MEMOIZATION) if name not in names]
    if missing or TED in names:
        problem = f"has no {missing[0]}" if missing else f"has {TED} already"
        raise ConfigError(f"{own} {problem}, so there is nothing to compare")
    return policies
