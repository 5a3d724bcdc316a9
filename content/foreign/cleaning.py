"""Texts as Rasa can hold them: one line for examples, literal text for answers.

Nothing is interpreted: braces, brackets, tags and percent signs stay what they are.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from content.foreign.notes import Notes
from content.foreign.raw import Text
from content.records import Span

# Not printable in YAML (1.2, production c-printable), lone surrogates and the byte order mark among them.
_UNPRINTABLE: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_COMMON_LINE_END: Final = re.compile("\r\n|\r")
# All others at which `str.splitlines` parts; Rasa reads some back from a model as something else.
_RARE_LINE_END: Final = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_HTML: Final = re.compile(
    r"</?(?:a|b|i|u|p|br|hr|em|li|ol|ul|td|th|tr|h[1-6]|div|img|pre|code|font|span|table|tbody|strong|button|iframe|video)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_PLACEHOLDER: Final = re.compile(r"\{[^{}\n]*\}|%%[^%\n]+%%|<[A-Za-z_][\w ]*>")
_EXAMPLE_MARKUP: Final = re.compile(r"\[[^\]]+\][({]")
_EXAMPLE_PLACEHOLDER: Final = re.compile(r"\{[^{}]*\}|\[[^\[\]]*\]|<[^<>]+>")
LONG_ANSWER: Final = 640  # characters; Facebook Messenger refuses more


def fold(text: str) -> str:
    """One line without unprintable characters; every run of white space, U+00A0 too, becomes one space."""
    return " ".join(_UNPRINTABLE.sub("", " ".join(text.split())).split())


def same_form(text: str) -> str:
    """What two folded examples share when they say the same to Rasa, which reads without regard to case."""
    return text.casefold()


def clean_example(raw: Text, notes: Notes) -> Text | None:
    """The example folded to one line; None where nothing is left."""
    text = fold(raw.text)
    if not text:
        notes.count("empty example left out", raw.place)
        return None
    if text != raw.text:
        notes.count("stray white space or control characters folded in an example", raw.place)
    if text.startswith("/"):
        notes.count(
            "example starts with '/', which Rasa reads as a command when a user types it; kept as text", raw.place
        )
    if _EXAMPLE_MARKUP.search(text):
        notes.count("example looks like Rasa's entity markup; meant literally", raw.place)
    elif _EXAMPLE_PLACEHOLDER.search(text):
        notes.count("placeholder such as {x}, [x] or <X> in an example kept literally", raw.place)
    spans = raw.spans if text == raw.text else ()
    if raw.spans and not spans:
        spans = _moved(raw)
    return Text(text, raw.place, spans)


def _moved(raw: Text) -> tuple[Span, ...]:
    """The spans of a text in its folded form: each moves by what folding took away before it."""
    moved = []
    for span in raw.spans:
        covered = fold(raw.text[span.start : span.end])
        before = fold(raw.text[: span.start] + "|")[:-1]
        if covered and fold(raw.text)[len(before) : len(before) + len(covered)] == covered:
            moved.append(replace(span, start=len(before), end=len(before) + len(covered)))
    return tuple(moved)


def clean_answer(raw: Text, notes: Notes) -> Text | None:
    """The answer with its lines, without unprintable characters; None where nothing is left."""
    lines = _COMMON_LINE_END.sub("\n", raw.text)
    plain = _UNPRINTABLE.sub("", _RARE_LINE_END.sub("\n", lines))
    text = plain.strip()
    if not text:
        notes.count("empty answer left out", raw.place)
        return None
    if plain != lines:
        notes.count("rare line ends or control characters in an answer made plain line ends or left out", raw.place)
    if _HTML.search(text):
        notes.count("HTML in an answer kept literally; channels that don't show HTML show its tags", raw.place)
    elif _PLACEHOLDER.search(text):
        notes.count("placeholder such as {x}, %%X%% or <X> in an answer kept literally, nothing fills it", raw.place)
    if len(text) > LONG_ANSWER:
        notes.count(f"answer longer than {LONG_ANSWER} characters, more than some channels carry", raw.place)
    return Text(text, raw.place)
