"""What the assistant can be asked, as the converter wrote it: titles for buttons, kinds and actions of intents."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

NOT_UNDERSTOOD = "nlu_fallback"
FILE = Path(__file__).resolve().parent.parent / "data" / "catalogue.json"


@dataclass(frozen=True)
class Entry:
    intent: str
    title: str  # what a button says; empty where the intent is never offered
    kind: str  # chat, faq, portfolio or request
    action: str | None


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Entry]:
    """Intent → entry, in the order of the content. Read once.

    Raises:
        FileNotFoundError: nothing was converted yet; the message says what to do.
    """
    if not FILE.is_file():
        raise FileNotFoundError(f"{FILE} is missing; run `make convert`")
    entries = json.loads(FILE.read_text(encoding="utf-8"))
    return {
        intent: Entry(intent=intent, title=entry["title"], kind=entry["kind"], action=entry["action"])
        for intent, entry in entries.items()
    }


def answering_action(intent: str, domain: Mapping[str, Any]) -> str | None:
    """What Rasa's rule for this intent does; None where nothing answers it. `domain` is the one that Rasa sends."""
    entry = catalogue().get(intent)
    if entry is not None and entry.action:
        return entry.action
    if intent == NOT_UNDERSTOOD:
        return "action_did_you_mean"
    response = f"utter_{intent}"
    return response if entry is not None and response in (domain.get("responses") or {}) else None
