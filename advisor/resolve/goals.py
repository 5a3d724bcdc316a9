"""Which of the customer's goals is meant: by id, name or purpose. Several that fit, or none, are asked back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from advisor.dialogue import Mention
from advisor.model import Goal
from advisor.resolve.ask_back import AskBack, Choice, listed
from advisor.resolve.words import all_words_of, mended, words_of

# Words for one purpose: the first stands for all of them.
_PURPOSES = (
    "retirement retire retired retires retiring pension retiree",
    "house home houses homes property apartment flat condo downpayment",
    "college university uni education school tuition studies study degree",
    "car vehicle auto truck van",
    "wedding marriage marry marrying married weddings",
    "vacation holiday holidays trip travel travels traveling travelling journey",
    "emergency emergencies rainy",
    "renovation renovations remodel remodeling renovate renovating",
    "baby child children kid kids",
)
_PURPOSE_OF = {word: purpose.split()[0] for purpose in _PURPOSES for word in purpose.split()}
_SOFT = frozenset(  # say nothing about which goal: every one is a plan, a fund, a target
    (
        *("goal", "goals", "plan", "plans", "target", "targets", "objective", "thing", "fund", "funds", "nest", "egg"),
        *("saving", "savings", "save", "money", "pot", "progress", "financial", "all", "every", "any", "buying", "buy"),
        *("new", "getting", "day", "future", "that", "this", "first", "dream", "own"),
    )
)
# What a message says about a purpose without naming the goal, where understanding marked none.
_TOLD = {
    "retirement": re.compile(
        r"\b(?:retire\w*|pension|nest egg|(?:stop|quit|finish)\w* work\w*"
        r"|work(?:ed|ing)? (?:on |\w+ \w+ )?(?:longer|until|till|less long)|when i'?m old)\b"
    ),
    "house": re.compile(r"\b(?:house|home|down ?payment|condo|apartment)\b"),
    "college": re.compile(r"\b(?:college|university|tuition)\b"),
    "car": re.compile(r"\b(?:new car|my car|the car)\b"),
    "wedding": re.compile(r"\b(?:wedding|honeymoon)\b"),
    "vacation": re.compile(r"\b(?:vacation|holiday|trip|travel\w*)\b(?! (?:home|house))"),
    "emergency": re.compile(r"\b(?:emergency fund|rainy day)\b"),
}
_SAID_OF_ANY_PLAN = frozenset(
    (
        *(
            "until",
            "income",
            "early",
            "late",
            "down",
            "payment",
            "payments",
            "year",
            "years",
            "month",
            "months",
            "with",
        ),
        *(
            "monthly",
            "extra",
            "more",
            "time",
            "work",
            "working",
            "life",
            "living",
            "cash",
            "reserve",
            "free",
            "freedom",
        ),
    )
)
_LONG_ENOUGH = 4  # letters


def goal_meant(mentions: Sequence[Mention], goals: Sequence[Goal], *, message: str) -> Goal | AskBack | None:
    """The goal that the mentions name, else the one that the message does, else the only one there is.

    None for a customer without goals, whatever is named.
    """
    if not goals:
        return None
    found: dict[str, Goal] = {}
    whole = [goal for goal in _named(message, goals) if len(all_words_of(goal.name)) > 1]
    for mention in mentions:
        marked = frozenset(all_words_of(mention.text))
        longer = [goal for goal in whole if marked < frozenset(all_words_of(goal.name))]
        fitting = longer if len(longer) == 1 else _of(mention, goals)
        if fitting is None:
            continue
        if not fitting:
            return _unknown(mention, goals)
        if len(fitting) > 1:
            return _several(fitting)
        found[fitting[0].goal_id] = fitting[0]
    if not found:
        told = list(goals) if len(goals) == 1 else _told(message, goals)
        found = {goal.goal_id: goal for goal in told or goals}
    return next(iter(found.values())) if len(found) == 1 else _several(list(found.values()))


def _of(mention: Mention, goals: Sequence[Goal]) -> Sequence[Goal] | None:
    """The goals that fit; None where the words say nothing about which one ("my goal")."""
    tries = [_fitting(text, goals) for text in dict.fromkeys((mention.text, mention.value)) if text.strip()]
    return next((fitting for fitting in tries if fitting), next((f for f in tries if f is None), []))


def _fitting(text: str, goals: Sequence[Goal]) -> Sequence[Goal] | None:
    """Id and whole name first, then the same words, then some of a name's words, then a name within more words."""
    said = all_words_of(text)
    for same in (
        [goal for goal in goals if goal.goal_id.casefold() == text.strip().casefold()],
        [goal for goal in goals if "".join(all_words_of(goal.goal_id)) == "".join(said)],
        [goal for goal in goals if all_words_of(goal.name) == said],
    ):
        if same:
            return same
    known = frozenset(word for goal in goals for word in words_of(goal.name))
    literal = _telling(text, known)
    told = _purposes(text, known)
    if not literal:
        return None
    # A "lake house" is no "House down payment", but "Emma's college" may well be the "College fund".
    for same in (
        [goal for goal in goals if _purposes(goal.name) == told],
        [goal for goal in goals if told <= _purposes(goal.name)],
        [goal for goal in goals if _telling(goal.name) and _telling(goal.name) <= literal],
    ):
        if same:
            return same
    return []


def _telling(text: str, known: frozenset[str] = frozenset()) -> frozenset[str]:
    """The words that tell goals apart, small slips mended."""
    return frozenset(mended(words_of(text), known | _PURPOSE_OF.keys() | _SOFT)) - _SOFT


def _purposes(text: str, known: frozenset[str] = frozenset()) -> frozenset[str]:
    """The telling words, with those of one purpose made the same; a down payment is for a house."""
    plain = re.sub(r"\b(?:house |home )?down[ -]?payment\b", "house", text.casefold())
    return frozenset(_PURPOSE_OF.get(word, word) for word in _telling(plain, known))


def _named(message: str, goals: Sequence[Goal]) -> list[Goal]:
    """The goals whose whole name stands in the message; none in a click on a button."""
    said = " " + " ".join(all_words_of(message)) + " "
    return [] if message.startswith("/") else [g for g in goals if f" {' '.join(all_words_of(g.name))} " in said]


def _told(message: str, goals: Sequence[Goal]) -> list[Goal]:
    """The goals whose name stands in the message, or else whose purpose does, or else a word of their name alone."""
    if message.startswith("/"):
        return []
    named = _named(message, goals)
    if named:
        return named
    purposes = {purpose for purpose, words in _TOLD.items() if words.search(message.casefold())}
    told = [goal for goal in goals if purposes & _purposes(goal.name)]
    return told or [goal for goal in goals if _own_words(goal) & frozenset(all_words_of(message))]


def _own_words(goal: Goal) -> frozenset[str]:
    """The words that hardly stand in a message without meaning the goal: the Japan of "Trip to Japan"."""
    words = _telling(goal.name) - _PURPOSE_OF.keys() - _SAID_OF_ANY_PLAN
    return frozenset(word for word in words if len(word) >= _LONG_ENOUGH and word.isalpha())


def _several(goals: Sequence[Goal]) -> AskBack:
    names = list(_titles(goals).values())
    return AskBack(f"You have several goals: {listed(names)}. Which one do you mean?", "goal", _choices(goals))


def _unknown(mention: Mention, goals: Sequence[Goal]) -> AskBack:
    names = list(_titles(goals).values())
    asked = "Shall I look at that one?" if len(names) == 1 else "Which one do you mean?"
    return AskBack(
        f"I don't find a goal “{mention.text.strip()}” among yours. You have {listed(names)}. {asked}",
        "goal",
        _choices(goals),
    )


def _choices(goals: Sequence[Goal]) -> tuple[Choice, ...]:
    return tuple(Choice(title, goal_id) for goal_id, title in _titles(goals).items())


def _titles(goals: Sequence[Goal]) -> dict[str, str]:
    """Goal id → name, with the id beside names that occur twice."""
    names = Counter(goal.name for goal in goals)
    return {g.goal_id: g.name if names[g.name] == 1 else f"{g.name} ({g.goal_id})" for g in goals}
