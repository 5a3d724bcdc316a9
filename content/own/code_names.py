"""What the assistant's code says and does by name: known here, so that a name near to one is taken for a misspelling.

Kept by hand, because content knows nothing of the code; a test compares it with the action server.
"""

from __future__ import annotations

from typing import Any

# Answers that the code gives and that belong to no intent, without `utter_`.
ANSWERS_OF_CODE = frozenset(
    {
        "greet_returning",
        "not_understood_person",
        "did_you_mean",
        "nothing_to_repeat",
        "not_yet",
        "log_in_first",
        "request_not_yet",
        "case_unavailable",
        "greet_visitor",
        "greet_visitor_returning",
        "own_market_forecast",
        "own_should_i_trade",
        "own_single_stocks",
        "start_over",
        "rephrase",
    }
)

# Rasa's own: its fallback, and what a form asks for its slots.
ANSWERS_OF_RASA = frozenset({"default", "restart", "ask_rephrase", "ask_affirmation"})
ASKS_FOR_SLOT = "ask_"

# Besides `action_<intent>` for each intent of the kind `portfolio`.
ACTIONS_OF_CODE = frozenset(
    {
        *("action_greet", "action_repeat", "action_stop", "action_did_you_mean", "action_follow_up"),
        *("action_affirm", "action_deny", "action_feedback_negative", "action_start_over", "action_request_dropped"),
        *("action_complaint", "action_human_handoff"),
        *("action_faq_market_forecast", "action_faq_should_i_trade", "action_faq_single_stocks"),
    }
)

# What the code needs in the domain whatever the sources hold: actions that no rule names, and what they remember.
ACTIONS_WITHOUT_INTENT = ("action_follow_up", "action_start_over", "action_request_dropped")
SLOTS_OF_CODE: dict[str, dict[str, Any]] = {
    # Filled by actions alone: neither an entity nor what decides between stories.
    name: {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]}
    for name in ("topic", "request")
}
# A form asks for one slot, which nobody fills: the action that leads the form ends it.
FORM_SLOT = "request_step"
FORM_ENDING = "_form"
