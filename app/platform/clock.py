"""The one place that looks at the clock."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def today(time_zone: str = "Asia/Shanghai") -> date:
    """Return the calendar day it is in *time_zone*."""
    return now().astimezone(ZoneInfo(time_zone)).date()
