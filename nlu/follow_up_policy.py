"""Rasa policy for follow-ups: after an answer about the customer's portfolio, "and the Roth?" goes on from it.

Rasa's rules see one message at a time, and understanding reads such scraps as questions of their own ("and the roth?"
as one about retirement accounts in general). This policy sees the conversation: where the last thing talked about was a
portfolio answer and the message is elliptical, it hands over to `action_follow_up`, which knows what was said. That
action rejects what it can make no sense of, and the rules answer then as if this policy weren't there.

Where there is nothing to go on from, and no reading of such a scrap is likelier than all others together, Folio asks
what was meant: an answer to a guess would look like an answer to the question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Dict, List, Optional  # noqa: UP035  # Rasa resolves these annotations by name

from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from nlu.ellipsis import is_elliptical, leans_on_another

FOLLOW_UP = "action_follow_up"
ASK_WHAT = "action_did_you_mean"
PLAIN = 0.6  # confidence from which a request counts as asked for
LIKELY = 0.5  # confidence from which a scrap is answered that goes on from nothing
TOPIC = "topic"
# Messages of these intents don't change what is talked about; any other that sets no topic ends it.
KEEPS_TOPIC = frozenset(
    {
        *("greet", "thank", "affirm", "deny", "repeat", "help", "bot_challenge", "small_talk"),
        *("feedback_positive", "feedback_negative", "out_of_scope", "nlu_fallback"),
    }
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class FollowUpPolicy(Policy):  # type: ignore[misc]
    """Learns nothing. Configuration: `priority`, which must be above that of Rasa's RulePolicy (6)."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:  # noqa: UP006
        return {"priority": 7}

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],  # noqa: UP006
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FollowUpPolicy:
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
        """Hands over to `action_follow_up` or asks what was meant, listens after it, and has no opinion otherwise."""
        found = self._default_predictions(domain)
        action = None if _asks_for_something(tracker, domain) else next_action(tracker)
        if action is not None and action in domain.action_names_or_texts:
            found[domain.index_for_action(action)] = 1.0
        return self._prediction(found)


def _asks_for_something(tracker: DialogueStateTracker, domain: Domain) -> bool:
    """Whether the message plainly begins a request: "deposit 500 roth" goes on from no list of transactions."""
    intent = (tracker.latest_message.intent if tracker.latest_message else None) or {}
    return f"{intent.get('name')}_form" in domain.form_names and float(intent.get("confidence") or 0.0) >= PLAIN


def next_action(tracker: DialogueStateTracker) -> str | None:
    """What this policy would do; None where it has no opinion, as where a form takes the message."""
    turns = turns_of(tracker.events)
    if not turns:
        return None
    now = turns[-1]
    if tracker.active_loop_name is not None and tracker.active_loop_name not in now.rejected:
        return None
    if now.actions:
        return ACTION_LISTEN_NAME if now.actions[-1] in (FOLLOW_UP, ASK_WHAT) else None
    topic = topic_before(turns)
    if topic is None or FOLLOW_UP in now.rejected:
        return ASK_WHAT if now.confidence < LIKELY and leans_on_another(now.text) else None
    told = topic if isinstance(topic, Mapping) else {}
    elliptical = is_elliptical(now.text, after=str(told.get("kind")), answering=bool(told.get("asked")))
    return FOLLOW_UP if elliptical else None


class Turn:
    """A message of the user and what followed: actions (without listening), those rejected, and the topic set."""

    def __init__(self, text: str, intent: str, confidence: float) -> None:
        self.text = text
        self.intent = intent
        self.confidence = confidence
        self.actions: list[str] = []
        self.rejected: set[str] = set()
        self.sets_topic = False
        self.topic: Any = None


def turns_of(events: Iterable[Event]) -> list[Turn]:
    """The turns of this session, oldest first."""
    turns: list[Turn] = []
    for event in events:
        if isinstance(event, (SessionStarted, Restarted)):
            turns = []
        elif isinstance(event, UserUttered):
            confidence = (event.intent or {}).get("confidence")
            turns.append(
                Turn(event.text or "", event.intent_name or "", 1.0 if confidence is None else float(confidence))
            )
        elif not turns:
            continue
        elif isinstance(event, ActionExecuted) and event.action_name not in (None, ACTION_LISTEN_NAME):
            turns[-1].actions.append(event.action_name)
        elif isinstance(event, ActionExecutionRejected):
            turns[-1].rejected.add(event.action_name)
        elif isinstance(event, SlotSet) and event.key == TOPIC:
            turns[-1].sets_topic, turns[-1].topic = True, event.value
    return turns


def topic_before(turns: list[Turn]) -> Any:
    """The topic that the last turn finds; None without one, or where something else was talked about since."""
    for turn in reversed(turns[:-1]):
        if turn.sets_topic:
            return turn.topic
        if turn.intent not in KEEPS_TOPIC:
            return None
    return None
