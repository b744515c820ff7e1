"""A worker process whose time runs fast, so that a minute and a half of waiting is a few seconds.

Called with the file in which the time is kept: when it began, how fast it runs, and by how much it was moved. With a
second word, `paced`, it keeps the pace that Slack asks for; without, it sends as fast as it can.
"""

import asyncio
import json
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import processes
from bot.app import build
from bot.clock import Clock
from bot.config import Purpose, Settings
from bot.logs import write_logs
from bot.pace import Pace, Rate


class FastClock(Clock):
    """A clock of which the file says how fast it runs."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def now(self) -> datetime:
        """Return the moment."""
        kept = json.loads(self._path.read_text())
        seconds = (time.time() - kept["began"]) * kept["speed"] + kept["moved"]
        return datetime.fromtimestamp(kept["began"], UTC) + timedelta(seconds=seconds)

    def set(self, *, speed: float, moved: float = 0.0, began: float | None = None) -> None:
        """Write the time down, in one go, for all who read it."""
        kept = {"began": began or time.time(), "speed": speed, "moved": moved}
        beside = self._path.with_suffix(".new")
        beside.write_text(json.dumps(kept))
        beside.replace(self._path)


def main() -> None:
    """Work until killed."""
    clock = FastClock(Path(sys.argv[1]))
    speed = json.loads(Path(sys.argv[1]).read_text())["speed"]
    settings = Settings.read(Purpose.WORKER)
    write_logs("ERROR")
    app = build(settings, clock=clock)
    if "paced" not in sys.argv[2:]:
        plenty = Rate(1_000_000, 1.0)
        app.outbox.pace = Pace(conversation=plenty, workspace=plenty, storm_seconds=0)
    app.outbox.stopwatch = lambda: time.monotonic() * speed
    asyncio.run(processes.work(app))


if __name__ == "__main__":
    main()
