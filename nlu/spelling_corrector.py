"""Rasa graph component that puts right mistyped words for what understands the message. Stands behind the tokenizer.

The message itself stays as it was typed, and so do its tokens: entities are spans of what the customer wrote, and what
resolves them has a tolerance of its own. Beside them stand the text and the tokens as they were probably meant, token
for token, which featurizer, n-grams and tagger read (`as_meant`).

Training messages are not put right: with their own slips they teach what is left of others'.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import Any, Dict, List, Type  # noqa: UP035  # Rasa resolves these annotations by name

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.encoder import whole_words
from nlu.spelling import Lexicon, Speller

LEXICON = "lexicon.json"
TEXT_AS_MEANT, TOKENS_AS_MEANT = "text_as_meant", "tokens_as_meant"  # properties of a message


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SpellingCorrector(GraphComponent):  # type: ignore[misc]
    """Configuration: `model`, the BERT (a folder or hub id) whose whole words count as right, with the English
    dictionary of symspellpy (82,765 words)."""

    @classmethod
    def required_components(cls) -> List[Type[Any]]:  # noqa: UP006
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:  # noqa: UP006
        return {"model": "models/encoder"}

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],  # noqa: UP006
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SpellingCorrector:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],  # noqa: UP006
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SpellingCorrector:
        with model_storage.read_from(resource) as folder:
            written = json.loads((folder / LEXICON).read_text(encoding="utf-8"))
        return cls(config, model_storage, resource, Speller(Lexicon.restored(written)))

    def __init__(
        self,
        config: Dict[str, Any],  # noqa: UP006
        model_storage: ModelStorage,
        resource: Resource,
        speller: Speller | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._speller = speller

    def train(self, training_data: TrainingData) -> Resource:
        """Learns which words there are, and how often, from messages and lookup tables."""
        tables = [table["elements"] for table in training_data.lookup_tables]
        lexicon = Lexicon.learned(
            [example.get(TEXT) for example in training_data.intent_examples if example.get(TEXT)],
            vocabulary=whole_words(self._config["model"]) | english_words(),
            names=[name for names in tables if isinstance(names, list) for name in names],
        )
        with self._model_storage.write_to(self._resource) as folder:
            (folder / LEXICON).write_text(json.dumps(lexicon.written(), ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leaves the training messages as they are."""
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:  # noqa: UP006
        """Sets text and tokens as they were probably meant beside those of each message with a mistyped word."""
        for message in messages:
            tokens = message.get(TOKENS_NAMES[TEXT])
            if self._speller is None or not tokens:
                continue
            typed = [token.text for token in tokens]
            meant = self._speller.corrected(typed)
            if meant != typed:
                text, others = _rewritten(message.get(TEXT), tokens, meant)
                message.set(TEXT_AS_MEANT, text)
                message.set(TOKENS_AS_MEANT, others)
        return messages


def as_meant(message: Message) -> tuple[str, List[Token]]:  # noqa: UP006
    """Text and tokens of a message, mistyped words put right: as many tokens as it has, with places in that text."""
    if message.get(TEXT_AS_MEANT) is None:
        return message.get(TEXT), message.get(TOKENS_NAMES[TEXT], [])
    return message.get(TEXT_AS_MEANT), message.get(TOKENS_AS_MEANT)


def english_words() -> frozenset[str]:
    """The words of symspellpy's dictionary of English from four letters on; the short ones are abbreviations mostly."""
    file = resources.files("symspellpy") / "frequency_dictionary_en_82_765.txt"
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    words = (line.split(maxsplit=1)[0] for line in lines if line.strip())
    return frozenset(word for word in words if len(word) > 3)  # "hwy" is a slip more often than a highway


def _rewritten(text: str, tokens: List[Token], words: List[str]) -> tuple[str, List[Token]]:  # noqa: UP006
    """The text with other words in the places of its tokens, and their places in it."""
    parts, others, done, length = [], [], 0, 0
    for token, word in zip(tokens, words, strict=True):
        between = text[done : token.start]
        length += len(between)
        # A token's text may differ from what it covers: only words that were put right are replaced.
        covered = word if word != token.text else text[token.start : token.end]
        parts += [between, covered]
        others.append(Token(word, length, length + len(covered)))
        length += len(covered)
        done = token.end
    return "".join([*parts, text[done:]]), others
