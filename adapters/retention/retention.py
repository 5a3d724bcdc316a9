"""What is to go by now, in both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from adapters.retention.conversations import Conversations, Events
from adapters.retention.periods import conversations_before, records_before
from adapters.retention.records import Ended, Records


@dataclass(frozen=True)
class Retention:
    """`clock` is the real one in UTC, never FOLIO_TODAY: a demo's date must not make anything look old that isn't.

    `records` is None where FOLIO_TODAY is set. Requests then bear its date, which tells nothing of their real age, so
    they are left alone. Rasa dates conversations by the real clock in any case.
    """

    conversations: Conversations
    records: Records | None
    clock: Callable[[], datetime]

    def close(self) -> None:
        self.conversations.close()
        if self.records is not None:
            self.records.close()

    def conversations_before(self) -> datetime:
        return conversations_before(self.clock())

    def records_before(self) -> datetime:
        return records_before(self.clock())

    def old_conversations(
        self, *, dry_run: bool = False, told: Callable[[int], None] = lambda count: None
    ) -> Events | None:
        """Delete what was said too long ago, or with `dry_run` only count it; None where there are no conversations.

        Raises `DataUnavailable`.
        """
        before = self.conversations_before()
        return self.conversations.count(before) if dry_run else self.conversations.delete(before, told=told)

    def old_records(self, *, dry_run: bool = False) -> Ended | None:
        """Likewise requests and cases that ended too long ago; None where they are left alone."""
        if self.records is None:
            return None
        before = self.records_before()
        return self.records.count(before) if dry_run else self.records.delete(before)
