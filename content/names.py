"""Names that Rasa can hold, and which of them mean something to Rasa itself."""

from __future__ import annotations

import re

# Letters of any script, digits, "_", "-" and "."; "/" once, between a retrieval intent and its key.
_INTENT = re.compile(r"\w[\w.\-]*(/\w[\w.\-]*)?")
_NAME = re.compile(r"\w[\w.\-]*")

# rasa.shared.core.constants.DEFAULT_INTENTS and DEFAULT_ACTION_NAMES; a test compares.
DEFAULT_INTENTS = frozenset({"restart", "back", "out_of_scope", "session_start", "nlu_fallback"})
DEFAULT_ACTIONS = frozenset(
    {
        "action_listen",
        "action_restart",
        "action_session_start",
        "action_default_fallback",
        "action_deactivate_loop",
        "action_revert_fallback_events",
        "action_default_ask_affirmation",
        "action_default_ask_rephrase",
        "action_two_stage_fallback",
        "action_unlikely_intent",
        "action_back",
        "action_extract_slots",
        "...",
    }
)
# rasa.shared.core.constants.DEFAULT_SLOT_NAMES: in every domain, without being declared.
DEFAULT_SLOTS = frozenset(
    {
        "requested_slot",
        "session_started_metadata",
        "knowledge_base_listed_objects",
        "knowledge_base_last_object",
        "knowledge_base_last_object_type",
    }
)
FALLBACK_INTENT = "nlu_fallback"


def is_intent_name(name: str) -> bool:
    return bool(_INTENT.fullmatch(name))


def is_name(name: str) -> bool:
    """True for what may name an action, entity, response, slot or fact."""
    return bool(_NAME.fullmatch(name))


def base_intent(name: str) -> str:
    """Return what Rasa calls the intent in domain and stories: `faq` for the retrieval intent `faq/fees`."""
    return name.split("/", 1)[0]


def suggest_name(text: str) -> str:
    """Return a valid name made from `text`, "" where nothing in it can stay."""
    return re.sub(r"_+", "_", re.sub(r"[^\w.\-]+", "_", text)).strip("_.-").lower()
