"""Words for `transfer_status`, and for a transfer wherever one is named."""

from __future__ import annotations

from advisor.model import TransferStatus
from advisor.periods.period import ASSUMED
from advisor.questions.transfer_status import TransferItem, TransfersFound
from advisor.resolve.accounts import account_titles
from advisor.wording.periods import sentences
from advisor.wording.voice import Voice, Worded, capitalised

_ENDED: dict[TransferStatus, str] = {
    "completed": "was completed",
    "cancelled": "was cancelled",
    "failed": "failed",
}


def word_transfer_status(record: TransfersFound, voice: Voice) -> Worded:
    if not voice.accounts:
        return Worded("You have no accounts with us yet, so no transfer is on its way.")
    what = record.direction or "transfer"
    where = "" if voice.whole else f" for {voice.subject}"
    pending = [item for item in record.transfers if item.status == "pending"]
    ended = next((item for item in record.transfers if item.status != "pending"), None)
    last = "" if ended is None else f"The latest other one, a {_named(ended, voice)}, {_ENDED[ended.status]}."
    if not record.transfers:
        text = sentences(f"There is no {what} on record{where}.", voice.as_of_sentence)
    elif not pending:
        text = sentences(
            f"No {what} is on its way{where}.", last.replace("latest other one", "latest one"), voice.as_of_sentence
        )
    elif len(pending) == 1:
        item = pending[0]
        text = sentences(
            f"Your {_named(item, voice)}, is still on its way{_expected(item, voice)}.", last, voice.as_of_sentence
        )
    else:
        lines = [capitalised(f"{_named(item, voice)}{_expected(item, voice)}") for item in pending]
        text = "\n".join(
            (f"There are {len(pending)} {what}s still on their way{where}:", voice.rows(lines), voice.as_of_sentence)
        )
    return Worded(
        text,
        [
            voice.button("My cash", "cash_balance"),
            voice.button(
                "List my deposits", "transactions", transaction_type="deposits", period=f"past 3 months{ASSUMED}"
            ),
            voice.button("Recurring deposits", "recurring_deposit_info"),
        ],
    )


def _named(item: TransferItem, voice: Voice) -> str:
    way = "into" if item.direction == "deposit" else "from"
    account = account_titles(voice.accounts)[item.account_id]
    return (
        f"{item.direction} of {voice.money(item.amount)} {way} your {account}, "
        f"requested on {voice.day(item.requested_on)}"
    )


def _expected(item: TransferItem, voice: Voice) -> str:
    if item.expected_on is None:
        return ""
    late = voice.as_of is not None and item.expected_on < voice.as_of
    return f", {'but was ' if late else ''}expected on {voice.day(item.expected_on)}"
