"""The only place that reads the clock."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the moment, as an aware UTC datetime.

    The playground moves its clock ahead to rehearse what happens later; every other process keeps an
    offset of zero. Leases and timeouts are measured by the database or a monotonic clock, never by this one.
    """

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC) + self._ahead

    def move(self, by: timedelta) -> None:
        """Move this clock by a span, forwards or backwards."""
        self._ahead += by
