"""Charts as Folio's answers carry them."""

from __future__ import annotations

from typing import Any

LINE: dict[str, Any] = {
    "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
    "title": "Portfolio, this year",
    "description": "Portfolio, this year: its value as a line.",
    "width": "container",
    "data": {
        "values": [
            {"date": "2026-01-02", "value": 41250.1},
            {"date": "2026-06-30", "value": 45110.55},
            {"date": "2026-11-20", "value": 48011.92},
        ]
    },
    "mark": {"type": "line"},
    "encoding": {
        "x": {"field": "date", "type": "temporal", "title": "Date"},
        "y": {"field": "value", "type": "quantitative", "title": "Value (USD)"},
    },
    "config": {"range": {"category": ["#0072B2", "#E69F00"]}},
}

BARS: dict[str, Any] = {
    "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
    "title": "What made the result",
    "description": "What made the result: one bar for each security.",
    "width": "container",
    "data": {
        "values": [
            {"part": "VTI", "amount": 2102.4, "result": "Gain", "label": "+$2,102.40"},
            {"part": "BND", "amount": -88.15, "result": "Loss", "label": "-$88.15"},
        ]
    },
    "encoding": {
        "x": {"field": "amount", "type": "quantitative", "title": "Gain or loss (USD)"},
        "y": {"field": "part", "type": "nominal", "title": "Security", "sort": ["VTI", "BND"]},
    },
    "layer": [
        {"mark": {"type": "bar"}, "encoding": {"color": {"field": "result", "type": "nominal", "title": None}}},
        {
            "transform": [{"calculate": "max(datum.amount, 0)", "as": "at"}],
            "mark": {"type": "text", "align": "left", "dx": 4},
            "encoding": {
                "x": {"field": "at", "type": "quantitative", "title": "Gain or loss (USD)"},
                "text": {"field": "label", "type": "nominal"},
            },
        },
    ],
}
