"""The days of a story: the clock is moved by hand, and the worker takes its turns when it is told to."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.app import App
from bot.clock import Clock
from bot.coaching.calendar import instant
from bot.outbox import Outbox
from bot.playground.desk import Message
from bot.worker import Worker
from tests.support.playground import Actor, Stage

TURNS = 50
HOUR = timedelta(hours=1)
A_BREATH = timedelta(seconds=3)
"""After which the outbox may write to a conversation again that it has written much to."""


@dataclass(frozen=True, slots=True)
class Days:
    """What a trainer lives through, day by day, in the zone of where they are."""

    app: App
    stage: Stage
    clock: Clock
    zone: str = "Europe/London"
    worker: Worker = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "worker", worker_of(self.app, self.clock))

    @property
    def trainer(self) -> Actor:
        """Who lives through them."""
        return self.stage.trainer

    @property
    def nudges(self) -> list[Message]:
        """The messages with reminders that stand in the trainer's conversation, oldest first."""
        return [one for one in self.trainer.messages if "/pushback nudges" in self.trainer.words_in(one)]

    @property
    def nudged(self) -> str:
        """What the newest of them says."""
        return self.trainer.words_in(self.nudges[-1])

    async def comes(self, wall_time: str) -> None:
        """Let a moment of the trainer's wall clock come, with the worker at work on it."""
        self.jumps(wall_time)
        await self.works()

    def jumps(self, wall_time: str) -> None:
        """Let a moment of the trainer's wall clock come while no worker works."""
        self.clock.move(instant(datetime.fromisoformat(wall_time), self.zone) - self.clock.now())

    async def passes(self, until: str) -> None:
        """Let time pass with the worker at work, hour by hour."""
        end = instant(datetime.fromisoformat(until), self.zone)
        while self.clock.now() + HOUR < end:
            self.clock.move(HOUR)
            await self.works()
        await self.comes(until)

    async def works(self) -> None:
        """Let the worker take turns until nothing is left to do, nor was put off for a moment."""
        for _ in range(TURNS):
            if not await self._turns():
                return
            self.clock.move(A_BREATH)
        raise AssertionError("the worker finds no end")

    async def _turns(self) -> int:
        taken = 0
        while now := await self.worker.tick(self.clock.now()):
            taken += now
        return taken


def worker_of(app: App, clock: Clock) -> Worker:
    """Return a worker of an application whose outbox keeps its pace by the clock that is moved."""
    return Worker(Outbox(app.coach, app.outbox.clients, stopwatch=lambda: clock.now().timestamp()), clock)
