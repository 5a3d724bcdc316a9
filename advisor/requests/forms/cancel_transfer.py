"""Calling something off: a transfer on its way, through the back office, or a request of one's own, at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from advisor.dialogue import ReplyButton
from advisor.model import Transfer
from advisor.requests.field import Known
from advisor.requests.fields.account import account_title
from advisor.requests.fields.amount import money
from advisor.requests.fields.choice import ChoiceField, Option
from advisor.requests.form import Form
from advisor.requests.records import Offer, Said, World
from advisor.requests.store import NewRequest, Recorded
from advisor.wording.voice import Voice

_DEPOSIT = r"\bdeposit\w*|\bpay[- ]?in\w*|\bpaid in\b|\bcontribut\w+|\btop[- ]?up\w*|\bincoming\b"
# "Withdraw my request" is about a request, of whatever kind, and no withdrawal.
_OWN_REQUEST = (
    r"(?:my|the|that|this|an?|any|all|every) (?:(?:last|latest|newest|open|recent|other|whole) )?requests?\b(?! for)"
)
_OWN = (
    rf"\b{_OWN_REQUEST}"
    r"|\b(?:what|things?|everything|something|order) (?:that )?i (?:\w+ )?(?:asked|ordered|requested|filed)\b"
)
_WITHDRAWAL = rf"\bwithdr\w+\b(?! {_OWN_REQUEST})|\bcash[- ]?out\w*|\bpay[- ]?out\w*|\bdistribution\w*|\boutgoing\b"
_WORDS = {
    "deposit": _DEPOSIT,
    "withdrawal": _WITHDRAWAL,
    "withdraw": _WITHDRAWAL,
    "recurring_deposit": r"\b(?:automatic|auto|recurring)\b",
    "schedule_call": r"\b(?:call|appointment|meeting)\b",
    "open_goal": r"\bgoal\b",
    "statement_request": r"\bstatement\b|\breport\b",
    "change_risk_level": r"\brisk\b",
}


def _pending(world: World) -> Sequence[Transfer]:
    ids = [account.account_id for account in world.accounts]
    found = world.repository.transfers(ids, until=world.today) if ids else ()
    asked = {r.details.get("what") for r in world.requests if r.kind == "cancel_transfer"}
    return [row for row in found if row.status == "pending" and row.transfer_id not in asked]


def _title(row: Transfer, world: World) -> str:
    way = "into" if row.direction == "deposit" else "from"
    day = Voice(world.customer.currency, world.settings.locale, None).day(row.requested_on)
    account = account_title(row.account_id, world)
    return f"{row.direction.capitalize()} of {money(row.amount, world)} {way} {account}, {day}"


def _options(known: Known, world: World) -> Sequence[Option]:
    """Requests first: they are the newest, and in the customer's own hand."""
    own = [
        Option(
            Offer(f"{request.reference}: {request.summary}", request.reference),
            request.account_id,
            None if request.amount is None else f"{request.amount:.2f}",
            "|".join(filter(None, (_OWN, _WORDS.get(request.kind)))),
        )
        for request in world.requests
        if request.status == "open"
    ]
    transfers = [
        Option(Offer(_title(row, world), row.transfer_id), row.account_id, f"{row.amount:.2f}", _WORDS[row.direction])
        for row in _pending(world)
    ]
    return [*own, *transfers]


def _refused(world: World) -> Said | None:
    if _options({}, world):
        return None
    return Said(
        "Nothing of yours is on its way that could be cancelled: no pending transfer and no open request.",
        (ReplyButton("My transfers", "transfer_status", {}), ReplyButton("Talk to a person", "human_handoff", {})),
    )


def _which(known: Known, world: World) -> str:
    return "Which one would you like to cancel?"


def _own(known: Known) -> str | None:
    return known["what"] if known["what"].startswith("REQ-") else None


def _summary(known: Known, world: World) -> str:
    title = next((o.offer.title for o in _options(known, world) if o.offer.value == known["what"]), known["what"])
    if _own(known) is not None:
        return f"Withdraw your request {title}"
    return f"Cancel the {title[:1].lower()}{title[1:]}."


def _request(request: NewRequest, known: Known, world: World) -> NewRequest:
    row = next((row for row in _pending(world) if row.transfer_id == known["what"]), None)
    return request if row is None else replace(request, account_id=row.account_id, amount=row.amount)


def _done(recorded: Recorded, world: World) -> str:
    return "Our team tries to stop the transfer; if it is too far on its way already, they tell you."


CANCEL_TRANSFER = Form(
    kind="cancel_transfer",
    fields=(ChoiceField("what", _options, _which, called=("transfer", "one"), gone="That one isn't open any more."),),
    summary=_summary,
    request=_request,
    done=_done,
    refused=_refused,
    withdraws=_own,
    question="Shall I do that?",
    own_words=r"\b(?:cancel|stop|withdraw|undo|take back)(?: it| that| this| them)?\b",
)
