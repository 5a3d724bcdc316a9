"""Paying in once, from the linked bank account."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from advisor.requests.field import Known, Question
from advisor.requests.fields.account import AccountField, account_title
from advisor.requests.fields.amount import AmountField, money, offer_of
from advisor.requests.fields.changed_amount import ChangedAmountField, amount_so_far
from advisor.requests.fields.day import DayField, on_day
from advisor.requests.form import Form
from advisor.requests.forms.ira_limit import ira_note
from advisor.requests.forms.limits import left_today
from advisor.requests.forms.no_account import no_account
from advisor.requests.records import World
from advisor.requests.store import NewRequest, Recorded


def _which_account(known: Known, world: World) -> str:
    amount = known.get("amount")
    return (
        f"Which account should the {money(Decimal(amount), world)} go to?"
        if amount
        else "Which account should it go to?"
    )


def _how_much(known: Known, world: World) -> str:
    account = known.get("account")
    into = f" into your {account_title(account, world)}" if account else ""
    return f"How much would you like to pay{into if into else ' in'}?"


def _which_day(known: Known, world: World) -> str:
    return "On which day should it be taken from your bank?"


def _limits(amount: Decimal, known: Known, world: World) -> Question | None:
    settings = world.settings
    first = _is_first(known.get("account"), world)
    least = settings.least_first_deposit if first else settings.least_deposit
    if amount < least:
        which = "The first deposit into an account" if first else "A deposit"
        return Question(f"{which} is at least {money(least, world)}. How much should it be?", (offer_of(least, world),))
    left = left_today("deposit", settings.most_deposited_a_day, world)
    if amount > left:
        most = money(settings.most_deposited_a_day, world)
        if left < settings.least_deposit:
            return Question(f"You can pay in up to {most} a day, and have asked for that much today already.")
        today = "" if left == settings.most_deposited_a_day else f", and {money(left, world)} of that is left today"
        return Question(f"You can pay in up to {most} a day{today}. How much should it be?", (offer_of(left, world),))
    return None


def _is_first(account_id: str | None, world: World) -> bool:
    rows = world.repository.transactions([account_id], until=world.today) if account_id else ()
    return account_id is not None and not any(row.type == "deposit" for row in rows)


def _summary(known: Known, world: World) -> str:
    amount, account = Decimal(known["amount"]), account_title(known["account"], world)
    note = ira_note(amount, known["account"], world)
    when = on_day(known["date"], world)
    return f"Deposit {money(amount, world)} into {account} from your linked bank account{when}.{note}"


def _request(request: NewRequest, known: Known, world: World) -> NewRequest:
    return replace(request, account_id=known["account"], amount=Decimal(known["amount"]))


def _done(recorded: Recorded, world: World) -> str:
    return f"Expect it within {world.settings.deposit_days} after our team has confirmed it; nothing moves before that."


DEPOSIT = Form(
    kind="deposit",
    fields=(
        ChangedAmountField(AmountField(_how_much, _limits), amount_so_far),
        AccountField(_which_account),
        DayField(_which_day),
    ),
    summary=_summary,
    request=_request,
    done=_done,
    refused=no_account,
)
