"""Rasa graph component that marks entities once the intent is known. Stands behind the intent classifiers."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, Dict, List  # noqa: UP035  # Rasa resolves these annotations by name

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_NAME_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.spelling_corrector import as_meant
from nlu.tagging import Lookups, Word, bilou, common_words, entities_of, features_of, new_field, tagged

FIELD, KNOWLEDGE = "entities.crfsuite", "entities.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class EntityTagger(GraphComponent, EntityExtractorMixin):  # type: ignore[misc]
    """Configuration: `iterations` of training; `threshold`, the least probability at which an entity is passed on."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:  # noqa: UP006
        return {"iterations": 60, "threshold": 0.0}

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],  # noqa: UP006
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EntityTagger:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],  # noqa: UP006
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> EntityTagger:
        tagger = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            tagger._read(folder)
        return tagger

    def __init__(self, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:  # noqa: UP006
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._field = new_field(iterations=config["iterations"])
        self._marks: dict[str, list[str]] = {}  # intent → entities that its examples mark
        self._lookup_values: dict[str, list[str]] = {}
        self._lookups = Lookups({})
        self._common: frozenset[str] = frozenset()

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from the examples of every intent that marks any entity."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        for example in examples:
            for entity in example.get(ENTITIES, []):
                known = self._marks.setdefault(example.get(INTENT), [])
                if entity["entity"] not in known:
                    known.append(entity["entity"])
        self._lookup_values = {
            table["name"]: list(table["elements"])
            for table in training_data.lookup_tables
            if isinstance(table["elements"], list)
        }
        self._lookups = Lookups(self._lookup_values)
        useful = [example for example in examples if example.get(INTENT) in self._marks]
        self._common = common_words(words_of(example) for example in useful)
        if useful:
            rows = [self._features(example, example.get(INTENT)) for example in useful]
            marked = [[(e["start"], e["end"], e["entity"]) for e in one.get(ENTITIES, [])] for one in useful]
            tags = [bilou(words_of(one), entities) for one, entities in zip(useful, marked, strict=True)]
            self._field.fit(rows, tags)
        with self._model_storage.write_to(self._resource) as folder:
            self._write(folder, trained=bool(useful))
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:  # noqa: UP006
        """Adds the entities that fit the message's likeliest intent."""
        for message in messages:
            intent = str((message.get(INTENT) or {}).get(INTENT_NAME_KEY))
            allowed = self._marks.get(intent, [])
            if not allowed or not message.get(TEXT):
                continue
            words = words_of(message)
            tags, sureness = tagged(self._field, self._features(message, intent))
            extracted = [
                {
                    "entity": found.entity,
                    "start": found.start,
                    "end": found.end,
                    "value": message.get(TEXT)[found.start : found.end],
                    "confidence_entity": found.confidence,
                }
                for found in entities_of(words, tags, sureness)
                if found.entity in allowed and found.confidence >= self._config["threshold"]
            ]
            extracted = self.add_extractor_name(extracted)
            message.set(ENTITIES, message.get(ENTITIES, []) + extracted, add_to_output=True)
        return messages

    def _features(self, message: Message, intent: str) -> list[dict[str, float]]:
        text, tokens = as_meant(message)
        words = [Word(token.text, token.start, token.end) for token in tokens]
        return features_of(words, intent, self._lookups.of(text, words), self._common)

    def _write(self, folder: Path, *, trained: bool) -> None:
        knowledge = {
            "marks": self._marks,
            "lookups": self._lookup_values,
            "common": sorted(self._common),
            "trained": trained,
        }
        (folder / KNOWLEDGE).write_text(json.dumps(knowledge, ensure_ascii=False), encoding="utf-8")
        if trained:
            shutil.copyfile(self._field.modelfile.name, folder / FIELD)

    def _read(self, folder: Path) -> None:
        knowledge = json.loads((folder / KNOWLEDGE).read_text(encoding="utf-8"))
        self._marks, self._lookup_values = knowledge["marks"], knowledge["lookups"]
        self._lookups = Lookups(self._lookup_values)
        self._common = frozenset(knowledge["common"])
        if knowledge["trained"]:
            # The storage's folder is gone after this: the field keeps a copy of its own, removed with it.
            self._field.modelfile.refresh()
            shutil.copyfile(folder / FIELD, self._field.modelfile.name)


def words_of(message: Message) -> list[Word]:
    """The words as they were typed, with their places in the message."""
    return [Word(token.text, token.start, token.end) for token in message.get(TOKENS_NAMES[TEXT], [])]
