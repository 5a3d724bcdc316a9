"""Words for `exposure`."""

from __future__ import annotations

from advisor.model import Dimension
from advisor.questions.exposure import OTHER, Exposure, ExposureItem
from advisor.wording.periods import sentences
from advisor.wording.voice import Voice, Worded, capitalised, no_price

DIMENSION_TITLES: dict[Dimension, str] = {"region": "region", "sector": "sector", "position": "position"}


def word_exposure(record: Exposure, voice: Voice) -> Worded:
    if not voice.accounts:
        return Worded("You have no accounts with us yet, so there is nothing to split.")
    follow_ups = [
        voice.button(f"By {title}", "exposure", dimension=name)
        for name, title in DIMENSION_TITLES.items()
        if name != record.dimension
    ] + [voice.button("By asset class", "allocation")]
    if record.unpriced:
        return Worded(sentences(no_price(record.unpriced), voice.as_of_sentence), follow_ups)
    if not record.items:
        where = "" if voice.whole else f" in {voice.subject}"
        return Worded(f"You hold no investments{where}, so there is no split. {voice.as_of_sentence}", follow_ups)
    lines = [_line(item, voice) for item in record.items]
    text = "\n".join(
        (_first(record, voice), voice.rows(lines), sentences(_largest(record, voice), voice.as_of_sentence))
    )
    return Worded(text, follow_ups)


def _first(record: Exposure, voice: Voice) -> str:
    """The one asked about, else the largest by name; what has none isn't an answer to "where"."""
    if record.asked is not None:
        return _asked(record.asked, record, voice)
    top = next((item for item in record.items if item.name != OTHER or record.dimension == "position"), None)
    title = DIMENSION_TITLES[record.dimension]
    if top is None or top.weight is None:
        return f"{capitalised(voice.subject)} by {title}:"
    return f"The largest {title} in {voice.subject} is {top.name}, with {voice.percent(top.weight)} of the value:"


def _asked(name: str, record: Exposure, voice: Voice) -> str:
    item = next((item for item in record.items if item.name == name), None)
    if item is None:
        return f"Nothing in {voice.subject} is in {name}:"
    if item.weight is None or item.value is None:
        return f"{capitalised(voice.subject)} by {DIMENSION_TITLES[record.dimension]}:"
    return f"{capitalised(name)} makes up {voice.percent(item.weight)} of {voice.subject}, {voice.money(item.value)}:"


def _line(item: ExposureItem, voice: Voice) -> str:
    value = "value unknown" if item.value is None else voice.money(item.value)
    return f"{capitalised(item.name)}: {value}" + ("" if item.weight is None else f", {voice.percent(item.weight)}")


def _largest(record: Exposure, voice: Voice) -> str:
    largest = record.largest_position
    if record.dimension == "position" or largest.ticker is None or largest.weight is None:
        return ""
    return f"The largest single position is {largest.ticker}, {voice.percent(largest.weight)}."
