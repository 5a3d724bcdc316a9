"""Taking money out of an account's cash: what is invested would have to be sold first, and nothing is sold here."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from advisor.business_days import business_day_before
from advisor.dialogue import ReplyButton
from advisor.finance.book import book_at
from advisor.model import Account
from advisor.money import ZERO
from advisor.requests.field import Known, Question
from advisor.requests.fields.account import AccountField, account_title
from advisor.requests.fields.amount import AmountField, money, offer_of
from advisor.requests.fields.changed_amount import ChangedAmountField, amount_so_far
from advisor.requests.fields.day import DayField, on_day
from advisor.requests.form import Form
from advisor.requests.forms.limits import left_today
from advisor.requests.forms.no_account import no_account
from advisor.requests.records import Said, World
from advisor.requests.store import NewRequest, Recorded

_PERSON = ReplyButton("Talk to a person", "human_handoff", {})
_SALES = "More than that would need sales first; our team can arrange those with you."


def available_cash(account_id: str, world: World) -> Decimal:
    """Cash without what pending withdrawals and the customer's own open requests take; at least 0."""
    known = world.worked_out.get(account_id)
    if known is None:  # each step asks for it many times, and it takes all transactions of the account
        known = world.worked_out[account_id] = _available_cash(account_id, world)
    return known


def _available_cash(account_id: str, world: World) -> Decimal:
    cash = book_at(world.repository.transactions([account_id], until=world.today), world.today).cash
    pending = sum(
        (
            row.amount
            for row in world.repository.transfers([account_id], until=world.today)
            if row.status == "pending" and row.direction == "withdrawal"
        ),
        ZERO,
    )
    asked = sum((r.amount or ZERO for r in world.requests if r.kind == "withdraw" and r.account_id == account_id), ZERO)
    return max(cash - pending - asked, ZERO)


def _suits(account: Account, world: World) -> str | None:
    if available_cash(account.account_id, world) > ZERO:
        return None
    return f"Your {account_title(account.account_id, world)} has no cash available. {_SALES}"


def _refused(world: World) -> Said | None:
    without = no_account(world)
    if without is not None:
        return without
    if any(_suits(account, world) is None for account in world.accounts):
        return None
    return Said(
        "None of your accounts has cash available right now. To withdraw what is invested, something has to be sold "
        "first; our team can arrange that with you.",
        (_PERSON,),
    )


def _which_account(known: Known, world: World) -> str:
    amount = known.get("amount")
    return (
        f"Which account should the {money(Decimal(amount), world)} come from?"
        if amount
        else "Which account should it come from?"
    )


def _how_much(known: Known, world: World) -> str:
    account = known.get("account")
    if not account:
        return "How much would you like to withdraw?"
    available = money(available_cash(account, world), world)
    title = account_title(account, world)
    return f"How much would you like to withdraw from your {title}? {available} in cash is available."


def _everything(known: Known, world: World) -> Decimal | None:
    account = known.get("account")
    accounts = [account] if account else [a.account_id for a in world.accounts if _suits(a, world) is None]
    return available_cash(accounts[0], world) if len(accounts) == 1 else None


def _limits(amount: Decimal, known: Known, world: World) -> Question | None:
    account = known.get("account")
    if account:
        available = available_cash(account, world)
        if amount > available:
            text = (
                f"Your {account_title(account, world)} has {money(available, world)} in cash available. {_SALES} "
                "How much should it be?"
            )
            return Question(text, (offer_of(available, world),) if available > ZERO else (), (_PERSON,))
    most = world.settings.most_withdrawn_a_day
    left = left_today("withdraw", most, world)
    if amount > left:
        return _over_the_day(most, left, world)
    return None


def _over_the_day(most: Decimal, left: Decimal, world: World) -> Question:
    limit = f"You can withdraw up to {money(most, world)} a day"
    if left <= ZERO:
        return Question(f"{limit}, and have asked for that much today already.", (), (_PERSON,))
    today = "" if left == most else f", and {money(left, world)} of that is left today"
    return Question(f"{limit}{today}. How much should it be?", (offer_of(left, world),), (_PERSON,))


def _summary(known: Known, world: World) -> str:
    amount, title = money(Decimal(known["amount"]), world), account_title(known["account"], world)
    kind = next((a.type for a in world.accounts if a.account_id == known["account"]), None)
    tax = ""
    if kind in ("traditional_ira", "roth_ira", "sep_ira"):
        tax = " Taking money out of an IRA may be taxed, and before 59½ may cost a penalty."
    return (
        f"Withdraw {amount} from {title} to your linked bank account{on_day(known['date'], world)}."
        f"{tax}{_hold_note(Decimal(known['amount']), known['account'], world)}"
    )


def _hold_note(amount: Decimal, account_id: str, world: World) -> str:
    """A word on money that was paid in so lately that it can't go out yet; empty where enough else is there."""
    start = world.today
    for _ in range(world.settings.deposit_hold_days):
        start = business_day_before(start)
    rows = world.repository.transactions([account_id], until=world.today)
    held = sum((row.amount for row in rows if row.type == "deposit" and row.date > start), ZERO)
    if amount <= available_cash(account_id, world) - held:
        return ""
    days = world.settings.deposit_hold_days
    return (
        f" {money(held, world)} was paid in lately; what is needed of it can go out {days} business days after it came."
    )


def _request(request: NewRequest, known: Known, world: World) -> NewRequest:
    return replace(request, account_id=known["account"], amount=Decimal(known["amount"]))


def _done(recorded: Recorded, world: World) -> str:
    return (
        f"Expect it within {world.settings.withdraw_days} after our team has confirmed it; nothing moves before that."
    )


WITHDRAW = Form(
    kind="withdraw",
    # The account first: how much may be withdrawn depends on it.
    fields=(
        AccountField(_which_account, suits=_suits),
        ChangedAmountField(AmountField(_how_much, _limits, everything=_everything), amount_so_far),
        DayField(lambda _, __: "On which day should it go out?"),
    ),
    summary=_summary,
    request=_request,
    done=_done,
    refused=_refused,
)
