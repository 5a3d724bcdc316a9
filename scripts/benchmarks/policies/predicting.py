"""The process in which trained policies are measured: conversations as `rasa test core` runs them.

`python -m scripts.benchmarks.policies.predicting MODEL SETS RESULT`: a folder with a folder of stories for each set in;
out, as JSON, the times of the predictions, and for each set its conversations, each a list of actions: the one
expected, the one predicted, by which policy, and what TED by itself would have chosen. What failed is written beside
the stories, in Rasa's own format.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from time import perf_counter
from typing import Any

from scripts.benchmarks.memory import peak_mb, resident_mb

Row = tuple[str, str, str | None, str | None]  # the action expected, predicted, its policy, and TED's own choice
_PREDICTS, _DECIDES = "predict_action_probabilities", "predict_next_with_tracker_if_should"
FAILED = "failed"  # the folder, within a set's, that Rasa's reports are written to


def main() -> int:
    model, sets, result = (Path(argument) for argument in sys.argv[1:])
    result.write_text(json.dumps(asyncio.run(predicted(model, sets))), encoding="utf-8")
    return 0


async def predicted(model: Path, sets: Path) -> dict[str, Any]:
    """Without actions: what they would answer stands in the stories."""
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    from rasa.core.agent import Agent
    from rasa.core.policies.memoization import AugmentedMemoizationPolicy
    from rasa.core.policies.rule_policy import RulePolicy
    from rasa.core.policies.ted_policy import TEDPolicy
    from rasa.core.test import test

    from nlu.follow_up_policy import FollowUpPolicy
    from nlu.request_policy import RequestPolicy

    seconds: dict[str, list[float]] = {}
    alone = Alone()
    # Before the model is loaded, which takes the methods out of the classes.
    setattr(TEDPolicy, _PREDICTS, alone.overhearing(getattr(TEDPolicy, _PREDICTS)))
    for policy in (RequestPolicy, FollowUpPolicy, RulePolicy, AugmentedMemoizationPolicy, TEDPolicy):
        _time(policy, _PREDICTS, seconds.setdefault(policy.__name__, []))
    agent = Agent.load(str(model))
    if agent.processor is None:
        raise RuntimeError(f"{model} is no model that Rasa can load")
    _time(agent.processor, _DECIDES, seconds.setdefault("all", []))
    actions = agent.domain.action_names_or_texts
    setattr(agent.processor, _DECIDES, alone.following(getattr(agent.processor, _DECIDES), actions))
    found = {}
    for folder in sorted(path for path in sets.iterdir() if path.is_dir()):
        report = folder / FAILED
        report.mkdir()
        stories = str(folder / "stories")
        alone.conversations = []
        tested = await test(stories, agent, out_directory=str(report), disable_plotting=True, warnings=False)
        found[folder.name] = beside(tested["actions"], alone.conversations)
    return {
        "sets": found,
        "seconds": {name: times for name, times in seconds.items() if times},
        "memory_mb": resident_mb(os.getpid()),
        "peak_memory_mb": peak_mb(os.getpid()),
    }


class Alone:
    """What TED by itself would choose wherever an action is asked for: a list for each conversation, None without TED.

    Rasa can't run TED without the rules where there are forms, so it is listened to beside them.
    """

    def __init__(self) -> None:
        self.conversations: list[list[str | None]] = []
        self._tracker: Any = None
        self._said: Any = None

    def overhearing(self, predicts: Callable[..., Any]) -> Callable[..., Any]:
        """TED's method, as before, but for being heard."""

        @wraps(predicts)
        def heard(*arguments: Any, **options: Any) -> Any:
            self._said = predicts(*arguments, **options)
            return self._said

        return heard

    def following(self, decides: Callable[..., Any], actions: Sequence[str]) -> Callable[..., Any]:
        """The ensemble's method, which is called once more for an action where a form counts as having declined."""

        @wraps(decides)
        def followed(tracker: Any) -> Any:
            again = bool(tracker.events) and tracker.events[-1].type_name == "action_execution_rejected"
            if tracker is not self._tracker:
                self._tracker = tracker  # kept, so that no later one can be taken for it
                self.conversations.append([])
            self._said = None
            try:
                return decides(tracker)
            finally:
                chosen = self.conversations[-1]
                if again:
                    chosen.pop()
                chosen.append(self._choice(actions))

        return followed

    def _choice(self, actions: Sequence[str]) -> str | None:
        """By now the ensemble has taken what was declined out of the prediction."""
        if self._said is None or not self._said.max_confidence:
            return None
        return actions[int(self._said.max_confidence_index)]


def beside(tested: Sequence[Mapping[str, Any]], alone: Sequence[Sequence[str | None]]) -> list[list[Row]]:
    """Rasa's actions, which come in one list, dealt to the conversations. Raises ValueError if they are not as many."""
    rest = iter(tested)
    if len(tested) != sum(len(one) for one in alone):
        raise ValueError(f"Rasa tells of {len(tested)} actions, and predicted {sum(len(one) for one in alone)}")
    # a conversation's own choices come first in zip, so that its end takes no action of the next one
    return [
        [(one["action"], one["predicted"], one["policy"], choice) for choice, one in zip(chosen, rest, strict=False)]
        for chosen in alone
    ]


def _time(owner: Any, method: str, seconds: list[float]) -> None:
    original: Callable[..., Any] = getattr(owner, method)

    @wraps(original)
    def timed(*arguments: Any, **options: Any) -> Any:
        begin = perf_counter()
        try:
            return original(*arguments, **options)
        finally:
            seconds.append(perf_counter() - begin)

    setattr(owner, method, timed)


if __name__ == "__main__":
    sys.exit(main())
