"""Questions for what comes, which understanding takes for questions about what is: they get no prediction either.

"Which of my funds will do best next year" reads like "which did best", and is answered with what they did. That stands
behind a sentence that says so, or else it would pass for a forecast.
"""

from __future__ import annotations

import re

# Kinds whose answer is about the past or the present and could be taken for what comes. What is planned or promised
# (goals, transfers, tax documents, automatic deposits) isn't among them.
BACKWARD = frozenset(
    {
        *("account_summary", "allocation", "benchmark_comparison", "best_worst", "compare_securities", "dividends"),
        *("exposure", "holding_detail", "performance", "performance_reason", "portfolio_value", "price_quote"),
        *("return_methods", "risk_summary", "security_info"),
    }
)
NO_FORECAST = "Nobody knows reliably what comes, so I don't predict; this is how things stand and went so far."
_SPAN = r"(?:year|years|month|months|week|weeks|quarter|decade)"
_COMES = re.compile(
    rf"\bnext (?:\w+ )?{_SPAN}\b|\b(?:coming|upcoming) (?:\w+ )?{_SPAN}\b|\btomorrow\b|\bin the future\b"
    rf"|\b(?:in|over) (?:\d+|a|two|three|five|ten) {_SPAN}(?: from now| time)\b|\b{_SPAN} from now\b"
    r"|\b(?:will|wont|won't|gonna|going to|'ll|about to|likely to|set to)\s+(?:\w+\s+){0,3}?"
    r"(?:be worth|do best|do better|do worst|do well|perform|outperform|rise|fall|go up|go down|gain|lose|grow|drop"
    r"|crash|recover|rebound|double|beat|return|bounce back|keep (?:rising|falling|going|growing))\b"
    r"|\b(?:outlook|forecast|predict\w*)\b",
    re.IGNORECASE,
)
_WHY = re.compile(r"\btax", re.IGNORECASE)  # "for my taxes next year" says what it is asked for, not what comes


def asks_what_comes(kind: str, text: str) -> bool:
    """Whether a message that was understood as `kind`, one about what is or was, asks for what will be."""
    said = text.replace("’", "'")
    return kind in BACKWARD and _COMES.search(said) is not None and not _WHY.search(said)
