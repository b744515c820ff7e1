"""Servers as they run in production: processes of their own, one on each core, that talk over loopback only."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Final

from aiohttp import ClientError, ClientSession

from tests.bench.load import command, signed

ROOT: Final = Path(__file__).parents[2]
PATIENCE: Final = 30  # seconds until a process must answer, or be gone
_TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, and the seconds from its start to its first answer that counts."""

    process: subprocess.Popen[bytes]
    url: str
    first_answer: float

    def cpu_seconds(self) -> float:
        """Return the processor time used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory(self) -> float:
        """Return the resident memory in MiB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("utf-8").splitlines()
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024


def uvicorn(factory: str) -> list[str]:
    """Return the command that serves an application."""
    return [sys.executable, "-m", "uvicorn", "--factory", factory, "--no-access-log", "--log-level", "warning"]


@contextmanager
def running(
    start: Sequence[str], environment: Mapping[str, str], *, core: int = 0, probe: str = ""
) -> Iterator[Server]:
    """Give a server for as long as it is needed.

    It has begun when it answers `probe`; without one, when it acks its first `/pushback`.
    """
    port = _free_port()
    began = monotonic()
    process = subprocess.Popen(  # noqa: S603  our own commands
        start, env=_installed({**os.environ, **environment, "PORT": str(port), "UVICORN_PORT": str(port)}), cwd=ROOT
    )
    try:
        os.sched_setaffinity(process.pid, {core % (os.cpu_count() or 1)})
        url = f"http://127.0.0.1:{port}"
        asyncio.run(_first_answer(process, url, probe))
        yield Server(process, url, monotonic() - began)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE)


def run(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    """Run one of our commands to its end."""
    subprocess.run(  # noqa: S603  our own commands
        [sys.executable, "-m", "bot", *arguments],
        env=_installed({**os.environ, **environment}),
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _installed(environment: dict[str, str]) -> dict[str, str]:
    """Return an environment in which modules are compiled once, as they are where the bot is installed."""
    return {**environment, "PYTHONDONTWRITEBYTECODE": ""}


async def _first_answer(process: subprocess.Popen[bytes], url: str, probe: str) -> None:
    deadline = monotonic() + PATIENCE
    async with ClientSession() as session:
        while monotonic() < deadline:
            if process.poll() is not None:
                raise SystemExit(f"{process.args!r} ended with {process.returncode}")
            try:
                if await _is_answered(session, url, probe):
                    return
            except ClientError:
                await asyncio.sleep(0.01)
    raise SystemExit(f"{process.args!r} did not answer within {PATIENCE} s")


async def _is_answered(session: ClientSession, url: str, probe: str) -> bool:
    body = command(0)
    ask = session.get(url + probe) if probe else session.post(f"{url}/slack/events", data=body, headers=signed(body))
    async with ask as answer:
        await answer.read()
        return answer.status == 200


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port
