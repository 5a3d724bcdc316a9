"""The fitting model portfolio by asset class, with a mark where the customer's mix is today."""

from __future__ import annotations

from collections.abc import Mapping

from advisor.charts.specification import specification
from advisor.questionnaire.model_portfolio import FittingModel
from advisor.resolve.asset_classes import CLASS_TITLES
from advisor.wording.voice import capitalised


def model_portfolio_chart(model: FittingModel) -> Mapping[str, object]:
    """A bar for each class of the model; a line across it for today's share, where that is known."""
    known = any(share.today is not None for share in model.classes)
    rows = [
        {
            "asset_class": capitalised(CLASS_TITLES[share.asset_class]),
            "model": round(share.model, 6),
            **({"today": round(share.today or 0.0, 6)} if known else {}),
        }
        for share in model.classes
    ]
    axis = {"type": "quantitative", "title": "Share of the value (%)", "axis": {"format": ".0%"}}
    bars = {"x": {"field": "model", **axis}}
    layers: list[Mapping[str, object]] = [{"mark": {"type": "bar"}, "encoding": bars}]
    if known:
        ticks = {
            "mark": {"type": "tick", "thickness": 4, "size": 20, "opacity": 1},
            "encoding": {"x": {"field": "today", **axis}, "color": {"datum": "Your mix today"}},
        }
        layers = [{"mark": {"type": "bar"}, "encoding": {**bars, "color": {"datum": "Model portfolio"}}}, ticks]
    beside = ", with a line across each bar where your mix is today" if known else ""
    return specification(
        title="The model portfolio for this risk level",
        description=f"The model portfolio by asset class: a bar for the share of each class{beside}.",
        rows=rows,
        encoding={"y": {"field": "asset_class", "type": "nominal", "title": "Asset class", "sort": None}},
        layer=layers,
    )
