"""The worker: takes turns at the outbox, woken by a commit in this process or after a while."""

import asyncio
import os
import random
import socket
from datetime import datetime, timedelta
from typing import Final

from structlog import get_logger

from bot import channels, suspending
from bot.clock import Clock
from bot.coach.digest_plan import look_after
from bot.coach.planning import catch_up, plan_stranded
from bot.outbox import Outbox
from bot.store.schema import SchemaError
from bot.store.store import Store

EVERY_SECONDS: Final = 5.0
"""How often a worker looks when nothing wakes it; what another process planned waits half of it on average."""

FINISH_SECONDS: Final = 13.0
"""How long what is being sent may take once the process was told to end: a call to Slack is given up after ten."""

JITTER: Final = 0.2
_BEAT_AFTER: Final = timedelta(seconds=EVERY_SECONDS * (1 - JITTER))  # a turn that was woken needs no sign of its own
_CHORES_AFTER_BEATS: Final = 720  # about once an hour
_JUST_NOW: Final = timedelta(minutes=10)
"""How far before its last beat a worker looks for what was given up and not planned again; well beyond a lease."""

_TOLD: Final = timedelta(days=7)
"""How far back it looks with its chores, for whoever died while nobody else worked."""

_AT_ONCE: Final = 1000  # deliveries that one transaction settles as too late: none of them takes up a place in a turn
_log = get_logger(__name__)


class Worker:
    """Keeps an outbox going until it is told to stop.

    One that is not `whole` stands beside what answers Slack: it sends what a request has just planned, and leaves
    everything else to a whole one, in this process or another.
    """

    def __init__(self, outbox: Outbox, clock: Clock, *, is_whole: bool = True, lifts_at_start: bool = True) -> None:
        self._outbox = outbox
        self._store: Store = outbox.coach.store
        self._clock = clock
        self._is_whole = is_whole
        self._lifts_at_start = (
            lifts_at_start  # the token is the environment's: a start may have put right what it lacked
        )
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        self._woken = asyncio.Event()
        self._stopping = False
        self._beats = 0
        self._beat_at: datetime | None = None
        self._is_behind = False  # people may wait for a new moment: every turn helps some, until none is left

    def wake(self) -> None:
        """Take a turn soon: something was planned."""
        self._woken.set()

    def stop(self) -> None:
        """Finish what is being sent, put the rest back, take no further turn. A second call is harmless."""
        self._stopping = True
        self._outbox.is_closing = True
        self._woken.set()

    async def tick(self, now: datetime) -> int:
        """Take one turn: show a sign of life, find a moment for what was missed, send what is due; return how much."""
        if not self._is_whole:
            return await self._outbox.send_fresh(now)
        if self._beat_at is None or abs(now - self._beat_at) >= _BEAT_AFTER:
            await self._beat(now)
        helped = await catch_up(self._outbox.coach, now) if self._is_behind else 0
        self._is_behind = helped > 0
        return helped + await self._outbox.tick(now)

    async def run(self) -> None:
        """Take turns until stopped: one after the other while there is work, then when woken, or after a while.

        What has stopped may run again.

        Raises:
            SchemaError: the database was brought to another schema meanwhile.
        """
        while not self._stopping:
            self._woken.clear()
            try:
                taken = await self.tick(self._clock.now())
            except SchemaError:
                raise
            except Exception:  # noqa: BLE001  the loop outlives whatever one turn met; the next one starts from the rows
                _log.exception("turn failed")
                taken = 0
            if not taken:
                await self._rest()
        self._stopping = self._outbox.is_closing = False

    async def _beat(self, now: datetime) -> None:
        async with self._store.sweep() as sweep:
            await sweep.heartbeats.beat(self._name, now)
            expired = some = await sweep.sending.expire(now, _AT_ONCE)
        while some == _AT_ONCE:
            async with self._store.sweep() as sweep:
                some = await sweep.sending.expire(now, _AT_ONCE)
            expired += some
        if expired:
            _log.warning("too late to send", deliveries=expired)
        has_chores = self._beats % _CHORES_AFTER_BEATS == 0
        if has_chores:
            await self._chores(now)
        last, self._beat_at = self._beat_at, now
        self._beats += 1
        since = now - _TOLD if has_chores or last is None else min(last, now) - _JUST_NOW
        await plan_stranded(self._outbox.coach, since)
        await look_after(self._outbox.coach, now)
        self._is_behind = True

    async def _chores(self, now: datetime) -> None:
        await self._store.check_schema()
        await self._store.tidy(now)
        is_start = self._beats == 0 and self._lifts_at_start
        await channels.look_again(self._outbox.coach, self._outbox.clients, now)
        await suspending.resume(self._store, self._outbox.clients, also_those_with_a_good_token=is_start)

    async def _rest(self) -> None:
        seconds = EVERY_SECONDS * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311  spreads workers, keeps no secret
        try:
            async with asyncio.timeout(seconds if self._is_whole else None):
                await self._woken.wait()
        except TimeoutError:
            return


class Shift:
    """A worker's turns in the background of another process. They may be ended and begun again."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._turning: asyncio.Task[None] | None = None

    @property
    def is_on(self) -> bool:
        """Tell whether the worker takes turns."""
        return self._turning is not None

    def begin(self) -> None:
        """Let the worker take turns; nothing happens if it does."""
        if self._turning is None:
            self._turning = asyncio.create_task(self._worker.run(), name="outbox")

    async def end(self) -> None:
        """Let the worker finish what it is sending, and take no further turn.

        What takes too long is left: it may have been sent, and is looked for when its lease has run out.
        """
        if self._turning is None:
            return
        turning, self._turning = self._turning, None
        self._worker.stop()
        await asyncio.wait({turning}, timeout=FINISH_SECONDS)
        if turning.done() and not turning.cancelled():
            turning.result()
        turning.cancel()

    async def over(self) -> None:
        """Wait until the worker ends by itself, because it cannot go on.

        Raises:
            SchemaError: the database was brought to another schema meanwhile.
        """
        if self._turning is not None:
            await asyncio.shield(self._turning)
