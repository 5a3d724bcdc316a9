"""How well the trained model understands messages it has never seen: `python -m scripts.evaluate`."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from scripts.quiet import QUIET

FALLBACK = "nlu_fallback"
REJECTED = frozenset({FALLBACK, "out_of_scope"})


@dataclass(frozen=True)
class Judged:
    """One held-out message beside what the model made of it. Entities are (start, end, name)."""

    text: str
    intent: str
    predicted: str  # the likeliest intent, whatever the threshold
    confidence: float
    acted_on: str  # the intent Rasa acts on; `nlu_fallback` below the threshold
    entities: frozenset[tuple[int, int, str]]
    found: frozenset[tuple[int, int, str]]


@dataclass(frozen=True)
class Figures:
    """Shares are fractions; `entity_f1` is micro-averaged over exact spans with the right name."""

    messages: int
    intents: int
    accuracy: float
    macro_f1: float
    entity_f1: float
    asked_back: float  # share of in-scope messages below the threshold
    out_of_scope_rejected: float
    in_scope_rejected: float


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.evaluate",
        description="Measure the trained model on held-out messages.",
        epilog="example: python -m scripts.evaluate --messages tests/nlu --report results/evaluation.json",
    )
    parser.add_argument("--model", type=Path, default=Path("models/folio.tar.gz"), help="model (%(default)s)")
    parser.add_argument("--messages", type=Path, default=Path("tests/nlu"), help="Rasa NLU YAML (%(default)s)")
    parser.add_argument("--report", type=Path, default=Path("results/evaluation.json"), help="(%(default)s)")
    options = parser.parse_args(arguments)
    for path in (options.model, options.messages):
        if not path.exists():
            print(f"evaluate: {path} is missing; run `make train`, or name another", file=sys.stderr)
            return 2
    judged = judge(options.model, options.messages)
    figures = measure(judged)
    write_report(options.report, figures, judged)
    print(as_text(figures, judged))
    print(f"\nEvery mistake is listed in {options.report}.")
    return 0


def judge(model: Path, messages: Path) -> list[Judged]:
    """Runs every message through the model. Heavy libraries are imported here, so that --help stays quick."""
    os.environ.update({key: value for key, value in QUIET.items() if key not in os.environ})
    logging.disable(logging.WARNING)
    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    from rasa.core.agent import Agent
    from rasa.shared.nlu.training_data.loading import load_data

    examples = load_data(str(messages)).intent_examples
    agent = Agent.load(str(model))

    async def run() -> list[Judged]:
        return [
            compare(example.data, await agent.parse_message(example.get("text")))
            for example in tqdm(examples, desc="understanding", unit=" messages")
        ]

    return asyncio.run(run())


def compare(expected: dict[str, Any], parsed: dict[str, Any]) -> Judged:
    best = next((item for item in parsed.get("intent_ranking", []) if item["name"] != FALLBACK), parsed["intent"])
    return Judged(
        text=expected["text"],
        intent=expected["intent"],
        predicted=str(best["name"]),
        confidence=float(best["confidence"]),
        acted_on=str(parsed["intent"]["name"]),
        entities=frozenset((e["start"], e["end"], e["entity"]) for e in expected.get("entities", [])),
        found=frozenset((e["start"], e["end"], e["entity"]) for e in parsed.get("entities", [])),
    )


def measure(judged: Sequence[Judged]) -> Figures:
    """Raises ValueError without any message."""
    if not judged:
        raise ValueError("no messages to measure on")
    in_scope = [one for one in judged if one.intent != "out_of_scope"]
    out_of_scope = [one for one in judged if one.intent == "out_of_scope"]
    intents = sorted({one.intent for one in judged})
    return Figures(
        messages=len(judged),
        intents=len(intents),
        accuracy=share(one.predicted == one.intent for one in judged),
        macro_f1=sum(f1_of(intent, judged) for intent in intents) / len(intents),
        entity_f1=f1(
            right=sum(len(one.entities & one.found) for one in judged),
            found=sum(len(one.found) for one in judged),
            expected=sum(len(one.entities) for one in judged),
        ),
        asked_back=share(one.acted_on == FALLBACK for one in in_scope),
        out_of_scope_rejected=share(one.acted_on in REJECTED for one in out_of_scope),
        in_scope_rejected=share(one.acted_on in REJECTED for one in in_scope),
    )


def share(values: Any) -> float:
    """Fraction of true values; 0 over nothing."""
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0


def f1_of(intent: str, judged: Sequence[Judged]) -> float:
    return f1(
        right=sum(one.intent == one.predicted == intent for one in judged),
        found=sum(one.predicted == intent for one in judged),
        expected=sum(one.intent == intent for one in judged),
    )


def f1(*, right: int, found: int, expected: int) -> float:
    """Harmonic mean of precision and recall; 1 where nothing was to be found and nothing was."""
    return 2 * right / (found + expected) if found + expected else 1.0


def as_text(figures: Figures, judged: Sequence[Judged]) -> str:
    confused = Counter((one.intent, one.predicted) for one in judged if one.intent != one.predicted)
    lines = [
        f"{figures.messages} held-out messages, {figures.intents} intents",
        f"  intent accuracy            {figures.accuracy:.2%}",
        f"  intent macro F1            {figures.macro_f1:.4f}",
        f"  entity F1 (exact spans)    {figures.entity_f1:.4f}",
        f"  asked back (in scope)      {figures.asked_back:.2%}",
        f"  out of scope rejected      {figures.out_of_scope_rejected:.2%}",
        f"  in scope rejected          {figures.in_scope_rejected:.2%}",
        "most confused (meant → understood):",
        *(f"  {count:3d}  {meant} → {taken}" for (meant, taken), count in confused.most_common(12)),
    ]
    return "\n".join(lines)


def write_report(path: Path, figures: Figures, judged: Sequence[Judged]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    mistakes = [
        {"text": one.text, "meant": one.intent, "understood": one.predicted, "confidence": round(one.confidence, 4)}
        for one in judged
        if one.predicted != one.intent
    ]
    entity_mistakes = [
        {"text": one.text, "expected": sorted(one.entities), "found": sorted(one.found)}
        for one in judged
        if one.entities != one.found
    ]
    report = {"figures": vars(figures), "mistakes": mistakes, "entity_mistakes": entity_mistakes}
    path.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
