"""Rasa's own command without its libraries' noise: `python -m scripts.rasa train`, arguments as with `rasa`."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import warnings
from hashlib import md5
from typing import Any

from actions.digression import LEFT_TO_OTHERS
from actions.topic import SLOT as TOPIC
from adapters.settings import SettingsError
from scripts.channel_environment import set_channel_environment
from scripts.quiet import quiet_environment

# True of Folio by design, and said at each start: lookups are read by our own tagger, DIET trains in few epochs,
# slots are set by actions.
KNOWN = (
    "lookup table",
    "consisting of entity examples",
    "evaluate_every_number_of_epochs",
    "Slot auto-fill has been removed",
)
LOGGER_OF_ACTIONS = "rasa.core.actions.action"


def main() -> None:
    """Run `rasa` in this process; only warnings that are meant for its users, and new to them, are shown."""
    os.environ.update(quiet_environment())
    show = warnings.showwarning

    def show_useful(message: Any, category: type[Warning], *place: Any, **more: Any) -> None:
        if issubclass(category, UserWarning) and not any(known in str(message) for known in KNOWN):
            show(message, category, *place, **more)

    warnings.showwarning = show_useful
    sys.argv[0] = "rasa"
    if sys.argv[1:2] in (["run"], ["shell"]) and "actions" not in sys.argv[2:3]:  # those read endpoints.yml
        try:
            set_channel_environment()
        except SettingsError as error:
            sys.exit("\n".join(f"folio: {problem}" for problem in error.problems))
    # That a form or the follow-up action leaves a message to others is no error, though Rasa logs it as one.
    logging.getLogger(LOGGER_OF_ACTIONS).addFilter(is_not_left_to_others)
    from rasa.__main__ import main as rasa

    if sys.argv[1:2] in (["run"], ["shell"]):
        carry_over_each_slot_once()
    if sys.argv[1:2] == ["shell"] and not sys.stdin.isatty():
        read_lines()
    if sys.argv[1:2] == ["train"]:
        hash_quickly()
    try:
        rasa()
    except Exception as error:
        sentence = encoder_error(error)
        if sentence is None:
            raise
        sys.exit(f"rasa: {sentence}")


def is_not_left_to_others(record: logging.LogRecord) -> bool:
    return record.getMessage() not in LEFT_TO_OTHERS


def hash_quickly() -> None:
    """Saves some fifteen seconds of each training, in which Rasa hashes what it holds again and again.

    Equal messages have the same text and intent in any case, and are compared whole after that; tokens and features are
    hashed at once rather than field by field, and features as the bytes they are. Hashes stay stable: Rasa's cache of
    trained components goes by them.
    """
    from rasa.nlu.tokenizers.tokenizer import Token
    from rasa.shared.nlu.constants import INTENT, TEXT
    from rasa.shared.nlu.training_data.features import Features
    from rasa.shared.nlu.training_data.message import Message

    of_any_features = Features.fingerprint

    def of_features(features: Any) -> str:
        if features._cached_fingerprint is None and features.is_dense():
            about = repr((features.type, features.origin, features.attribute, features.features.shape))
            features._cached_fingerprint = md5(about.encode() + features.features.tobytes()).hexdigest()
        return str(of_any_features(features))

    def of_token(token: Any) -> str:
        about = repr((token.text, token.start, token.end, token.lemma, sorted(token.data.items())))
        return md5(about.encode("utf-8", "surrogatepass")).hexdigest()

    Message.__hash__ = lambda message: hash((message.data.get(TEXT), message.data.get(INTENT)))
    Token.fingerprint = of_token
    Features.fingerprint = of_features


def carry_over_each_slot_once() -> None:
    """Lets a new session begin with the last value of each slot, but without a topic, which belongs to its session.

    Rasa writes anew all that was ever set, with the present time: of a customer who comes every week nothing would grow
    old enough to be deleted, and each session would begin longer than the last.
    """
    from rasa.core.actions.action import ActionSessionStart
    from rasa.shared.core.events import SlotSet
    from rasa.shared.core.trackers import DialogueStateTracker

    def last_of_each(tracker: DialogueStateTracker) -> list[SlotSet]:
        last = {event.key: event for event in tracker.applied_events() if isinstance(event, SlotSet)}
        last.pop(TOPIC, None)
        return [SlotSet(event.key, event.value, metadata=event.metadata) for event in last.values()]

    ActionSessionStart._slot_set_events_from_tracker = staticmethod(last_of_each)


def read_lines() -> None:
    """Lets the shell take its messages from a pipe or a file, one a line, and end with it.

    Rasa asks for them with a prompt that needs a terminal: at the end of a file it fails, and answers with buttons want
    arrow keys. Here buttons are listed and a line is the next message, or the `/intent` of a button.
    """
    from rasa.core.channels import console

    async def next_line(answer: dict[str, Any] | None) -> str | None:
        if answer is not None:
            console._print_bot_output(answer)
        while line := await asyncio.to_thread(sys.stdin.readline):
            text = str(line).strip()
            if text:
                print(f"Your input -> {text}", flush=True)
                return text
        return None

    console._get_user_input = next_line


def encoder_error(error: BaseException | None) -> str | None:
    """The sentence of an EncoderError among the causes: it says how to mend it, which Rasa's traceback hides."""
    from nlu.encoder import EncoderError

    while error is not None:
        if isinstance(error, EncoderError):
            return str(error)
        error = error.__cause__ or error.__context__
    return None


if __name__ == "__main__":
    main()
