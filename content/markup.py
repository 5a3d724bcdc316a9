"""Entity markup: `what did [VTI](security) pay` ↔ plain text and spans.

The grammar is Rasa's own (`rasa.shared.nlu.training_data.entities_parser`), because what is written here is read
there; an own copy of its expression keeps the readers free of Rasa. Rasa knows no escape for brackets, but `[x][]`, a
list of no entities, stands for a plain `x`: so `[[a][]](b)` is the literal text `[a](b)`.
"""

from __future__ import annotations

import json
import re

from content.nesting import loads
from content.records import Span

# The same expression as Rasa's ENTITY_REGEX; a test compares the two.
ANNOTATION = re.compile(
    r"\[(?P<entity_text>[^\]]+?)\](\((?P<entity>[^:)]+?)(?:\:(?P<value>[^)]+))?\)"
    r"|\{(?P<entity_dict>[^}]+?)\}|\[(?P<list_entity_dicts>.*?)\])"
)
_DICT = re.compile(r"\{(?P<entity_dict>[^}]+?)\}")
_ENTITY_NAME = re.compile(r"(?=.*[^\W\d_])\w[\w.\-]*")  # "9th", but no number: [see](1) is a slip
_KEYS = {"entity", "value", "role", "group"}

# What somebody who meant to annotate leaves behind: a bracket that opens or closes right before (…) or {…}.
_BROKEN = (
    (re.compile(r"\[\s*\]\s?[({]"), "nothing stands between the brackets"),
    (re.compile(r"\[[^\]]+\]\s+\(\w+\)|\[[^\]]+\]\s+\{"), "there is a space between ']' and the entity"),
    (re.compile(r"\[[^\]]+\]\(\s*(:[^)]*)?\)|\[[^\]]+\]\{\s*\}"), "the entity has no name"),
    (re.compile(r"\[[^\]]+\]\([^):]+:\)"), "nothing stands after ':'"),
    (re.compile(r"\[[^\[\]]*\]\]\([\w.:-]+\)"), "there is a ']' too many"),
    (re.compile(r"\[[^\]]+\]\([^)]*$|\[[^\]]+\]\{[^}]*$"), "the entity's bracket is not closed"),
    (re.compile(r"\[[^\]\[]*\(\w+\)"), "']' is missing before '('"),
    (re.compile(r"^[^\[]*\]\(\w+\)"), "'[' is missing"),
)


class MarkupError(ValueError):
    """Text whose annotation can't be read; the message says why."""


def parse(annotated: str) -> tuple[str, tuple[Span, ...]]:
    """Return the plain text and its spans.

    Raises MarkupError where an annotation is malformed. Brackets that annotate nothing stay as they are.
    """
    plain: list[str] = []
    leftovers: list[str] = []
    spans: list[Span] = []
    length = position = 0
    escapes = False
    for match in ANNOTATION.finditer(annotated):
        before = annotated[position : match.start()]
        text = match["entity_text"]
        plain += [before, text]
        leftovers.append(before)
        length += len(before)
        spans += [_span(found, start=length, text=text) for found in _entities(match)]
        length += len(text)
        escapes = escapes or match["list_entity_dicts"] == ""
        position = match.end()
    plain.append(annotated[position:])
    leftovers.append(annotated[position:])
    for leftover in () if escapes else leftovers:  # who escapes brackets knows what the others do
        for broken, why in _BROKEN:
            if found := broken.search(leftover):
                raise MarkupError(f"malformed annotation {_short(found[0])}: {why}")
    return "".join(plain), tuple(spans)


def render(text: str, spans: tuple[Span, ...] = ()) -> str:
    """Return `text` with its spans annotated and its own brackets escaped, so that `parse` gives both back.

    Raises ValueError for overlapping spans and for a span over a closing bracket, which the grammar can't hold.
    """
    by_range: dict[tuple[int, int], list[Span]] = {}
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        by_range.setdefault((span.start, span.end), []).append(span)
    parts: list[tuple[str, str]] = []  # (text, annotation)
    position = 0
    for (start, end), here in by_range.items():
        if start < position or end > len(text) or start >= end:
            raise ValueError(f"span {start}–{end} overlaps another one or lies outside of the text {text!r}")
        covered = text[start:end]
        if "]" in covered:
            raise ValueError(f"span {start}–{end} covers a closing bracket in {text!r}")
        parts += [(text[position:start], ""), (covered, _annotation(covered, here))]
        position = end
    parts.append((text[position:], ""))
    return _join(parts)


def is_entity_name(name: str) -> bool:
    return bool(_ENTITY_NAME.fullmatch(name))


def _join(parts: list[tuple[str, str]]) -> str:
    """Write the parts; where some plain text could be taken for an annotation, escape every `[` of it."""
    plain = [text for text, annotation in parts if not annotation]
    brackets = any("[" in text for text in plain)
    risky = any(ANNOTATION.search(text) or _looks_broken(text) for text in plain)
    careful = risky or (brackets and len(plain) < len(parts))
    written: list[str] = []
    escaped = brackets
    for text, annotation in parts:
        if annotation:
            written.append(f"[{text}]{annotation}")
        elif careful and not escaped and (other := re.search(r"[^\]]", text)):
            # A stray "](b)" has no bracket to escape; any escape says that the text is meant as it stands.
            written.append(f"{text[: other.start()]}[{other[0]}][]{text[other.end() :]}")
            escaped = True
        else:
            written.append(text.replace("[", "[[][]") if careful else text)
    return "".join(written)


def _looks_broken(text: str) -> bool:
    return any(broken.search(text) for broken, _ in _BROKEN)


def _annotation(covered: str, spans: list[Span]) -> str:
    only = spans[0]
    short = not _odd(covered) and len(spans) == 1 and only.value in (None, covered) and not only.role and not only.group
    if short and not re.search(r"[:)]", only.entity):
        return f"({only.entity})"
    dicts = ", ".join(_dict(span, covered) for span in spans)
    return dicts if len(spans) == 1 else f"[{dicts}]"


def _dict(span: Span, covered: str) -> str:
    found = {"entity": span.entity, "role": span.role, "group": span.group, "value": span.value}
    if span.value == covered:
        del found["value"]
    written = json.dumps({key: value for key, value in found.items() if value is not None}, ensure_ascii=False)
    # The grammar ends at the first } or ], even inside a JSON string.
    body = written[1:-1].replace("}", "\\u007d").replace("]", "\\u005d").replace("{", "\\u007b")
    return "{" + body + "}"


def _entities(match: re.Match[str]) -> list[dict[str, str]]:
    if match["entity"]:
        if why := _odd(match["entity_text"]):
            raise MarkupError(f"malformed annotation {_short(match[0])}: {why}")
        found = {"entity": match["entity"]}
        if match["value"]:
            found["value"] = match["value"]
        return [found]
    if match["entity_dict"]:
        return [_json(match["entity_dict"], match[0])]
    return [_json(inner["entity_dict"], match[0]) for inner in _DICT.finditer(match["list_entity_dicts"])]


def _odd(words: str) -> str:
    """Return what is odd about marked words, "" for nothing; whoever means such words writes the entity in braces."""
    if not words.strip():
        return "nothing but blanks is marked"
    return "a '[' stands inside of the marked words" if "[" in words else ""


def _json(body: str, whole: str) -> dict[str, str]:
    try:
        found = loads("{" + body + "}")
    except ValueError as error:
        raise MarkupError(
            f'malformed annotation {_short(whole)}: the part in braces is no JSON such as {{"entity": "period"}}'
        ) from error
    unknown = sorted(set(found) - _KEYS)
    if unknown:
        raise MarkupError(f"malformed annotation {_short(whole)}: unknown key {unknown[0]!r}")
    if found.get("value") == "":
        raise MarkupError(f"malformed annotation {_short(whole)}: the value is empty")
    if not isinstance(found.get("entity"), str):
        raise MarkupError(f"malformed annotation {_short(whole)}: the key 'entity' is missing")
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in found.items()}


def _span(found: dict[str, str], *, start: int, text: str) -> Span:
    entity = found["entity"]
    if not is_entity_name(entity):
        raise MarkupError(f"malformed annotation [{text}]({entity}): {entity!r} is no name of an entity")
    value = found.get("value")
    return Span(
        start=start,
        end=start + len(text),
        entity=entity,
        value=None if value == text else value,
        role=found.get("role") or None,
        group=found.get("group") or None,
    )


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:37] + "…")
