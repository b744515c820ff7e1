"""What an operator's Prometheus reads: counts and durations, never content."""

from collections.abc import Mapping
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

MEDIA_TYPE: Final = CONTENT_TYPE_LATEST
_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)  # seconds; Slack hangs up after 3


class Meters:
    """The meters of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "pushback_slack_requests",
            "Requests from Slack by kind and status",
            ["kind", "status"],
            registry=self.registry,
        )
        self._acks = Histogram(
            "pushback_ack_seconds", "Seconds to answer Slack", ["kind"], buckets=_BUCKETS, registry=self.registry
        )

        self._deliveries = Gauge(
            "pushback_deliveries", "Messages and App Homes in the book by state", ["state"], registry=self.registry
        )
        self._failures = Gauge(
            "pushback_deliveries_failed", "Messages that failed by Slack's code", ["code"], registry=self.registry
        )
        self._late = Gauge(
            "pushback_nudges_sent_late",
            "Reminders in the book that missed their window and went out later",
            registry=self.registry,
        )
        self._lag = Gauge(
            "pushback_delivery_lag_seconds", "Seconds since the oldest unsent message was due", registry=self.registry
        )

    def request(self, kind: str, status: int, seconds: float) -> None:
        """Count one request from Slack and the time its answer took."""
        self._requests.labels(kind, str(status)).inc()
        self._acks.labels(kind).observe(seconds)

    def outbox(self, by_state: Mapping[str, int], failed_by_code: Mapping[str, int], *, late: int, lag: float) -> None:
        """Note what the book says: deliveries by state, failures by Slack's code, seconds the oldest is overdue.

        And how many reminders went out later than they should have.
        """
        for state, count in by_state.items():
            self._deliveries.labels(state).set(count)
        self._failures.clear()
        for code, count in failed_by_code.items():
            self._failures.labels(code).set(count)
        self._late.set(late)
        self._lag.set(lag)

    def page(self) -> bytes:
        """Return all meters in Prometheus' text format."""
        return generate_latest(self.registry)
