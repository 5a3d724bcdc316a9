"""The process in which a trained model is measured: it loads the model and understands one message after another.

`python -m scripts.benchmarks.understanding.answering MODEL MESSAGES RESULT`, both JSON: a list of texts in; out, for
each text the intents with their probabilities and the seconds it took, and what loading took in seconds and in MB.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import warnings
from pathlib import Path
from time import perf_counter
from typing import Any

from scripts.benchmarks.memory import peak_mb, resident_mb

FALLBACK = "nlu_fallback"  # put on top of the ranking below a threshold, and no intent
WARM_UP = 20  # messages, asked once more afterwards: the first ones compile and fill caches


def main() -> int:
    model, messages, result = (Path(argument) for argument in sys.argv[1:])
    texts: list[str] = json.loads(messages.read_text(encoding="utf-8"))
    result.write_text(json.dumps(asyncio.run(answered(model, texts))), encoding="utf-8")
    return 0


async def answered(model: Path, texts: list[str]) -> dict[str, Any]:
    """As a channel would have them understood, but without a conversation."""
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    begin = perf_counter()
    from rasa.core.agent import Agent

    agent = Agent.load(str(model))
    loaded = perf_counter() - begin
    # Bounded caches of texts must not answer what they heard while warming up: other words, as long as these.
    for text in texts[:WARM_UP]:
        await agent.parse_message(f"{text} again")
    rankings, seconds = [], []
    for text in texts:
        begin = perf_counter()
        parsed = await agent.parse_message(text)
        seconds.append(perf_counter() - begin)
        rankings.append(ranking_of(parsed))
    return {
        "rankings": rankings,
        "seconds": seconds,
        "load_seconds": loaded,
        "memory_mb": resident_mb(os.getpid()),
        "peak_memory_mb": peak_mb(os.getpid()),
    }


def ranking_of(parsed: dict[str, Any]) -> dict[str, float]:
    """Intent → probability. A classifier without a ranking has only its one intent."""
    listed = parsed.get("intent_ranking") or [parsed["intent"]]
    return {str(one["name"]): float(one["confidence"]) for one in listed if one.get("name") not in (None, FALLBACK)}


if __name__ == "__main__":
    sys.exit(main())
