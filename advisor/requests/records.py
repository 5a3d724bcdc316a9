"""What goes into a request's dialogue and what comes out of it.

begin, go_on ──▶ Asks: a question, or the summary, is open
                 Confirmed: a clear yes to the summary that was shown; to be recorded, once
                 Left: given up, or there is nothing to be done
                 NotForMe: the message is about something else, and the draft waits
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from advisor.dialogue import Mention, ReplyButton
from advisor.model import Account, Customer
from advisor.repository import Repository
from advisor.requests.store import NewRequest, Recorded
from advisor.settings import Settings

_DEFAULTS = Settings()
CONFIRM = "confirm"  # what `Draft.asked` is while the summary waits for a yes


@dataclass(frozen=True)
class Heard:
    """One message of the customer; `button` where it is the click's own command, such as `/affirm`."""

    text: str
    intent: str
    confidence: float = 1.0
    mentions: tuple[Mention, ...] = ()
    button: bool = False


@dataclass(frozen=True)
class Offer:
    """A choice of the open question: who says `title`, typed or by its button, means `value` and nothing else."""

    title: str
    value: str


@dataclass(frozen=True)
class Draft:
    """A request that isn't recorded yet. It says nothing about whose it is.

    `fields` hold what is known, as texts that read back exactly: an account id, "500.00", an ISO date. `asked` is the
    field that the open question asks for, `CONFIRM` while the summary waits, None before the first question. `offered`
    are the choices of that question, `tries` how often in a row it was asked without getting on. `heard_at` is the time
    of the customer's last message for it.
    """

    kind: str
    draft_id: str
    heard_at: datetime
    fields: Mapping[str, str] = field(default_factory=dict)
    asked: str | None = None
    offered: tuple[Offer, ...] = ()
    tries: int = 0

    def to_json(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "draft_id": self.draft_id,
            "heard_at": self.heard_at.isoformat(),
            "fields": dict(self.fields),
            "asked": self.asked,
            "offered": [[offer.title, offer.value] for offer in self.offered],
            "tries": self.tries,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, object]) -> Draft:
        """Raises ValueError, KeyError or TypeError for what `to_json` has not made."""
        fields, offered = value["fields"], value["offered"]
        if not isinstance(fields, Mapping) or not isinstance(offered, Sequence):
            raise TypeError("advisor.requests: a draft's fields are a mapping and its offers a list")
        return cls(
            kind=str(value["kind"]),
            draft_id=str(value["draft_id"]),
            heard_at=datetime.fromisoformat(str(value["heard_at"])),
            fields={str(name): str(known) for name, known in fields.items()},
            asked=None if value["asked"] is None else str(value["asked"]),
            offered=tuple(Offer(str(title), str(choice)) for title, choice in offered),
            tries=int(str(value["tries"])),
        )


@dataclass(frozen=True)
class World:
    """What a request is checked against: this customer's own data, as they are now.

    `repository` is a view that `Repository.reading` has opened; `now` has its time zone; `requests` are the customer's
    own that are still open, `taken` the beginnings of calls that are asked for already, by anybody.
    """

    customer: Customer
    repository: Repository
    today: date
    now: datetime
    settings: Settings = _DEFAULTS
    requests: Sequence[Recorded] = ()
    taken: Sequence[datetime] = ()
    worked_out: dict[str, Decimal] = field(default_factory=dict, compare=False, repr=False)  # by account, once

    @cached_property
    def accounts(self) -> Sequence[Account]:
        """Those that are open today, by account id."""
        found = self.repository.accounts(self.customer.customer_id)
        return [account for account in found if account.opened_on <= self.today]


@dataclass(frozen=True)
class Said:
    """What to tell the customer; `facts` and `chart` hold JSON values only."""

    text: str
    buttons: tuple[ReplyButton, ...] = ()
    facts: Mapping[str, object] | None = None
    chart: Mapping[str, object] | None = None


@dataclass(frozen=True)
class Asks:
    draft: Draft
    said: Said


@dataclass(frozen=True)
class Confirmed:
    """The customer has said yes to the summary of `draft`; `request` is what to record.

    With `withdraws`, nothing is recorded: the customer's own open request of that reference is taken back.
    """

    draft: Draft
    request: NewRequest
    withdraws: str | None = None


@dataclass(frozen=True)
class Left:
    said: Said


@dataclass(frozen=True)
class NotForMe:
    pass


Step = Asks | Confirmed | Left | NotForMe
