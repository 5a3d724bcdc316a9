"""Words for `allocation`."""

from __future__ import annotations

from advisor.finance.allocation import ClassShare
from advisor.money import ZERO
from advisor.questions.allocation import Allocation
from advisor.resolve.asset_classes import CLASS_TITLES
from advisor.wording.periods import sentences
from advisor.wording.voice import Voice, Worded, capitalised, no_price, shown_percent


def word_allocation(record: Allocation, voice: Voice) -> Worded:
    follow_ups = [
        voice.button("Is it off target?", "rebalancing_status"),
        voice.button("By sector", "exposure", dimension="sector"),
        voice.button("What I hold", "holdings"),
    ]
    if not voice.accounts:
        return Worded("You have no accounts with us yet, so there is nothing to split.")
    if record.unpriced:
        return Worded(sentences(no_price(record.unpriced), voice.as_of_sentence), follow_ups)
    if all(share.weight is None for share in record.by_class):
        text = f"There is nothing in {voice.subject} yet, so there is no split. {voice.as_of_sentence}"
        return Worded(text, follow_ups)
    if record.asset_classes:
        shares = {share.asset_class: share for share in record.by_class}
        lines = [_sentence(shares[name], voice) for name in record.asset_classes]
        return Worded(sentences(*lines, _untargeted(record), voice.as_of_sentence), follow_ups)
    present = sorted(
        (share for share in record.by_class if share.value or share.target),
        key=lambda share: (-(share.value or ZERO), share.asset_class),
    )
    first = present[0]
    most = f"{capitalised(voice.subject)} {_verb(voice)} mostly {CLASS_TITLES[first.asset_class]}"
    if (first.weight or 0) <= 0.5:
        most = f"The largest part of {voice.subject} is {CLASS_TITLES[first.asset_class]}"
    lines = [_line(share, voice) for share in present]
    text = "\n".join((f"{most}:", voice.rows(lines), sentences(_untargeted(record), voice.as_of_sentence)))
    return Worded(text, follow_ups)


def _line(share: ClassShare, voice: Voice) -> str:
    line = f"{capitalised(CLASS_TITLES[share.asset_class])}: {voice.money(share.value or ZERO)}"
    line += "" if share.weight is None else f", {voice.percent(share.weight)}"
    return line if share.target is None else f"{line} (target {voice.percent(share.target)})"


def _sentence(share: ClassShare, voice: Voice) -> str:
    title = CLASS_TITLES[share.asset_class]
    if not share.value:
        has = f"There is nothing in {title} in {voice.subject}"
    else:
        weight = "" if share.weight is None else f", {voice.percent(share.weight)} of {voice.subject}"
        has = f"You have {voice.money(share.value)} in {title}{weight}"
    return f"{has}{_beside_target(share, voice)}."


def _beside_target(share: ClassShare, voice: Voice) -> str:
    """As the figures are shown: weights that read like their target are on it."""
    if share.target is None or share.weight is None:
        return ""
    if shown_percent(share.weight) == shown_percent(share.target):
        return f", which is on its target of {voice.percent(share.target)}"
    side = "above" if share.weight > share.target else "below"
    return f", {side} its target of {voice.percent(share.target)}"


def _untargeted(record: Allocation) -> str:
    if any(share.target is not None for share in record.by_class):
        return ""
    return "No target mix is set for it."


def _verb(voice: Voice) -> str:
    return "are" if len(voice.accounts) > 1 and not voice.whole else "is"
