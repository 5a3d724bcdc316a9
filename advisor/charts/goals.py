"""How a goal's money may grow: a fan around the middle outcome, with a line where the target is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from advisor.charts.specification import BLUE, specification
from advisor.finance.goals import Paths
from advisor.periods.calendar import plus_months
from advisor.questions.goal_progress import GoalProgress
from advisor.questions.goal_what_if import GoalWhatIf
from advisor.wording.voice import Voice

_SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)  # of the paths that lie below each line of the fan
_MIDDLE, _AS_IT_IS, _TARGET = "Middle outcome", "As planned now", "Target"
_BANDS = "The darker band holds half of the outcomes, the lighter one eight in ten."

Rows = list[dict[str, object]]


def goal_progress_chart(record: GoalProgress, voice: Voice) -> Mapping[str, object] | None:
    """None where nothing is projected, or where no month is left."""
    if (
        record.goal is None
        or record.today is None
        or record.paths is None
        or record.current_value is None
        or record.monthly_contribution is None
        or record.target_amount is None
    ):
        return None
    rows = _fan(record.paths, record.today, record.current_value, record.monthly_contribution, record.target_amount)
    return _chart(f"{record.goal.name}: where it may end", rows, voice, beside=False)


def goal_what_if_chart(record: GoalWhatIf, voice: Voice) -> Mapping[str, object] | None:
    """The fan of what is tried, beside the middle outcome of the plan as it is; None as above."""
    if record.goal is None or record.today is None or record.before is None or record.after is None:
        return None
    before, after = record.before, record.after
    if record.value is None or before.target_date not in record.paths or after.target_date not in record.paths:
        return None
    start = record.value + after.lump_sum
    rows = _fan(record.paths[after.target_date], record.today, start, after.monthly_contribution, after.target_amount)
    planned = record.paths[before.target_date]
    middle = planned.fan(record.value, before.monthly_contribution, shares=(0.5,))[:, 0]
    rows += [
        {"date": plus_months(record.today, int(step)).isoformat(), "planned": round(float(amount), 2)}
        for step, amount in zip(planned.steps, middle, strict=True)
    ]
    return _chart(f"{record.goal.name}: where it may end if you change that", rows, voice, beside=True)


def _fan(paths: Paths, today: date, start: Decimal, monthly: Decimal, target: Decimal) -> Rows:
    fan = paths.fan(start, monthly, shares=_SHARES).round(2)
    return [
        {
            "date": plus_months(today, int(step)).isoformat(),
            **dict(zip(("p10", "p25", "median", "p75", "p90"), map(float, amounts), strict=True)),
            "target": float(round(target, 2)),
        }
        for step, amounts in zip(paths.steps, fan, strict=True)
    ]


def _chart(title: str, rows: Rows, voice: Voice, *, beside: bool) -> Mapping[str, object] | None:
    """Bands below, lines above; what tells the lines apart is in the legend and in their dashes."""
    if len(rows) < 2 or len({row["date"] for row in rows}) < 2:
        return None
    x = {"field": "date", "type": "temporal", "title": "Date"}
    fields = {_MIDDLE: "median", **({_AS_IT_IS: "planned"} if beside else {}), _TARGET: "target"}
    dashes = {_MIDDLE: [1, 0], _AS_IT_IS: [2, 2], _TARGET: [6, 4]}

    def y(field: str) -> dict[str, object]:
        return {"field": field, "type": "quantitative", "title": f"Amount ({voice.currency})"}

    def there(field: str) -> list[dict[str, str]]:
        """The plan as it is has rows of its own: a row without a figure would break the line."""
        return [{"filter": f"isValid(datum.{field})"}]

    def band(low: str, high: str, opacity: float) -> dict[str, Any]:
        mark = {"type": "area", "color": BLUE, "opacity": opacity}
        return {"transform": there(low), "mark": mark, "encoding": {"x": x, "y": y(low), "y2": {"field": high}}}

    def line(name: str) -> dict[str, Any]:
        mark = {"type": "line", "strokeDash": dashes[name]}
        encoding = {"x": x, "y": y(fields[name]), "color": {"datum": name}}
        return {"transform": there(fields[name]), "mark": mark, "encoding": encoding}

    lines = f"lines for the middle outcome{', for the plan as it is' if beside else ''} and for the target"
    return specification(
        title=title,
        description=f"{title}: {lines}, from today to the target date. {_BANDS}",
        rows=rows,
        layer=[band("p10", "p90", 0.2), band("p25", "p75", 0.35), *map(line, fields)],
    )
