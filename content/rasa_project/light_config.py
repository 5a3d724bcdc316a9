"""config.yml and its neighbours for a project made from somebody else's file: small, fast, nothing to install.

The thresholds are Rasa's defaults where nothing else is said. Training takes seconds for a hundred intents.
"""

from __future__ import annotations

import hashlib
from typing import Any

from content.language import language_of
from content.records import Content

# WhitespaceTokenizer refuses these: they don't put spaces between words. Character features still serve them.
_WITHOUT_SPACES = {"zh", "ja", "th"}
_MANY_INTENTS = 1000  # from here on DIET's training takes minutes; logistic regression takes seconds


def config(content: Content) -> dict[str, Any]:
    """Return a pipeline that fits the content's size and language."""
    language = language_of(content)
    return {
        "recipe": "default.v1",
        "assistant_id": f"folio-{_fingerprint(content)}",
        "language": "en" if language in _WITHOUT_SPACES else language,
        "pipeline": _pipeline(content),
        "policies": [
            {
                "name": "RulePolicy",
                "core_fallback_threshold": 0.3,
                "core_fallback_action_name": "action_default_fallback",
            },
            {"name": "MemoizationPolicy", "max_history": 5},
        ],
    }


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
    if intents == 1:
        # A classifier needs two classes; a keyword tells one intent from nothing.
        steps += [{"name": "KeywordIntentClassifier", "case_sensitive": False}]
    elif intents >= _MANY_INTENTS:
        steps += [{"name": "LogisticRegressionClassifier", "max_iter": 100}]
    diet = {
        "name": "DIETClassifier",
        "epochs": 60,
        "number_of_transformer_layers": 0,
        "constrain_similarities": True,
        "random_seed": 1,
    }
    if 1 < intents < _MANY_INTENTS:
        steps += [diet | {"entity_recognition": entities}]
    elif entities:
        steps += [diet | {"intent_classification": False}]
    if entities:
        steps += [{"name": "EntitySynonymMapper"}]
    if retrieval:
        steps += [{"name": "ResponseSelector", "epochs": 60, "constrain_similarities": True}]
    return [*steps, {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.05}]


def _fingerprint(content: Content) -> str:
    """Rasa wants an identifier that differs between assistants; the same content keeps its own."""
    names = "\n".join(intent.name for intent in content.intents)
    return hashlib.sha256(names.encode("utf-8")).hexdigest()[:12]
