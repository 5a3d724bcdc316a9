"""The conversation itself, the same over REST and socket.io: a message comes in, Rasa answers, the tracker remembers.

Replies are read back from the saved tracker, never taken from what Rasa sends while it works: so what a client was told
is what the history says, a turn that could not be saved is no answer, and a repeat gets the same words after a restart.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage

from adapters.channel_settings import ChannelSettings
from adapters.statements import KEY as STATEMENT
from adapters.statements import Statement, sign_statement
from adapters.tokens import Identity
from channels import rendering
from channels.incoming import Incoming, not_issued
from channels.names import Names
from channels.problems import Problem
from channels.transcript import Said, Transcript
from channels.turns import Messages, Turn, Turns, reused

log = logging.getLogger(__name__)

CHANNEL = "folio"
MOST_REPLIES = 100
# Rasa gives an action 300 s; its lock on the conversation must outlive that, or two turns run at once.
LOCK_SECONDS = 330
LOCK_WAIT = 0.1  # seconds between looks at a lock that another process holds
BUTTONS_AT_ONCE = 50  # messages searched for a button in one go

UNAVAILABLE = "I can't answer right now. Please try again in a minute; nothing is lost."


class Silent(OutputChannel):  # type: ignore[misc]
    """Replies are read from the tracker, so what Rasa sends meanwhile goes nowhere."""

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        pass


class Conversations:
    """All conversations of this process. `replied(conversation_id, client_id, messages)` is told of each new answer."""

    def __init__(
        self,
        settings: ChannelSettings,
        *,
        agent: Callable[[], Agent],
        transcript: Callable[[], Transcript],
        replied: Callable[[str, str, Messages], None],
    ) -> None:
        self.names = Names(settings.conversation_secret)
        self._action_secret = settings.action_secret
        self._agent = agent
        self._transcript = transcript
        self._replied = replied
        self._turns = Turns()

    def receive(self, identity: Identity, incoming: Incoming) -> Turn:
        """Begins the turn for a message, or joins the one that is under way for the same id.

        Raises:
            Problem: 409 or 429; the turn's futures raise others.
        """
        conversation_id = self.names.conversation(identity)

        async def run(turn: Turn) -> Messages:
            try:
                return await self._run(turn, identity, conversation_id, incoming)
            except Problem as problem:
                if problem.status >= 500:
                    log.error("no answer: %s, reference %s", problem.detail, problem.reference)
                raise
            except Exception as error:
                unexpected = Problem(503, UNAVAILABLE)
                log.error("no answer, reference %s: %s", unexpected.reference, _anonymous(error))
                raise unexpected from error

        return self._turns.begin(conversation_id, incoming.id, incoming.digest, run)

    async def _run(self, turn: Turn, identity: Identity, conversation_id: str, incoming: Incoming) -> Messages:
        if not self._agent().is_ready():
            raise Problem(503, UNAVAILABLE, retry_after=5)
        transcript = self._transcript()
        answered = await self._answered(transcript, conversation_id, incoming)
        if answered:
            turn.accept(repeat=True)
            return answered
        if incoming.payload is None:
            text, shown = without_slash(incoming.message or ""), incoming.message or ""
        else:
            text, shown = await self._button(transcript, conversation_id, incoming.payload)
        turn.accept()
        await turn.my_turn()
        agent = self._agent()
        async with agent.lock_store.lock(conversation_id, LOCK_SECONDS, LOCK_WAIT):
            # Another process may have answered the same id since.
            answered = await self._answered(transcript, conversation_id, incoming)
            if answered:
                turn.repeat = True
                return answered
            await agent.processor.handle_message(self._message(identity, conversation_id, incoming, text, shown))
            messages = await self._answered(transcript, conversation_id, incoming)
        if not messages:
            raise Problem(503, UNAVAILABLE)
        # Without waiting: whoever asks for this id from now on gets a turn of its own, and what was said by that.
        self._replied(conversation_id, incoming.id, messages)
        return messages

    def _message(
        self, identity: Identity, conversation_id: str, incoming: Incoming, text: str, shown: str
    ) -> UserMessage:
        statement = sign_statement(self._action_secret, Statement(identity.customer_id, conversation_id))
        notes = {rendering.SHOWN: shown, rendering.DIGEST: incoming.digest}
        return UserMessage(
            text,
            Silent(),
            conversation_id,
            input_channel=CHANNEL,
            message_id=incoming.id,
            metadata={STATEMENT: statement, rendering.NOTES: notes},
        )

    async def _answered(self, transcript: Transcript, conversation_id: str, incoming: Incoming) -> Messages:
        """The answer that this id got already; empty where it got none, so that it may be tried again.

        Raises:
            Problem: 409, the id was used for another body.
        """
        attempts = await transcript.attempts(conversation_id, incoming.id)
        if any(rendering.notes(attempt).get(rendering.DIGEST) != incoming.digest for attempt in attempts):
            raise reused()
        for attempt in reversed(attempts):
            said = await transcript.after(conversation_id, attempt.seq, MOST_REPLIES)
            messages = rendering.replies(said, conversation_id, self.names)
            if messages:
                return messages
        return []

    async def _button(self, transcript: Transcript, conversation_id: str, button_id: str) -> tuple[str, str]:
        """Payload and title of the button with this id, which the assistant has offered in this conversation."""
        seq = None
        while said := await transcript.before(conversation_id, seq, BUTTONS_AT_ONCE, ("bot",)):
            for one in reversed(said):
                for title, payload in rendering.offered(one.event):
                    if self.names.button(conversation_id, payload) == button_id:
                        return payload, title
            seq = said[0].seq
        raise not_issued()

    async def history(self, identity: Identity, *, before: int | None, limit: int) -> dict[str, Any]:
        """The last `limit` messages before `before`, oldest first, and whether there are older ones."""
        conversation_id = self.names.conversation(identity)
        transcript = self._transcript()
        newest_first: list[dict[str, Any]] = []
        seq = before
        while len(newest_first) <= limit and (said := await transcript.before(conversation_id, seq, 2 * limit + 2)):
            for one in reversed(said):
                message = rendering.past(one, conversation_id, self.names)
                unanswered = not newest_first or newest_first[-1]["from"] == "customer"
                if message is None or (
                    one.by_customer and unanswered and await self._tried_again(transcript, conversation_id, one)
                ):
                    continue
                newest_first.append(message)
            seq = said[0].seq
        return {"messages": newest_first[:limit][::-1], "more": len(newest_first) > limit}

    async def _tried_again(self, transcript: Transcript, conversation_id: str, said: Said) -> bool:
        """Whether the same message came again later, after an attempt that got no answer: it was said only once."""
        client_id = said.event.get("message_id")
        if not isinstance(client_id, str) or not rendering.notes(said):
            return False
        attempts = await transcript.attempts(conversation_id, client_id)
        return bool(attempts) and attempts[-1].seq != said.seq


def without_slash(text: str) -> str:
    """What understanding reads: Rasa takes a text that begins with a slash for an intent, or an order to restart."""
    return re.sub(r"^[\s/]+", "", text) or "?"


def _anonymous(error: BaseException) -> str:
    """Kind and place of an error, without its words: they may repeat what a customer said."""
    places = traceback.extract_tb(error.__traceback__)[-6:]
    return f"{type(error).__name__} at " + " < ".join(f"{place.filename}:{place.lineno}" for place in reversed(places))
