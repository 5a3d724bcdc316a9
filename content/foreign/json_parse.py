"""JSON text to values: numbers stay as they are written, keys given twice lose nothing, errors say where.

`NaN` and `Infinity`, which Python's reader takes and JSON doesn't know, are errors, all told at once.
"""

from __future__ import annotations

import json
import re
from typing import Final

from content.foreign.sniffing import Source, refuse
from content.nesting import MAX_DEPTH, is_too_deep
from content.problems import ContentError, Problem

Json = object  # str, bool, None, list[Json], dict[str, Json]


_STRING_OR_CONSTANT: Final = re.compile(r'"(?:[^"\\]|\\.)*"|(?P<constant>-?Infinity|NaN)', re.DOTALL)
_COMMENT: Final = re.compile(r"//|/\*|#|<!--")
_TRAILING_COMMA: Final = re.compile(r",\s*$")


class Twice(list[object]):
    """The values of a key that an object gives more than once, in their order."""


def parse(source: Source) -> Json:
    """The value of the file's JSON, or the list of its lines' values; raises ContentError with line and column."""
    text = source.text.lstrip("\ufeff")
    try:
        value = _value(source, text)
    except RecursionError:
        raise _too_deep(source) from None
    if is_too_deep(value):
        raise _too_deep(source)
    if problems := [
        Problem(
            f"{source.place}, {_place(text, match.start())}", f"{match[0]} is no value in JSON", "put null or a text"
        )
        for match in _STRING_OR_CONSTANT.finditer(text)
        if match["constant"]
    ]:
        raise ContentError(problems)
    return value


def _value(source: Source, text: str) -> Json:
    try:
        return _loads(text)
    except json.JSONDecodeError as error:
        lines = _json_lines(text)
        if lines is not None:
            return lines
        raise refuse(
            f"{source.place}, {_place(text, error.pos)}",
            f"is not valid JSON ({_plainly(error, text)})",
            "mend that place (a JSON checker shows it) and convert again",
        ) from None


def _place(text: str, position: int) -> str:
    line_start = text.rfind("\n", 0, position) + 1
    return f"line {text.count(chr(10), 0, position) + 1} column {position - line_start + 1}"


def _too_deep(source: Source) -> Exception:
    return refuse(source.place, f"nests deeper than {MAX_DEPTH} levels", "flatten it to a list of intents")


def _loads(text: str) -> Json:
    # Numbers as text: 1.50 stays 1.50, and a number of a million digits costs nothing.
    value: Json = json.loads(
        text, strict=False, object_pairs_hook=_object, parse_int=str, parse_float=str, parse_constant=str
    )
    return value


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    result: dict[str, Json] = {}
    for key, value in pairs:
        if key not in result:
            result[key] = value
            continue
        first = result[key]
        if isinstance(first, Twice):
            first.append(value)
        else:
            result[key] = Twice([first, value])
    return result


def _json_lines(text: str) -> list[Json] | None:
    """The values of a file with one object a line; None where a line is something else."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or not all(line.lstrip().startswith(("{", "[")) for line in lines):
        return None
    try:
        return [_loads(line.strip().rstrip(",")) for line in lines]
    except (json.JSONDecodeError, RecursionError):
        return None


def _plainly(error: json.JSONDecodeError, text: str) -> str:
    """Python's message, with the commonest mistakes named as people know them."""
    message, rest = error.msg, text[error.pos :].lstrip()
    if message.startswith("Expecting") and _COMMENT.match(rest):
        return "JSON has no comments"
    if rest[:1] in ("}", "]") and _TRAILING_COMMA.search(text[: error.pos]):
        return f"the comma before '{rest[0]}' is one too many"
    if message.startswith("Expecting property name"):
        return "a name in double quotes is missing; single quotes or a comma before '}' do this"
    if message.startswith("Expecting value"):
        return "a value is missing; a comma before ']' or text that is not JSON does this"
    if message.startswith("Expecting ',' delimiter"):
        return "a comma or a closing bracket is missing before this"
    if message.startswith("Extra data"):
        return "more text follows after the end of the JSON"
    if message.startswith("Unterminated string"):
        return "the text that starts here never ends; a quotation mark is missing"
    return message[:1].lower() + message[1:]
