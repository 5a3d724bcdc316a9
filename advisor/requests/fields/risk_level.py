"""Which risk level: 1 cautious … 10 aggressive, by number, by name, or against the present one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from advisor.dialogue import ReplyButton
from advisor.requests.field import Known, Mode, Question, Reading
from advisor.requests.records import Heard, Offer, World

LOWEST, HIGHEST = 1, 10
_QUESTIONNAIRE = ReplyButton("Take the questionnaire", "risk_questionnaire", {})
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER = rf"(?:10|[1-9]|{'|'.join(_NUMBERS)})"
_NUMBER_SAID = re.compile(
    rf"\b(?:level|risk|risk level|number|category|at|to|on|a|an|it|be|=) ?(?:of |to |at |a )?(?P<n>{_NUMBER})\b"
    r"(?! ?(?:%|/|percent|year|month|one\b))"
)
_OTHER_NUMBER = re.compile(
    r"\b(?:level|risk|number) (?:of )?(?P<n>-?\d+(?:\.\d+)?)\b|^\W*(?P<bare>-?\d+(?:\.\d+)?)\W*$"
)
_BARE = re.compile(
    rf"^\W*(?:no|yes|ok|okay|sorry|please|rather|make it|i mean|i meant|actually)?\W*(?P<n>{_NUMBER})\W*$"
)
# Most telling first. What is named only by its direction is one step from the present level.
_NAMED: tuple[tuple[str, int], ...] = (
    (r"\b(?:safest|minimum|min|lowest|most (?:conservative|cautious)|as safe as possible|no risk)\b", 1),
    (r"\bvery (?:conservative|cautious|safe)\b", 2),
    (r"\b(?:max(?:imum)?|highest|most aggressive|all in)\b", 10),
    (r"\bvery (?:aggressive|risky)\b", 10),
    (r"\bmoderately (?:conservative|cautious)\b", 4),
    (r"\bmoderately (?:aggressive|risky)\b", 7),
)
_STEPS: tuple[tuple[str, int], ...] = (
    (r"\b(?:much|a lot|far) (?:safer|lower|calmer|less risky|more conservative|more cautious)\b", -2),
    (r"\b(?:much|a lot|far) (?:riskier|higher|bolder|more aggressive)\b", 2),
    (
        r"\b(?:more (?:conservative|cautious|careful|bonds)|less (?:risk|risky|aggressive)|(?:fewer|less) stocks|safer"
        r"|even less|calmer|lower|reduc\w+|decreas\w+|tam\w*r|down a notch|one down|steadier"
        r"|too (?:wild|risky|aggressive|high|bold|hot|much risk))\b",
        -1,
    ),
    (
        r"\b(?:more (?:aggressive|risk|risky|stocks|growth)|less (?:conservative|cautious)|(?:fewer|less) bonds|riskier"
        r"|even more|bolder|higher|rais\w+|increas\w+|up one|one up|up a notch|spicier"
        r"|too (?:tame|timid|safe|boring|low|cautious|conservative|careful))\b",
        1,
    ),
)
_PLAIN: tuple[tuple[str, int], ...] = (
    (r"\b(?:conservative|cautious|low(?: risk)?|safe)\b", 3),
    (r"\b(?:moderate|balanced|medium(?: risk)?|middle)\b", 5),
    (r"\bgrowth\b", 7),
    (r"\b(?:aggressive|high(?: risk)?|bold|risky)\b", 9),
)
_FROM = re.compile(
    rf"\bfrom (?:level )?{_NUMBER}\b|\bnot (?:level |a )?{_NUMBER}\b|\binstead of (?:level )?{_NUMBER}\b"
)


@dataclass(frozen=True)
class RiskLevelField:
    name: str = "risk_level"
    called: tuple[str, ...] = ("level", "risk", "number")

    def is_needed(self, known: Known) -> bool:
        return True

    def read(self, heard: Heard, known: Known, world: World, *, mode: Mode) -> Reading | None:
        text = heard.text.casefold()
        if heard.text.startswith("/"):
            text = " ".join(mention.value for mention in heard.mentions if mention.entity == "risk_level")
        text = _FROM.sub(lambda match: " " * len(match[0]), text)
        number = _NUMBER_SAID.search(text) or _BARE.match(text)
        marked = next((m for m in heard.mentions if m.entity == "risk_level" and _BARE.match(m.value)), None)
        if number is not None or marked is not None:
            words = number["n"] if number is not None else marked.value.strip() if marked is not None else ""
            level = _NUMBERS.index(words) + 1 if words in _NUMBERS else int(words)
            return Reading(str(level), words=(number[0] if number is not None else words,))
        other = _OTHER_NUMBER.search(text)
        if other is not None:
            return Reading(
                problem=self._because("A risk level is a whole number from 1 to 10.", known, world), words=(other[0],)
            )
        said = " ".join(m.text.casefold() for m in heard.mentions if m.entity == "risk_level")
        if said and re.search(rf"\btoo {re.escape(said)}\b", text):
            said = f"too {said}"  # "my risk is too low" asks for more of it, not for less
        way = {"up": "up one", "down": "one down"}.get(said, said)
        return (self._named(way, known, world) if way else None) or self._named(text, known, world)

    def _named(self, text: str, known: Known, world: World) -> Reading | None:
        for pattern, level in _NAMED:
            match = re.search(pattern, text)
            if match is not None:
                return Reading(str(level), words=(match[0],))
        present = int(known.get(self.name) or world.customer.risk_level)
        for pattern, step in _STEPS:
            match = re.search(pattern, text)
            if match is not None:
                wanted = present + step
                level = min(max(wanted, LOWEST), HIGHEST)
                if level == present:
                    edge = "lowest" if level == LOWEST else "highest"
                    said = f"Your risk level is {level} already, the {edge} there is."
                    return Reading(problem=self._because(said, known, world), words=(match[0],))
                return Reading(str(level), words=(match[0],))
        for pattern, level in _PLAIN:
            match = re.search(pattern, text)
            if match is not None:
                return Reading(str(level), words=(match[0],))
        return None

    def default(self, known: Known, world: World) -> str | None:
        return None

    def check(self, known: Known, world: World) -> Question | None:
        level = int(known[self.name])
        if not LOWEST <= level <= HIGHEST:
            return self._because("A risk level is a whole number from 1 to 10.", known, world)
        if level == world.customer.risk_level and known.get("account", "all") == "all":
            return self._because(f"Your risk level is {level} already.", known, world)
        return None

    def ask(self, known: Known, world: World) -> Question:
        present = world.customer.risk_level
        now = level_title(present)
        text = f"Which risk level would you like, from 1 (cautious) to 10 (aggressive)? Yours is {now} now."
        offers = tuple(
            Offer(level_title(level), str(level))
            for level in (present - 2, present - 1, present + 1, present + 2)
            if LOWEST <= level <= HIGHEST
        )
        return Question(text, offers, (_QUESTIONNAIRE,))

    def _because(self, problem: str, known: Known, world: World) -> Question:
        question = self.ask(known, world)
        return Question(f"{problem} {question.text}", question.offers, question.buttons)


def level_title(level: int) -> str:
    """ "7 (growth)"."""
    names = ("very cautious", "cautious", "moderate", "growth", "aggressive")
    return f"{level} ({names[min(max(level - 1, 0) // 2, 4)]})"
