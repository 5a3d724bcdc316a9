"""Entities of examples in the files of other tools: offsets beside a text, or texts in marked parts."""

from __future__ import annotations

import re
from typing import Final

from content.foreign.json_parse import Json
from content.foreign.notes import Notes
from content.foreign.raw import Text
from content.records import Span

_NOT_NAME: Final = re.compile(r"\W+")
_ENTITY_KEYS: Final = ("slot_name", "slotName", "alias", "entity", "entityType", "meta")


def join_parts(parts: list[dict[str, Json]], place: str) -> Text:
    """Dialogflow's and Snips' parts as one text with spans where a part names an entity."""
    text = ""
    spans = []
    for part in parts:
        piece = part.get("text")
        if not isinstance(piece, str):
            continue
        name = next((name for key in _ENTITY_KEYS if (name := _entity(part.get(key)))), "")
        if name and piece.strip() and "]" not in piece:
            start = len(text) + len(piece) - len(piece.lstrip())
            spans.append(Span(start, start + len(piece.strip()), name))
        text += piece
    return Text(text, place, tuple(spans))


def with_entities(text: Text, entities: Json, notes: Notes) -> Text:
    """The text with the spans of Rasa 1's `{start, end, entity, value}` or LUIS' `{startPos, endPos, entity}`."""
    spans: list[Span] = []
    for item in entities if isinstance(entities, list) else []:
        span = _span(item, text.text)
        overlaps = span is not None and any(span.start < other.end and other.start < span.end for other in spans)
        if span is None or overlaps:
            notes.count("entity that doesn't fit its example left out", text.place)
        else:
            spans.append(span)
    return Text(text.text, text.place, tuple(sorted(spans, key=lambda span: span.start)))


def _span(item: Json, text: str) -> Span | None:
    if not isinstance(item, dict):
        return None
    name = _entity(item.get("entity"))
    start, end = _offset(item, "start", "startPos"), _offset(item, "end", "endPos")
    if "endPos" in item and end is not None:
        end += 1  # LUIS counts the last character in
    if not name or start is None or end is None or not start < end <= len(text):
        return None
    covered = text[start:end]
    if covered != covered.strip() or "]" in covered:
        return None
    value = item.get("value")
    return Span(start, end, name, value if isinstance(value, str) and value not in ("", covered) else None)


def _offset(item: dict[str, Json], *keys: str) -> int | None:
    value = next((item[key] for key in keys if key in item), None)
    return int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 9 else None


def _entity(name: Json) -> str:
    """A name that Rasa's markup takes; empty where there is none."""
    clean = _NOT_NAME.sub("_", name).strip("_") if isinstance(name, str) else ""
    return clean if clean[:1].isalpha() else ""
