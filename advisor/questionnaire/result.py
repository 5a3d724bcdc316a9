"""The result in words and as facts: the level, why it is that, the fitting model, and what differs from today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from advisor.model import AssetClass
from advisor.questionnaire.model_portfolio import FittingModel
from advisor.questionnaire.questions import BY_NAME, QUESTIONS, RiskQuestion
from advisor.questionnaire.score import RiskScore
from advisor.requests.fields.risk_level import level_title
from advisor.resolve.asset_classes import CLASS_TITLES

_MOST_NAMED = 2  # questions named as a reason
_ALMOST_NOTHING = 0.005  # shares below half a percent are not told


def word_result(score: RiskScore, model: FittingModel | None, present: int) -> str:
    """`present` is the customer's risk level today."""
    parts = [f"Your answers give a risk level of {level_title(score.level)}.", _reason(score)]
    if model is not None:
        mix = _mix([(share.asset_class, share.model) for share in model.classes])
        today = [(share.asset_class, share.today) for share in model.classes if share.today is not None]
        name = model.name.replace("_", " ")
        parts.append(
            f"The model portfolio for it, {name}, holds {mix}" + (f"; you hold {_mix(today)} today." if today else ".")
        )
    if score.level == present:
        parts.append("It is the level that you have today.")
    else:
        higher = "higher" if present > score.level else "lower"
        parts.append(f"Your level today is {level_title(present)}, which is {higher}.")
    return " ".join(part for part in parts if part)


def result_facts(
    score: RiskScore, model: FittingModel | None, places: Mapping[str, int], present: int
) -> dict[str, object]:
    return {
        "kind": "risk_questionnaire",
        "score": score.level,
        "capacity": score.capacity,
        "attitude": score.attitude,
        "caps": [{"question": name, "most": most} for name, most in score.caps.items()],
        "answers": [{"question": q.name, "answer": q.answers[places[q.name]].title} for q in QUESTIONS],
        "risk_level": present,
        "difference": score.level - present,
        "model": None if model is None else model.name,
        "by_class": [
            {"asset_class": share.asset_class, "model": share.model, "today": share.today}
            for share in (() if model is None else model.classes)
        ],
    }


def _reason(score: RiskScore) -> str:
    binding = [BY_NAME[name] for name, most in score.caps.items() if most == score.level]
    free = min(score.capacity, score.attitude)
    told: list[str] = []
    if binding and score.level < free:
        told.append(f"It would be {free} but for your {binding[0].about}, with which {score.level} is the most.")
    elif score.pulls_apart and score.capacity < score.attitude:
        told.append(f"You would take more risk ({score.attitude}) than your situation allows for ({score.capacity}).")
    elif score.pulls_apart:
        told.append(f"Your situation would allow for more ({score.capacity}) than you would be at ease with.")
    up = [question for question in score.pulled_up if question not in binding]
    down = [question for question in score.held_down if question not in binding or score.level >= free]
    if up:
        told.append(f"What speaks for more: your {_named(up)}.")
    if down:
        told.append(f"What speaks for less: your {_named(down)}.")
    return " ".join(told)


def _named(questions: Sequence[RiskQuestion]) -> str:
    return " and your ".join(question.about for question in questions[:_MOST_NAMED])


def _mix(shares: Sequence[tuple[AssetClass, float]]) -> str:
    """ "45% stocks, 47% bonds and 8% others"."""
    named = [f"{share:.0%} {CLASS_TITLES[name]}" for name, share in shares if share >= _ALMOST_NOTHING]
    return f"{', '.join(named[:-1])} and {named[-1]}" if len(named) > 1 else "".join(named) or "nothing"
