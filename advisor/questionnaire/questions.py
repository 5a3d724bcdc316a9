"""The eight questions with their answers, from the most careful to the boldest, and the points of each.

Every answer has as many points as answers stand before it. `said` are words by which an answer is meant, a pattern over
the message in lower case. `measure` makes numbers of a message count: years or months, up to `upto` for each answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Side = Literal["capacity", "attitude"]
Measure = Literal["years", "months"]


@dataclass(frozen=True)
class Answer:
    """`upto`: amounts below it mean this answer; None has no end. `most` is the highest risk level with it."""

    title: str
    said: str
    upto: float | None = None
    most: int = 10


@dataclass(frozen=True)
class RiskQuestion:
    name: str
    text: str
    explained: str
    about: str  # what it is about, in words for "your …"
    side: Side
    answers: tuple[Answer, ...]
    measure: Measure | None = None


QUESTIONS: tuple[RiskQuestion, ...] = (
    RiskQuestion(
        "horizon",
        "When will you need most of this money?",
        "It matters because falling markets can take years to recover; money that is needed soon can't wait for it. "
        "Take the time until the first large withdrawal, as far as you know it.",
        "time until you need the money",
        "capacity",
        (
            Answer("In less than 3 years", r"\b(?:soon|right away|now|immediately|any time|next year)\b", 3, 2),
            Answer("In 3 to 5 years", r"\ba few years\b", 6, 4),
            Answer("In 6 to 10 years", r"", 11, 7),
            Answer("In 11 to 20 years", r"", 21, 9),
            Answer("In more than 20 years", r"\b(?:decades|far off|never|not in my lifetime|very long)\b"),
        ),
        "years",
    ),
    RiskQuestion(
        "spending",
        "Once you start to take it out, how long should it last?",
        "Money that is spent over many years stays invested for longer on average than money for one purchase.",
        "time over which you spend it",
        "capacity",
        (
            Answer(
                "Spent at once",
                r"\b(?:at once|all of it|all at|one go"
                r"|lump|immediately|straight away)\b",
                1,
            ),
            Answer("1 to 5 years", r"\ba few years\b", 6),
            Answer("6 to 15 years", r"", 16),
            Answer(
                "More than 15 years",
                r"\b(?:rest of my life|for life|whole retirement"
                r"|decades|forever|pass it on)\b",
            ),
        ),
        "years",
    ),
    RiskQuestion(
        "purpose",
        "What should this money do above all?",
        "Nobody needs to take more risk than their plans call for. If several fit, take the one that matters most.",
        "aim for the money",
        "attitude",
        (
            Answer(
                "Keep its value",
                r"\b(?:keep|preserve|protect|safe\w*|secure|not lose|no loss\w*|stay the same)\b",
                most=3,
            ),
            Answer("Bring a steady income", r"\b(?:income|interest|dividends|pay ?outs?|monthly money)\b", most=6),
            Answer(
                "Grow at a measured pace",
                r"\b(?:measured|moderate\w*|steady growth"
                r"|some growth|balanced?|slow\w*)\b",
            ),
            Answer(
                "Grow as much as it can",
                r"\b(?:as much as|as possible|maximum"
                r"|maximi[sz]e|max|a lot|high(?:est)? growth)\b",
            ),
        ),
    ),
    RiskQuestion(
        "reserve",
        "For how many months could you live on cash you have elsewhere?",
        "A reserve means that a surprise doesn't force you to sell at a bad time. Count savings and cash that you "
        "could use within days, not this portfolio.",
        "cash reserve",
        "capacity",
        (
            Answer("Less than 1 month", r"\b(?:none|nothing|zero|no (?:savings|cash|reserve))\b", 1, 5),
            Answer("1 to 2 months", r"\ba couple(?: of)? months\b", 3),
            Answer("3 to 6 months", r"\ba few months\b", 7),
            Answer("More than 6 months", r"\b(?:plenty|years|long time)\b"),
        ),
        "months",
    ),
    RiskQuestion(
        "income",
        "How sure is your income over the next years?",
        "Who can count on an income can leave invested money alone when markets fall. A pension counts as income.",
        "income",
        "capacity",
        (
            Answer(
                "Very unsure",
                r"\b(?:very (?:unsure|uncertain|unsteady)"
                r"|no income|unemployed|none|not at all)\b",
            ),
            Answer(
                "Somewhat unsure",
                r"\b(?:somewhat|(?:a bit|rather|kind of) (?:unsure"
                r"|uncertain)|varies|freelance|up and down)\b",
            ),
            Answer(
                "Fairly sure",
                r"\b(?:fairly|mostly|pretty|quite|reasonably) (?:sure"
                r"|safe|secure|steady|stable|certain)\b",
            ),
            Answer(
                "Very sure",
                r"\b(?:(?:very|totally|completely|absolutely) (?:sure"
                r"|safe|secure|steady|stable|certain)|pension|tenured?)\b",
            ),
        ),
    ),
    RiskQuestion(
        "fall",
        "Suppose your portfolio falls by 20% within three months. What would you do?",
        "There is no right answer. What you did in a fall that you lived through tells most. On $10,000, it would be a "
        "loss of $2,000 on paper.",
        "reaction to a fall",
        "attitude",
        (
            Answer(
                "Sell everything",
                r"\b(?:sell (?:it )?(?:all|everything)|(?:get|pull|take) (?:it "
                r"|everything )?(?:all )?out|i(?:'?d| would) sell(?: it)?$|cash out|panic)\b",
                most=3,
            ),
            Answer(
                "Sell some of it",
                r"\b(?:sell (?:some|a (?:bit|part"
                r"|little|few)|part|half)|reduce|trim)\b",
                most=6,
            ),
            Answer(
                "Wait and do nothing",
                r"\b(?:wait|hold|nothing|sit (?:tight|it out)"
                r"|leave it|stay(?: put)?|ride it out|keep(?: it)?)\b",
            ),
            Answer(
                "Invest more",
                r"\b(?:(?:invest|buy|put in|add) (?:even )?(?:more"
                r"|some more)|buy(?: the dip)?|top up)\b",
            ),
        ),
    ),
    RiskQuestion(
        "range",
        "Take four made-up portfolios of $10,000. Which range of values after a year would you be at ease with?",
        "The lower figure is a bad year, the higher one a good year. The figures are examples, not what any portfolio "
        "will do: more room upwards comes with more room downwards.",
        "choice between gains and losses",
        "attitude",
        (
            Answer("$9,700 or $10,600", r"\b(?:smallest|narrow\w*|safest|least|9[,.]?700|10[,.]?600)\b"),
            Answer("$9,000 or $11,500", r"\b(?:9[,.]?000|11[,.]?500|9k)\b"),
            Answer("$8,000 or $12,500", r"\b(?:8[,.]?000|12[,.]?500|8k)\b"),
            Answer(
                "$7,000 or $14,000",
                r"\b(?:biggest|largest|widest|riskiest"
                r"|boldest|most|7[,.]?000|14[,.]?000|7k|14k)\b",
            ),
        ),
    ),
    RiskQuestion(
        "experience",
        "What have you invested in before?",
        "Who has lived through a fall knows how it feels. Funds in a workplace pension or a 401(k) count, too.",
        "experience",
        "attitude",
        (
            Answer("Nothing yet", r"\b(?:nothing|never|none|first time|new to|beginner|no experience)\b"),
            Answer("Savings or bonds", r"\b(?:savings?|bonds?|cds?|deposits?)\b"),
            Answer("Stocks or stock funds", r"\b(?:stocks?|funds?|etfs?|401k?|shares|index)\b"),
            Answer(
                "Stocks, and kept them through a big fall",
                r"\b(?:(?:kept|held|stayed|through|survived|lived)\b.*\b(?:fall"
                r"|falls|crash\w*|2008|2020|2022|drop|crisis|downturn|bear))\b",
            ),
        ),
    ),
)
BY_NAME = {question.name: question for question in QUESTIONS}
