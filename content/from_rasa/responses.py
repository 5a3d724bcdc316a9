"""A domain's responses → ours: texts as the reader sees them, buttons, and the rest as `more`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from content.names import is_intent_name
from content.nesting import json_text
from content.rasa_project.braces import from_template
from content.rasa_project.domain import NOT_ASCII
from content.records import Button, Response
from content.texts import clean, one_line


def read_responses(found: Mapping[str, Any], intents: Collection[str], notes: list[str]) -> tuple[Response, ...]:
    """Return all responses that our workbook can name; `intents` are those that buttons may send."""
    responses: list[Response] = []
    for name, wordings in found.items():
        short = str(name).removeprefix("utter_")
        if not str(name).startswith("utter_") or not is_intent_name(short):
            notes.append(f"domain, response '{name}': its name can't stand in a workbook, left out")
        elif wordings:
            folded = _with_line_feeds(wordings)
            if folded != wordings:
                notes.append(f"domain, response '{name}': line ends are written as Rasa's models have them, as LF")
            responses.append(_response(str(name), folded, intents))
    return tuple(responses)


def _with_line_feeds(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, Mapping):
        return {key: _with_line_feeds(item) for key, item in value.items()}
    return [_with_line_feeds(item) for item in value] if isinstance(value, list) else value


def _response(name: str, wordings: list[dict[str, Any]], intents: Collection[str]) -> Response:
    fills = any(from_template(text) is None for wording in wordings for text in _templates(wording))
    lists = [_buttons(wording, fills, intents) for wording in wordings]
    texts: list[str] = []
    more: list[str] = []
    for wording, buttons in zip(wordings, lists, strict=True):
        text = _plain(str(wording.get("text") or ""), fills)
        extra = {
            key: value for key, value in wording.items() if key != "text" and (key, value) != ("metadata", NOT_ASCII)
        }
        if buttons is not None:
            extra.pop("buttons", None)
        if clean(text) != text or (not text and "text" in wording):
            extra["text"] = wording.get("text")  # white space at its edges, which a cell would lose
        texts.append(clean(text))
        more.append(json_text(extra) if extra else "")
    return Response(
        name=name,
        texts=tuple(texts),
        buttons=_numbered(lists),
        fills_slots=fills,
        more=tuple(more) if any(more) else (),
    )


def _templates(wording: Mapping[str, Any]) -> list[str]:
    """Return everything in which Rasa would fill slots and that our sheets show."""
    buttons = [str(button.get(key, "")) for button in wording.get("buttons") or [] for key in ("title", "payload")]
    return [str(wording.get("text") or ""), *buttons]


def _plain(template: str, fills: bool) -> str:
    return template if fills else from_template(template) or ""


def _buttons(wording: Mapping[str, Any], fills: bool, intents: Collection[str]) -> list[Button] | None:
    """Return the buttons, None where they are more than title and payload: then they stay in `more` as they are."""
    found: list[Button] = []
    for button in wording.get("buttons") or []:
        title, payload = button.get("title"), button.get("payload")
        if set(button) != {"title", "payload"} or not isinstance(title, str) or not isinstance(payload, str):
            return None
        title, sends = _plain(title, fills), _sends(_plain(payload, fills), intents)
        if not title or one_line(title) != title or sends is None:
            return None
        found.append(Button(title, sends))
    return found


def _sends(payload: str, intents: Collection[str]) -> str | None:
    if not payload or clean(payload) != payload:
        return None
    if not payload.startswith("/"):
        return f'"{payload}"'
    name = payload[1:].split("{", 1)[0].split("@", 1)[0].strip()
    if name not in intents:
        return None
    return name if payload == f"/{name}" else payload


def _numbered(lists: Sequence[list[Button] | None]) -> tuple[Button, ...]:
    """Buttons under every wording stand once; others bear the number of theirs."""
    if all(buttons == lists[0] for buttons in lists):
        return tuple(lists[0] or ())
    return tuple(
        Button(button.title, button.sends, number)
        for number, buttons in enumerate(lists, start=1)
        for button in buttons or ()
    )
