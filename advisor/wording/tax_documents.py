"""Words for `tax_documents`."""

from __future__ import annotations

from advisor.questions.tax_documents import TaxDocument, TaxDocuments
from advisor.resolve.accounts import account_titles
from advisor.wording.periods import sentences
from advisor.wording.voice import Voice, Worded


def word_tax_documents(record: TaxDocuments, voice: Voice) -> Worded:
    follow_ups = [
        voice.button(f"Gains realised in {record.year}", "realized_gains", period=f"in {record.year}"),
        voice.button(f"Dividends in {record.year}", "dividends", period=f"in {record.year}"),
        voice.button("My accounts", "account_list"),
    ]
    if not voice.accounts and not record.documents:
        return Worded("You have no accounts with us yet, so there are no tax documents.")
    count = len(record.documents)
    if not count:
        text = f"You have no tax documents for {record.year} with us yet."
        return Worded(sentences(_year_assumed(record), text, voice.as_of_sentence), follow_ups)
    ready = sum(document.ready for document in record.documents)
    if count == 1:
        first = f"Your tax document for {record.year} {'is ready' if ready else 'is not ready yet'}:"
    elif ready == count:
        first = f"{'Both' if count == 2 else f'All {count}'} of your tax documents for {record.year} are ready:"
    elif ready:
        first = f"{ready} of your {count} tax documents for {record.year} {'is' if ready == 1 else 'are'} ready:"
    else:
        first = f"None of your {count} tax documents for {record.year} is ready yet:"
    titles = account_titles(voice.accounts)
    lines = [_line(document, titles, voice) for document in record.documents]
    first = sentences(_year_assumed(record), first)
    return Worded(f"{first}\n{voice.rows(lines)}\n{voice.as_of_sentence}", follow_ups)


def _year_assumed(record: TaxDocuments) -> str:
    if not record.not_understood:
        return ""
    return f"I didn't understand which year you mean, so I looked at {record.year}."


def _line(document: TaxDocument, titles: dict[str, str], voice: Voice) -> str:
    name = document.kind + (f" ({titles[document.account_id]})" if document.account_id in titles else "")
    if document.available_on is None:
        return f"{name}: no date yet"
    day = voice.day(document.available_on)
    return f"{name}: ready since {day}" if document.ready else f"{name}: expected {day}"
