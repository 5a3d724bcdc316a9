"""How long what is kept. The content tells customers the same, and a test holds the two together."""

from __future__ import annotations

from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta

CONVERSATION_DAYS = 90
RECORD_YEARS = 6  # of requests and cases, from their end on


def conversations_before(now: datetime) -> datetime:
    """What was said before this moment goes; what was said 90 days ago to the instant stays."""
    return now - timedelta(days=CONVERSATION_DAYS)


def records_before(now: datetime) -> datetime:
    """What ended before this moment goes. Of 29 February it is the 28th, so that nothing goes too early."""
    return now - relativedelta(years=RECORD_YEARS)
