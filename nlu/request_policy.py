"""Rasa policy that holds requests together: forms go on after a digression, and every turn that touches one ends.

A form rejects a message that is about something else; rules, or the follow-up policy, answer it, and this policy runs
the form once more, which asks its open question again. It also clears everything for "start over", and has an
unfinished request told as dropped behind the first answer after a break: Rasa's new session keeps slots but no form.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, Dict, List, Optional  # noqa: UP035  # Rasa resolves these annotations by name

from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from nlu.follow_up_policy import turns_of

START_OVER = "action_start_over"
DROPPED = "action_request_dropped"
NOT_UNDERSTOOD = "action_did_you_mean"
REQUEST = "request"
GOODBYE = "goodbye"
# What may be followed by another action, named by the action itself.
HANDS_ON = frozenset({"action_affirm"})
_STARTS_OVER = re.compile(
    r"\W*(?:(?:ok|okay|no|wait|please|sorry|can we|could we|can i|could i|lets|let's|let us|i want to|i'd like to)\W+)*"
    r"(?:/?restart|start (?:it |this |all |everything )?(?:over|again|anew|afresh|from scratch)(?: again)?"
    r"|start from the (?:start|beginning|top)|begin (?:again|anew)|reset(?: (?:this|everything|the chat))?)"
    r"(?:\W+(?:please|again|then|now))*\W*",
    re.IGNORECASE,
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class RequestPolicy(Policy):  # type: ignore[misc]
    """Learns nothing. Configuration: `priority`, which must be above that of the FollowUpPolicy (7)."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:  # noqa: UP006
        return {"priority": 8}

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],  # noqa: UP006
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> RequestPolicy:
        return cls(config, model_storage, resource, execution_context)

    def train(
        self,
        training_trackers: List[TrackerWithCachedStates],  # noqa: UP006
        domain: Domain,
        **kwargs: Any,
    ) -> Resource:
        with self._model_storage.write_to(self._resource):
            pass  # there is nothing to keep, but Rasa looks for the folder
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: Optional[Dict[str, Any]] = None,  # noqa: UP006, UP045
        **kwargs: Any,
    ) -> PolicyPrediction:
        """Runs the form again, ends the turn, or has no opinion."""
        found = self._default_predictions(domain)
        action = next_action(tracker, domain.form_names)
        if action is not None and action in domain.action_names_or_texts:
            found[domain.index_for_action(action)] = 1.0
        # RulePolicy predicts an active form without regard to the message, which would overrule anything else.
        return self._prediction(found, is_no_user_prediction=action is not None)


def next_action(tracker: DialogueStateTracker, forms: Collection[str]) -> str | None:
    """What this policy would do; None where it has no opinion, as for what answers a message at first."""
    turns = turns_of(tracker.events)
    if not turns:
        return None
    now, form = turns[-1], active_form(tracker)
    if not now.actions:
        if starts_over(now.text):
            return START_OVER
        # Rasa's own fallback for a command without a known intent would say nothing and take back a form's turns.
        if not now.intent and (form is None or form in now.rejected):
            return NOT_UNDERSTOOD
        # Rasa holds a form that has rejected a message, and wasn't run since, as rejecting the next ones, too.
        return form if form not in now.rejected else None
    last = now.actions[-1]
    if form is not None:
        # After a goodbye the question stays open, but nobody is held up with it.
        return ACTION_LISTEN_NAME if last == form or now.intent == GOODBYE else form
    if last not in (DROPPED, START_OVER) and _is_unfinished(tracker.slots.get(REQUEST)):
        return DROPPED
    # A form that an hour has ended has named what answers instead; Rasa's rules know of no such turn, and its fallback
    # would take back the message and answer those before once more.
    handed_on = any(ran in forms or ran in HANDS_ON for ran in now.actions)
    ends = last in (DROPPED, START_OVER) or not now.intent or handed_on
    return ACTION_LISTEN_NAME if ends else None


def active_form(tracker: DialogueStateTracker) -> str | None:
    name = tracker.active_loop_name
    return None if name is None else str(name)


def starts_over(text: str) -> bool:
    """Whether the message says to start over, and nothing else."""
    return _STARTS_OVER.fullmatch(text) is not None


def _is_unfinished(slot: Any) -> bool:
    kept = None if slot is None else slot.value
    return isinstance(kept, Mapping) and not kept.get("done")
