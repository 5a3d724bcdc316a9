"""Answers as Rasa writes them into a trained model: its own YAML writer, and its reader again.

Rasa's writer takes about a millisecond per answer. Of a big project a sample is therefore written, with every answer in
which anything stands that YAML treats specially.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

SAMPLE = 500  # responses; up to here all are written

# What Rasa's writer has to escape, fold or indent by hint; all else is letters to it.
_SPECIAL = re.compile(
    r"[\\$\x00-\x09\x0b-\x1f\x7f-\xa0\u2028\u2029\ufeff\U00010000-\U0010ffff]|^[^\S\n]|[^\S\n]$", re.M
)
_WRAPPED = 4000  # characters; Rasa's writer breaks longer lines

Responses = Mapping[str, list[dict[str, Any]]]


def through_model(domain: Mapping[str, Any], *, is_ascii: bool) -> tuple[Responses, Responses]:
    """Return the responses that were written, as they were and as they come back.

    `domain` is the one in YAML, `is_ascii` whether all of it is: Rasa reads such a file differently.
    """
    from rasa.shared.core.domain import Domain
    from rasa.shared.utils.io import read_file, read_yaml

    kept = _sample(domain.get("responses", {}))
    if not is_ascii and str(kept).isascii():
        kept = {**kept, "utter_not_ascii": [{"text": "–"}]}
    meant = Domain.from_dict({"version": domain["version"], "responses": kept})
    with TemporaryDirectory() as folder:
        in_model = Path(folder) / "domain.yml"
        meant.persist(in_model)
        return meant.responses, Domain.from_dict(read_yaml(read_file(in_model))).responses


def _sample(responses: Responses) -> Responses:
    if len(responses) <= SAMPLE:
        return responses
    step = -(-len(responses) // SAMPLE)
    return {
        name: wordings
        for number, (name, wordings) in enumerate(responses.items())
        if number % step == 0 or any(map(is_special, _texts(wordings)))
    }


def is_special(text: str) -> bool:
    """True where a writer of YAML can't just put the text down."""
    return len(text) > _WRAPPED or bool(_SPECIAL.search(text))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(key)
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
