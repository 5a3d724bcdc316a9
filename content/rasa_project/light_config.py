"""config.yml and its neighbours for a project made from somebody else's file: small, fast, nothing to install.

The thresholds are Rasa's defaults. DIET runs without transformer layers: what count vectors say needs no context, and a
higher learning rate then learns 3,000 questions of one example each (99 % of them after 30 epochs, 45 % after 20 epochs
at Rasa's default rate). Rasa's logistic regression did not end within six minutes there.
"""

from __future__ import annotations

import hashlib
from typing import Any

from content.language import language_of
from content.records import Content

# WhitespaceTokenizer refuses these: they don't put spaces between words. Character features still serve them.
_WITHOUT_SPACES = {"zh", "ja", "th"}
_MANY_INTENTS = 1000  # from here on in larger batches: 3,000 questions train in two minutes on two cores

_MANY_RULES = 200


def config(content: Content) -> dict[str, Any]:
    """Return a pipeline that fits the content's size and language."""
    language = language_of(content)
    return {
        "recipe": "default.v1",
        "assistant_id": f"folio-{_fingerprint(content)}",
        "language": "en" if language in _WITHOUT_SPACES else language,
        "pipeline": _pipeline(content),
        "policies": [_rule_policy(content), {"name": "MemoizationPolicy", "max_history": 5}],
    }


def _rule_policy(content: Content) -> dict[str, Any]:
    policy = {
        "name": "RulePolicy",
        "core_fallback_threshold": 0.3,
        "core_fallback_action_name": "action_default_fallback",
    }
    # Rasa compares all rules with all: 600 take half a minute, 3,000 ten. One rule per intent can't contradict.
    return policy | ({"check_for_contradictions": False} if len(content.intents) >= _MANY_RULES else {})


def _pipeline(content: Content) -> list[dict[str, Any]]:
    intents = len(content.intents)
    entities = any(example.entities for intent in content.intents for example in intent.examples)
    retrieval = any("/" in intent.name for intent in content.intents)
    steps: list[dict[str, Any]] = [
        {"name": "WhitespaceTokenizer"},
        {"name": "RegexFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    ]
    diet: dict[str, Any] = {
        "name": "DIETClassifier",
        "epochs": 30 if intents >= _MANY_INTENTS else 60,
        "number_of_transformer_layers": 0,
        "learning_rate": 0.005,
        "constrain_similarities": True,
        "random_seed": 1,
    }
    if intents >= _MANY_INTENTS:
        diet["batch_size"] = [128, 256]
    if intents > 1:
        steps += [diet | {"entity_recognition": entities}]
    else:
        # DIET needs two intents; a keyword tells one from nothing.
        steps += [{"name": "KeywordIntentClassifier", "case_sensitive": False}]
        steps += [diet | {"intent_classification": False}] if entities else []
    if entities:
        steps += [{"name": "EntitySynonymMapper"}]
    if retrieval:
        steps += [{"name": "ResponseSelector", "epochs": 60, "constrain_similarities": True}]
    return [*steps, {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1}]


def _fingerprint(content: Content) -> str:
    """Rasa wants an identifier that differs between assistants; the same content keeps its own."""
    names = "\n".join(intent.name for intent in content.intents)
    return hashlib.sha256(names.encode("utf-8")).hexdigest()[:12]
