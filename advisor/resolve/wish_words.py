"""Reads what a "what if" about a goal tries from the words of a message.

An amount with a frequency is a contribution. Without one, the words around it decide: "the house costs 600k" is the
target, "my bonus of 5k" a lump sum, "saved 300" a month's contribution; where they don't, it is left unclear, to be
asked. "200 more" adds to the present figure, "200 less" takes from it, "save 800" replaces it; "double", "half as much"
and "10% more" scale it. An amount that is to be replaced ("instead of 300", "from 250 to 400") counts for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from advisor.dialogue import Mention
from advisor.money import ZERO
from advisor.resolve.amounts import FoundAmount, amounts_in
from advisor.resolve.dates import When, when_in, when_meant
from advisor.resolve.frequencies import FoundPace, Pace, paces_in
from advisor.resolve.wishes import Change, Hint, Wish

_LONGEST = 500  # characters of a message that are read


def wish_meant(
    amounts: Sequence[Mention], frequencies: Sequence[Mention], dates: Sequence[Mention], goals: Sequence[Mention],
    *, message: str, today: date,
) -> Wish:  # fmt: skip
    """What the whole message wishes; the mentions say where its amounts, frequencies and dates are."""
    text = _text((*amounts, *frequencies, *dates), goals, message)
    text, when, unread = _without_dates(text, dates, today)
    wish = _by_amounts(text, amounts)
    if when is None and not unread:
        when = when_in(_without(text, [(found.start, found.end) for found in _amounts(text, amounts)]), today)
    wish = _without_figure(text, replace(wish, when=when))
    if not wish.known and wish.unclear is None and wish.hint is None:
        wish = replace(wish, hint="date" if unread else _hint(text))
    return wish


def _text(mentions: Sequence[Mention], goals: Sequence[Mention], message: str) -> str:
    """The message without the goal's name ("Early retirement" is no wish for an earlier date).

    A click's message is a command, whose values are the words; what an earlier turn left standing comes behind.
    """
    if message.startswith("/"):
        return "; ".join(mention.value.casefold() for mention in mentions)
    text = message[:_LONGEST].casefold()
    for goal in sorted(goals, key=lambda goal: -len(goal.text)):
        if goal.text.strip() and goal.text.casefold() not in ("retire", "retired", "retiring"):
            text = text.replace(goal.text.casefold(), "the goal")
    missing = [m.text.casefold() for m in mentions if m.text.casefold() not in text]
    return re.sub(r"\bgonna\b", "going to", "; ".join((text, *missing))).replace("’", "'")


def _without_dates(text: str, dates: Sequence[Mention], today: date) -> tuple[str, When | None, bool]:
    """The text without the marked dates, the first one that is understood, and whether there was one that wasn't."""
    when: When | None = None
    unread = False
    around = text
    for mention in dates:
        marked = _with_way(mention.text.casefold(), around)
        read = when_meant(marked, today, around=around) or when_meant(mention.value, today, around=around)
        when = when or read
        unread = unread or (read is None and mention.text.casefold() not in ("later", "earlier"))
        if read is not None:
            text = text.replace(mention.text.casefold(), " § ", 1) if mention.text else text
            text = text.replace(mention.value.casefold(), " § ", 1)
    return text, when, unread and when is None


def _with_way(marked: str, text: str) -> str:
    """ "3 years" → "3 years earlier", where the text goes on like that."""
    more = re.search(rf"{re.escape(marked)} (?:earlier|sooner|later|longer|early|from now)\b", text) if marked else None
    return marked if more is None else more[0]


_SAVE = r"(?:sav(?:e|ed|es|ing)|contribut\w*|(?:set|put)(?:s|ting)?(?: \w+)? (?:aside|away|by)|tuck\w* away)"
_PUT = (
    r"(?:add\w*|put\w*|invest\w*|deposit\w*|pay\w*|paid|thr(?:e|o)w\w*|drop\w*|inject\w*|transfer\w*|mov(?:e|ed|ing)"
    r"|kick\w* in)"
)
_SCALED = r"(?:increas\w+|rais(?:e|ed|ing)|bump\w*|boost\w*|cut\w*|reduc\w+|lower(?:ed|ing)?|decreas\w+|trim\w*)"
# What stands right before an amount, and right after it.
_OUT = re.compile(
    r"\b(?:took|take|taking|pull(?:ed|ing)?|withdr[ae]w\w*|spen[dt]\w*)"
    r"(?: (?:out|just|only|about|another|an?|extra))*\s*$"
)
_ONCE = re.compile(
    r"\b(?:once|lump|one[ -]?(?:off|time)|right now|now|today|right away|immediately|up ?front|bonus|inherit\w*"
    r"|windfall|gift|tax refund|lottery|to invest|extra deposit|single (?:deposit|payment)|all at once|buyout|sold)\b"
)
_COST = re.compile(
    r"\b(?:cost\w*|price\w*|(?:need\w*|require\w*)(?! to\b)|worth)"
    r"(?: (?:me|us|only|just|about|around|to|at|is|was|be|of|as much as|a|up|by|another|an extra))*\s*$"
    r"|\b(?:target|goal|amount needed)(?: amount)?"
    r" (?:(?:is|was|were|be|of|to|at|by|as|from|plus|minus|only|just|about|up|down|becomes?) ?)+$"
    r"|\btarget (?:amount )?$"
)
_COST_AFTER = re.compile(
    r"^ ?(?:(?:more|less|extra|cheaper) )?(?:target|goal\b(?! )|instead of the target|(?:more |less )?than planned)"
)
_REPLACED = re.compile(
    r"\b(?:instead of|rather than|and not|not|from|currently|compared (?:to|with)|than)"
    r"(?: (?:my|the|present|current|only|just))*\s*$"
)
_MORE_BEFORE = re.compile(
    r"\b(?:another|extra|additional|more|further|plus|on top of (?:that|it)|spare)"
    r"(?: (?:of|about|around|an?|like|say))*\s*$"
    r"|\b(?:increas\w+|rais\w+|bump\w*|boost\w*|up(?:ped|ping| my| the| it)|step\w*|hik\w+)\b(?:(?! to\b)[^,.;])*$"
)
# With a frequency behind the amount: "add 300 a month" is on top of what is paid in. "Put in 300 a month" replaces it.
_ADDED_BEFORE = re.compile(r"\badd(?:ed|ing|s)?(?: (?:in|on|up|just|only|about|around|like|say|a|an))*\s*$")
_LESS_BEFORE = re.compile(
    r"\b(?:less|minus|fewer)\s*$"
    r"|\b(?:cut\w*|reduc\w+|lower\w*|decreas\w+|drop(?:ped|ping)?|trim\w*|shrink\w*|slash\w*)\b(?:(?! to\b)[^,.;])*$"
)
_TO_BEFORE = re.compile(r"\b(?:to|only|just|total of|at)(?: (?:only|just|about|around|a))*\s*$")
_PACE_WORDS = (
    r"(?:[\s,/]+(?:an?|per|each|every|other|two|twice|week|month|quarter|year|\w+ly|of|in|to|dollars?|bucks|usd|friday"
    r"|fortnight|goal))*[\s,/]+"
)
_MORE_AFTER = re.compile(rf"^{_PACE_WORDS}(?:more|extra|additional|on top|to spare|spare|further)\b(?! than enough)")
_LESS_AFTER = re.compile(rf"^{_PACE_WORDS}(?:less|fewer|lower|cheaper)\b")


def _by_amounts(text: str, marked: Sequence[Mention]) -> Wish:
    """Each amount for what the words between its neighbours say it is."""
    wish = Wish()
    found, paces = _amounts(text, marked), paces_in(text)
    found = [one for one in found if not _REPLACED.search(text[_left(text, one, found) : one.start])] or found
    for one in found:
        before, after = text[_left(text, one, found) : one.start], text[one.end : _right(text, one, found)]
        pace = _pace(one, paces, found)
        if _COST.search(before) or (pace is None and _COST_AFTER.search(after)):
            wish = replace(wish, target=_change(one.amount, before, after))
        elif pace is not None:
            monthly = pace.monthly(one.amount)
            added = _ADDED_BEFORE.search(before) is not None
            wish = replace(wish, contribution=Change(plus=monthly) if added else _change(monthly, before, after))
        elif (_ONCE.search(before) or _ONCE.search(after)) and not _OUT.search(before):
            wish = replace(wish, lump_sum=one.amount)
        elif _is_contribution(before, after):
            wish = replace(wish, contribution=_change(one.amount, before, after))
        elif _OUT.search(before):
            wish = replace(wish, lump_sum=-one.amount)
        elif re.search(rf"\b{_PUT}\b", before) or re.search(r"^[^,;]{0,30}\b(?:in|into|towards?|added)\b", after):
            wish = replace(wish, lump_sum=one.amount)
        else:
            wish = replace(wish, unclear=one.amount)
    return wish


def _is_contribution(before: str, after: str) -> bool:
    """ "saved 300", "raise my contribution to 400", "paid in 200 more": a month's, though nobody says so."""
    if re.search(rf"\b(?:{_SAVE}|contributions?|{_SCALED})\b", before) or re.match(
        r"\W*(?:in )?contributions?\b", after
    ):
        return True
    relative = _MORE_BEFORE.search(before) or _LESS_BEFORE.search(before)
    relative = relative or _MORE_AFTER.search(after) or _LESS_AFTER.search(after)
    return relative is not None and re.search(r"\b(?:pay|paid|put)\w* in\b[^,;]*$", before) is not None


def _change(amount: Decimal, before: str, after: str) -> Change:
    if _LESS_AFTER.search(after) or (_LESS_BEFORE.search(before) and not _TO_BEFORE.search(before)):
        return Change(plus=-amount)
    if _MORE_AFTER.search(after) or (_MORE_BEFORE.search(before) and not _TO_BEFORE.search(before)):
        return Change(plus=amount)
    return Change(times=ZERO, plus=amount)


def _amounts(text: str, marked: Sequence[Mention]) -> list[FoundAmount]:
    """The amounts of the text: what is marked or written as money, and bare numbers that stand as money does."""
    paces = [(pace.start, pace.end) for pace in paces_in(text)]
    places = [
        (at, at + len(word))
        for mention in marked
        for word in dict.fromkeys((mention.text.casefold(), mention.value.casefold()))
        if word and (at := text.find(word)) >= 0
    ]
    return [
        one
        for one in amounts_in(_without(text, paces, keep=places))
        if not one.plain
        or any(one.start < end and start < one.end for start, end in places)
        or any(0 <= one.start - end <= 3 for _, end in paces)
        or any(0 <= start - one.end <= 12 and _AS_MONEY_BETWEEN.match(text[one.end : start]) for start, _ in paces)
        or (one.amount >= 10 and _AS_MONEY_BEFORE.search(text[: one.start]) and not _COUNTED.match(text[one.end :]))
    ]


_AS_MONEY_BETWEEN = re.compile(r"^[\s,/]*(?:more|less|extra|in|additional)?\s*$")
_AS_MONEY_BEFORE = re.compile(
    rf"\b(?:{_SAVE}|add\w*|put(?:ting)?(?: in)?|pay(?:ing)?(?: in)?|paid(?: in)?|invest\w*|deposit\w*|another|extra"
    rf"|target (?:of|is|was|to)|cost\w*|contribution)(?: (?:only|just|about|around|of|in|to|an?|extra|another))*\s*$"
)
_COUNTED = re.compile(r"\s*-?(?:%|percent|years?|yrs?|months?|weeks?|days?|times|x\b|st\b|nd\b|rd\b|th\b)")


def _without(text: str, places: Sequence[tuple[int, int]], *, keep: Sequence[tuple[int, int]] = ()) -> str:
    """The text with these places blank, all others where they were."""
    for start, end in places:
        if not any(start < other_end and other < end for other, other_end in keep):
            text = text[:start] + " " * (end - start) + text[end:]
    return text


def _left(text: str, one: FoundAmount, found: Sequence[FoundAmount]) -> int:
    start = max((other.end for other in found if other.end <= one.start), default=0)
    stop = max(text.rfind(mark, start, one.start) for mark in ".;?!")
    return max(start, stop + 1) if stop >= 0 else start


def _right(text: str, one: FoundAmount, found: Sequence[FoundAmount]) -> int:
    return min((other.start for other in found if other.start >= one.end), default=len(text))


def _pace(one: FoundAmount, paces: Sequence[FoundPace], found: Sequence[FoundAmount]) -> Pace | None:
    """The frequency that is nearest to this amount, if no other amount is nearer to it."""

    def gap(pace: FoundPace, amount: FoundAmount) -> int:
        # What follows an amount belongs to it rather than what stands before the next one.
        return pace.start - amount.end if pace.start >= amount.end else amount.start - pace.end + 3

    own = [pace for pace in paces if min(found, key=lambda amount: gap(pace, amount)) is one]
    return min(own, key=lambda pace: gap(pace, one)).pace if own else None


_PAYING = r"(?:sav\w+|contribut\w+|pay\w*|put\w*|deposit\w*|add\w*|invest\w*)"
_STOP = re.compile(
    r"\b(?:stop\w*|quit\w*|paus\w+|ceas\w+|halt\w*|skip\w*)(?: (?:my|our|all|the|any|with|to|making|doing|on))*"
    rf" {_PAYING}"
    rf"|\bwithout (?:any )?(?:further |more )?{_PAYING}"
    rf"|\b(?:paid|{_PAYING})(?: in)? (?:nothing|zero|no more)\b"
    r"|\b(?:no|zero)(?: more| further)? (?:contributions?|deposits?|savings?)\b"
)
_NOT_PAYING = re.compile(
    rf"\b(?:don'?t|didn'?t|do not|did not|never|no longer|can'?t|couldn'?t)(?: \w+){{0,2}} {_PAYING}"
)
_FOR_A_WHILE = re.compile(
    r"\bfor (?:a|an|one|two|three|\d+|some|several) ?(?:while|time|years?|months?)\b|\ba (?:year|month) of\b|\bskip a\b"
)
_HALF = (
    r"\b(?:half as much|half of what|halv\w+|half my|half the|(?:only|just) half|sav\w+ (?:only |just )?half"
    r"|cut (?:\w+ ){0,4}in half)\b"
)
_FACTORS = (
    (re.compile(r"\b(?:doubl\w+|twice as much|twice the|two times)\b"), Decimal(2)),
    (re.compile(r"\b(?:tripl\w+|three times)\b"), Decimal(3)),
    (re.compile(r"\b(?:quadrupl\w+|four times)\b"), Decimal(4)),
    (re.compile(_HALF), Decimal("0.5")),
)
_PERCENT = re.compile(r"(?P<n>\d+(?:\.\d+)?) ?(?:%|percent\b|per cent\b)")
_DOWN = re.compile(r"\b(?:less|cut\w*|reduc\w+|lower\w*|decreas\w+|drop\w*|cheaper|fewer|trim\w*)\b")
_UP = re.compile(r"\b(?:more|increas\w+|rais\w+|bump\w*|boost\w*|up|extra|additional|higher|step\w*)\b")
_ABOUT_COST = re.compile(r"\b(?:cost\w*|price\w*|target|need(?:ed)?(?! to\b)|expensive|cheaper)\b")


def _without_figure(text: str, wish: Wish) -> Wish:
    """With what needs no amount of money: stop, double, half as much, 10% more; each clause for itself."""
    open_to_more = wish.contribution is None and wish.unclear is None
    if open_to_more and (_STOP.search(text) or (wish.lump_sum is None and _NOT_PAYING.search(text))):
        open_to_more = False
        wish = wish if _FOR_A_WHILE.search(text) else replace(wish, contribution=Change(times=ZERO))
    for clause in re.split(r";|\.(?!\d)| and ", text):
        change = _scaling(clause)
        costs = _ABOUT_COST.search(clause) is not None and not re.search(rf"\b{_SAVE}", clause)
        if change is not None and costs and wish.target is None:
            wish = replace(wish, target=change)
        elif change is not None and not costs and open_to_more:
            wish = replace(wish, contribution=change)
    return wish


def _scaling(clause: str) -> Change | None:
    factor = next((factor for said, factor in _FACTORS if said.search(clause)), None)
    if factor is not None:
        return Change(times=factor)
    percent = _PERCENT.search(clause)
    if percent is None or not (_DOWN.search(clause) or _UP.search(clause)):
        return None
    part = Decimal(percent["n"]) / 100
    return Change(times=max(1 - part, ZERO) if _DOWN.search(clause) else 1 + part)


def _hint(text: str) -> Hint | None:
    """What a wish without any figure is about; talk of time counts more, as "more" is said of many things."""
    if re.search(r"\b(?:earlier|sooner|early|bring\w* forward)\b(?! or\b)", text) and not re.search(
        rf"\b{_SAVE}\b", text
    ):
        return "earlier"
    if re.search(r"\b(?:later|longer|delay\w*|postpon\w*|put\w* off|push\w*|wait\w*)\b", text):
        return "later"
    if re.search(r"\b(?:less|cut\w*|reduc\w+|lower\w*|fewer|decreas\w+)\b", text):
        return "less"
    return "more" if re.search(r"\b(?:more|increas\w+|rais\w+|extra|additional|another)\b", text) else None
