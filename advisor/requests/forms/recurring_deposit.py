"""Automatic deposits: set one up, change one, or stop one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from advisor.model import RecurringDeposit
from advisor.requests.field import Known, Mode, Question, Reading
from advisor.requests.fields.account import AccountField, account_title
from advisor.requests.fields.amount import AmountField, money, offer_of
from advisor.requests.fields.changed_amount import ChangedAmountField
from advisor.requests.fields.choice import ChoiceField, Option
from advisor.requests.fields.day import DayField, on_day
from advisor.requests.fields.frequency import FrequencyField, pace_words
from advisor.requests.form import Form
from advisor.requests.forms.no_account import no_account
from advisor.requests.records import Heard, Offer, World
from advisor.requests.store import NewRequest, Recorded

_STOP = re.compile(
    r"\b(?:stop\w*|cancel\w*|paus\w*|end(?:ed|ing)?|kill|suspend\w*|halt\w*|quit|terminate|discontinue|delete|remove|skip"
    r"|no longer|don'?t (?:take|want)|(?:turn|switch)(?:ed|ing)? (?:it |that |them )?off|take me off)\b"
)
_CHANGE = re.compile(
    r"\b(?:chang\w*|rais\w*|lower\w*|increas\w*|reduc\w*|decreas\w*|bump\w*|cut|doubl\w*|tripl\w*|halv\w*|edit\w*|modif\w*"
    r"|adjust\w*|updat\w*|different day|switch|move my|rather than|instead of"
    r"|make it \$?\d+|make (?:the|my) (?:auto\w*|recurring|regular|contributions?|deposits?))\b"
)
_AGAIN = re.compile(r"\b(?:resum\w*|restart\w*|reactivat\w*|enabl\w*|turn(?:ed|ing)? (?:it |them )?(?:back )?on)\b")
_SET = re.compile(r"\b(?:set (?:it |one )?up|set up|new|start\w*|create|open|begin|arrange|another one)\b")
_SET_OFFER = Offer("Set one up", "set")
_OFFERS = (_SET_OFFER, Offer("Change one", "change"), Offer("Stop one", "stop"))


@dataclass(frozen=True)
class _WhatField:
    """Whether a plan is set up, changed or stopped; changing and stopping need one that is active."""

    name: str = "change"
    called: tuple[str, ...] = ()

    def is_needed(self, known: Known) -> bool:
        return True

    def read(self, heard: Heard, known: Known, world: World, *, mode: Mode) -> Reading | None:
        if mode in ("aside", "correcting"):
            return None
        text = heard.text.casefold()
        found = _AGAIN.search(text)
        if found is not None:
            return Reading("set", words=(found[0],))
        found = _STOP.search(text)
        if found is not None:
            return Reading("stop", words=(found[0],))
        found = _CHANGE.search(text)
        if found is not None and (mode == "asked" or _active(world)):
            return Reading("change", words=(found[0],))
        found = _SET.search(text)
        return Reading("set", words=(found[0],)) if found is not None else None

    def default(self, known: Known, world: World) -> str | None:
        """Who names amount or frequency, or has no plan, wants one set up; anybody else is asked."""
        return "set" if known.get("amount") or known.get("frequency") or not _active(world) else None

    def check(self, known: Known, world: World) -> Question | None:
        if known[self.name] == "set" or _active(world):
            return None
        return Question("No automatic deposit is active at the moment. Shall I ask for a new one?", (_SET_OFFER,))

    def ask(self, known: Known, world: World) -> Question:
        return Question("Would you like to set up an automatic deposit, change one, or stop one?", _OFFERS)


def _active(world: World) -> Sequence[RecurringDeposit]:
    ids = [account.account_id for account in world.accounts]
    return [plan for plan in world.repository.recurring_deposits(ids) if plan.active] if ids else []


def _key(plan: RecurringDeposit) -> str:
    return f"{plan.account_id} {plan.amount:.2f} {plan.frequency}"


def _plan_title(plan: RecurringDeposit, world: World) -> str:
    return f"{money(plan.amount, world)} {pace_words(plan.frequency)} into {account_title(plan.account_id, world)}"


def _plans(known: Known, world: World) -> Sequence[Option]:
    return [
        Option(Offer(_plan_title(plan, world), _key(plan)), plan.account_id, f"{plan.amount:.2f}")
        for plan in _active(world)
    ]


def _plan(known: Known, world: World) -> RecurringDeposit | None:
    return next((plan for plan in _active(world) if _key(plan) == known.get("plan")), None)


def _which_plan(known: Known, world: World) -> str:
    return f"Which automatic deposit would you like to {known.get('change', 'change')}?"


def _how_much(known: Known, world: World) -> str:
    if known.get("change") == "change":
        plan = _plan(known, world)
        now = "" if plan is None else f" It is {money(plan.amount, world)} {pace_words(plan.frequency)} now."
        return f"How much should it be from now on?{now}"
    return "How much should it be each time?"


def _limits(amount: Decimal, known: Known, world: World) -> Question | None:
    least, most = world.settings.least_deposit, world.settings.most_deposited_a_day
    if amount < least:
        return Question(
            f"An automatic deposit is at least {money(least, world)}. How much should it be?", (offer_of(least, world),)
        )
    if amount > most:
        return Question(
            f"A deposit is at most {money(most, world)} a day. How much should it be?", (offer_of(most, world),)
        )
    plan = _plan(known, world)
    unchanged = known.get("frequency") in (None, "", plan.frequency if plan else "") and not known.get("date")
    if known.get("change") == "change" and plan is not None and amount == plan.amount and unchanged:
        return Question(f"It is {_plan_title(plan, world)} already. How much should it be instead?")
    return None


def _present(known: Known, world: World) -> Decimal | None:
    plan = _plan(known, world) if known.get("change") == "change" else None
    return None if plan is None else plan.amount


def _is_changed_otherwise(known: Known) -> bool:
    """Whether the day or the frequency of the plan changes."""
    present = known.get("plan", "").split()[-1:]
    return bool(known.get("date")) or (bool(present) and known.get("frequency") not in (None, "", present[0]))


def _is_set(known: Known) -> bool:
    return known.get("change") == "set"


def _is_no_stop(known: Known) -> bool:
    return known.get("change") != "stop"


def _summary(known: Known, world: World) -> str:
    if known["change"] == "set":
        first = on_day(known["date"], world, soon=" as soon as it is set up")
        return (
            f"Automatic deposit of {money(Decimal(known['amount']), world)} {pace_words(known['frequency'])} into "
            f"{account_title(known['account'], world)} from your linked bank account, the first{first}."
        )
    plan = _plan(known, world)
    title = known["plan"] if plan is None else _plan_title(plan, world)
    if known["change"] == "stop":
        return f"Stop the automatic deposit of {title}."
    present = plan.frequency if plan is not None else "monthly"
    amount = money(Decimal(known["amount"]) if known["amount"] else plan.amount if plan else Decimal(0), world)
    start = on_day(known["date"], world)
    return (
        f"Change the automatic deposit of {title} to {amount} {pace_words(known['frequency'] or present)}"
        f"{f', the next{start}' if start else ''}."
    )


def _request(request: NewRequest, known: Known, world: World) -> NewRequest:
    plan = _plan(known, world)
    account_id = known.get("account") or (plan.account_id if plan is not None else None)
    amount = Decimal(known["amount"]) if known.get("amount") else None
    return replace(request, account_id=account_id, amount=amount)


def _done(recorded: Recorded, world: World) -> str:
    return "Our team confirms it before anything changes; nothing moves before that."


_AMOUNT = AmountField(
    _how_much,
    _limits,
    optional=lambda known: known.get("change") == "change" and _is_changed_otherwise(known),
    needed=_is_no_stop,
)

RECURRING_DEPOSIT = Form(
    kind="recurring_deposit",
    fields=(
        _WhatField(),
        ChoiceField("plan", _plans, _which_plan, needed=lambda known: known.get("change") in ("change", "stop")),
        FrequencyField(optional=lambda known: known.get("change") == "change", needed=_is_no_stop),
        DayField(
            lambda _, __: "On which day should the first one be?",
            needed=_is_no_stop,
            called=("date", "day", "start"),
        ),
        ChangedAmountField(_AMOUNT, _present, lambda known: known.get("change") == "change"),
        AccountField(lambda _, __: "Which account should it go into?", needed=_is_set),
    ),
    summary=_summary,
    request=_request,
    done=_done,
    refused=no_account,
    own_words=r"\b(?:stop|end|pause|cancel)(?: it| that| this| them)\b",
)
