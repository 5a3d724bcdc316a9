"""All examples of a content side by side, with the vectors that the encoder gives them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from content.guard.words import plain_words
from content.records import Content, Example

Vectors = npt.NDArray[np.float32]


class Encode(Protocol):
    """An encoder as the guard needs it."""

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """Texts → vectors of unit length, (texts, width), in their order."""


@dataclass(frozen=True)
class Gathered:
    """Example by example: `vectors` is (examples, width), `intents` (examples,) are positions in `names`."""

    examples: Sequence[Example]
    names: Sequence[str]
    intents: npt.NDArray[np.int64]
    vectors: Vectors

    @property
    def texts(self) -> list[str]:
        return [example.text for example in self.examples]

    def of(self, intent: int) -> npt.NDArray[np.int64]:
        """Positions of the intent's examples."""
        return np.flatnonzero(self.intents == intent)

    def name(self, place: int) -> str:
        return self.names[int(self.intents[place])]

    def place(self, place: int) -> str:
        return self.examples[place].place

    def shown(self, place: int) -> str:
        """The example for a warning: in quotes, in one line, not endless."""
        text = " ".join(self.examples[place].text.split())
        return f"'{text if len(text) <= LONGEST else f'{text[:LONGEST].rstrip()} …'}'"


LONGEST = 60  # characters of an example that a warning shows


def gather(content: Content, encode: Encode) -> Gathered:
    """Equal texts are encoded once; those without a word, such as emoji, are left out: encoders see nothing in them."""
    examples = [
        (number, example)
        for number, intent in enumerate(content.intents)
        for example in intent.examples
        if plain_words(example.text)
    ]
    texts = [example.text for _, example in examples]
    different = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    vectors = encode(list(different)) if different else np.zeros((0, 0), dtype=np.float32)
    if len(vectors) != len(different):
        raise ValueError(f"{len(vectors)} vectors for {len(different)} texts")
    return Gathered(
        examples=[example for _, example in examples],
        names=[intent.name for intent in content.intents],
        intents=np.array([number for number, _ in examples], dtype=np.int64),
        vectors=vectors[[different[text] for text in texts]],
    )
