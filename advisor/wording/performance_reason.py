"""Words for `performance_reason`."""

from __future__ import annotations

from decimal import Decimal

from advisor.money import ZERO, cents
from advisor.questions.performance_reason import GainOf, PerformanceReason, largest
from advisor.resolve.ask_back import listed
from advisor.wording.periods import not_understood, outside, sentences, spanned
from advisor.wording.voice import Voice, Worded, capitalised, no_price

_MOST_NAMED = 4  # securities in a sentence


def word_performance_reason(record: PerformanceReason, voice: Voice) -> Worded:
    if not voice.accounts:
        return Worded("You have no accounts with us yet, so there is no gain to explain.")
    if record.interest is None or record.fees is None:
        return outside(record.period, voice, "performance_reason")
    words = record.period.words
    first = not_understood(record.period)
    follow_ups = [
        voice.button("The return", "performance", period=words),
        voice.button("Best and worst", "best_worst", period=words),
        voice.button("Fees I paid", "fees_paid", period=words),
    ]
    if record.gain is None:
        text = f"For {voice.days(record.period)}: {no_price(record.unpriced)}"
        return Worded(sentences(first, text, voice.as_of_sentence), follow_ups)
    first = sentences(first, _put_right(record, voice))
    head = f"{capitalised(spanned(record.period, voice))} {voice.subject} {gained(record.gain, voice)}"
    made = [line for line in largest(record.contributions, len(record.contributions)) if line.gain]
    if not made and not record.interest and not record.fees:
        return Worded(sentences(first, f"{head}: nothing moved.", voice.as_of_sentence), follow_ups)
    if record.list_wanted and made:
        lines = voice.rows([signed([line], voice) for line in made])
        text = "\n".join((sentences(first, f"{head}:"), lines, sentences(_rest(record, voice), voice.as_of_sentence)))
    else:
        text = sentences(first, f"{head}.", _securities(made, voice), _rest(record, voice), voice.as_of_sentence)
    return Worded(text, follow_ups)


def _put_right(record: PerformanceReason, voice: Voice) -> str:
    """Where the customer takes a gain for a loss, or the other way round."""
    shown = cents(record.gain or ZERO)
    if record.supposed == "down" and shown > 0:
        return f"Overall {voice.subject} went up, not down."
    return f"Overall {voice.subject} went down, not up." if record.supposed == "up" and shown < 0 else ""


def gained(gain: Decimal, voice: Voice) -> str:
    """ "gained $10.00", "lost $5.00", "neither gained nor lost anything"."""
    if not cents(gain):
        return "neither gained nor lost anything"
    return f"{'gained' if gain > 0 else 'lost'} {voice.money(abs(gain))}"


def signed(lines: list[GainOf] | tuple[GainOf, ...], voice: Voice) -> str:
    """ "VTI +$2,102.40 and BND -$88.15"."""
    return listed([f"{line.ticker} {voice.signed_money(line.gain or ZERO)}" for line in lines])


def _securities(made: list[GainOf], voice: Voice) -> str:
    """The largest movers, and how many more there are."""
    if not made:
        return ""
    named = made[:_MOST_NAMED]
    others = len(made) - len(named)
    if not others:
        return f"What made it: {signed(named, voice)}."
    return f"What moved it most: {signed(named, voice)}, besides {others} other{'' if others == 1 else 's'}."


def _rest(record: PerformanceReason, voice: Voice) -> str:
    parts = []
    if record.interest:
        parts.append(f"interest added {voice.money(record.interest)}")
    if record.fees:
        parts.append(f"fees cost {voice.money(abs(record.fees))}")
    return capitalised(f"{' and '.join(parts)}.") if parts else ""
