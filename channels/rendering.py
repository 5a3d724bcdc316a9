"""Events of the tracker as messages of the contract: payloads of buttons become ids, everything internal stays here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from typing import Any

from channels.names import Names
from channels.transcript import Said

# Where the channel keeps its own notes in the metadata of a customer's message.
NOTES = "folio"
SHOWN = "shown"  # what the customer saw themselves say: the text as typed, or the button's title
DIGEST = "digest"


def replies(said: list[Said], conversation_id: str, names: Names) -> list[dict[str, Any]]:
    """The assistant's messages up to the customer's next one."""
    messages = []
    for one in said:
        if one.by_customer:
            break
        message = reply(one, conversation_id, names)
        if message is not None:
            messages.append(message)
    return messages


def reply(said: Said, conversation_id: str, names: Names) -> dict[str, Any] | None:
    """`seq` and what there is of text, buttons and custom; None where there is nothing to show."""
    event = said.event
    data = event.get("data") or {}
    message: dict[str, Any] = {}
    if event.get("text"):
        message["text"] = str(event["text"])
    buttons = [{"title": title, "payload": names.button(conversation_id, payload)} for title, payload in offered(event)]
    if buttons:
        message["buttons"] = buttons
    custom = data.get("custom")
    if isinstance(custom, Mapping) and custom:
        message["custom"] = custom
    return {"seq": said.seq, **message} if message else None


def offered(event: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Title and payload of each button of an assistant's message."""
    for button in (event.get("data") or {}).get("buttons") or ():
        title, payload = button.get("title"), button.get("payload")
        if isinstance(title, str) and isinstance(payload, str) and payload:
            yield title, payload


def past(said: Said, conversation_id: str, names: Names) -> dict[str, Any] | None:
    """A message of the history, by either side; None where there is nothing to show."""
    at = datetime.fromtimestamp(float(said.event.get("timestamp") or 0), timezone.utc).isoformat(
        timespec="milliseconds"
    )
    if not said.by_customer:
        message = reply(said, conversation_id, names)
        return None if message is None else {"seq": said.seq, "at": at, "from": "folio", **message}
    text = notes(said).get(SHOWN) or said.event.get("text")
    if not text:
        return None
    client_id = said.event.get("message_id")
    return {"seq": said.seq, "at": at, "from": "customer", "text": str(text), "id": client_id}


def notes(said: Said) -> Mapping[str, Any]:
    """The channel's own notes on a customer's message; empty for messages of other channels."""
    found = (said.event.get("metadata") or {}).get(NOTES)
    return found if isinstance(found, Mapping) else {}
