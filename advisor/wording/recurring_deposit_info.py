"""Words for `recurring_deposit_info`."""

from __future__ import annotations

from datetime import date

from advisor.model import Frequency, RecurringDeposit
from advisor.questions.recurring_deposit_info import RecurringDepositInfo
from advisor.resolve.accounts import account_titles
from advisor.wording.periods import sentences
from advisor.wording.voice import Voice, Worded, capitalised

_PACE: dict[Frequency, str] = {
    "weekly": "every week",
    "biweekly": "every two weeks",
    "monthly": "every month",
    "quarterly": "every quarter",
}


def word_recurring_deposit_info(record: RecurringDepositInfo, voice: Voice) -> Worded:
    follow_ups = [
        voice.button("What I paid in", "net_contributions"),
        voice.button("Transfers on the way", "transfer_status"),
    ]
    where = "" if voice.whole else f" into {voice.subject}"
    if not voice.accounts:
        return Worded("You have no accounts with us yet, so no automatic deposit is set up.")
    if not record.schedules:
        return Worded(f"No automatic deposit{where} is set up. {voice.as_of_sentence}", follow_ups)
    titles = account_titles(voice.accounts)
    lines = [_line(schedule, titles[schedule.account_id], record.today, voice) for schedule in record.schedules]
    if len(lines) == 1:
        return Worded(sentences(f"You have one automatic deposit: {lines[0]}.", voice.as_of_sentence), follow_ups)
    active = sum(schedule.active for schedule in record.schedules)
    of_these = "all of them active" if active == len(lines) else f"{active or 'none'} of them active"
    return Worded(
        f"You have {len(lines)} automatic deposits{where}, {of_these}:\n"
        f"{voice.rows([capitalised(line) for line in lines])}\n{voice.as_of_sentence}",
        follow_ups,
    )


def _line(schedule: RecurringDeposit, account: str, today: date, voice: Voice) -> str:
    what = f"{voice.money(schedule.amount)} {_PACE[schedule.frequency]} into {account}"
    if not schedule.active:
        return f"{what}, switched off at the moment"
    if schedule.next_date is None:
        return f"{what}, with no next date set"
    if schedule.next_date < today:
        return f"{what}, last due on {voice.day(schedule.next_date)}"
    return f"{what}, next on {voice.day(schedule.next_date)}"
