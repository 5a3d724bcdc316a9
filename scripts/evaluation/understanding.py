"""Labelled messages, and what a trained model makes of each. Heavy libraries are imported where they are needed."""

from __future__ import annotations

import asyncio
import logging
import os
import warnings
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from tqdm import tqdm

from scripts.benchmarks.understanding.answering import WARM_UP, ranking_of
from scripts.evaluation.judged import Judged
from scripts.quiet import QUIET


class MessagesUnusable(Exception):
    """There is nothing to measure on; the message says where."""


def load_messages(path: Path) -> Any:
    """Rasa's TrainingData of a file or folder in one of Rasa's NLU formats.

    Raises:
        MessagesUnusable: nothing there, or no message with an intent.
    """
    be_quiet()
    from rasa.shared.exceptions import RasaException
    from rasa.shared.nlu.training_data.loading import load_data

    if not path.exists():
        raise MessagesUnusable(f"{path} is missing; name a file or folder of messages in Rasa's NLU format")
    try:
        data = load_data(str(path))
    except (RasaException, OSError, ValueError) as error:
        raise MessagesUnusable(f"{path} can't be read as messages in Rasa's NLU format ({error})") from error
    if not data.intent_examples:
        raise MessagesUnusable(f"{path} has no message with an intent")
    return data


def judge(model: Path, examples: Sequence[Any], *, doing: str = "understanding") -> list[Judged]:
    """Asks the model each of Rasa's examples in turn, as a channel would but without a conversation."""
    be_quiet()
    from rasa.core.agent import Agent

    agent = Agent.load(str(model))

    async def run() -> list[Judged]:
        # The first messages fill caches and compile; the words are others so that no cache knows those measured.
        for example in examples[:WARM_UP]:
            await agent.parse_message(f"{example.get('text')} again")
        judged = []
        for example in tqdm(examples, desc=doing, unit=" messages"):
            begin = perf_counter()
            parsed = await agent.parse_message(example.get("text"))
            judged.append(compare(example.data, parsed, seconds=perf_counter() - begin))
        return judged

    return asyncio.run(run())


def compare(expected: dict[str, Any], parsed: dict[str, Any], *, seconds: float = 0.0) -> Judged:
    return Judged(
        text=expected["text"],
        intent=expected["intent"],
        ranking=ranking_of(parsed),
        acted_on=str(parsed["intent"]["name"]),
        entities=frozenset((e["start"], e["end"], e["entity"]) for e in expected.get("entities", [])),
        found=frozenset((e["start"], e["end"], e["entity"]) for e in parsed.get("entities", [])),
        seconds=seconds,
    )


def be_quiet() -> None:
    """Before Rasa is imported: none of its libraries' noise."""
    os.environ.update({key: value for key, value in QUIET.items() if key not in os.environ})
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
