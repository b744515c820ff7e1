"""The `pushback` command. What an operator reads stands in these docstrings; errors are one sentence, exit code 1."""

import asyncio
import gc
import sys
from collections.abc import Coroutine
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import uvloop
from typer import BadParameter, Exit, Option, Typer, echo

from bot import demo as playground
from bot import processes, rehearsal
from bot.app import build
from bot.cli_playbooks import playbooks
from bot.clock import Clock
from bot.config import Purpose, Settings
from bot.doctor import Finding, examine
from bot.errors import BotError, OperatorError
from bot.logs import write_logs
from bot.store.schema import migrate as bring_up_to_date
from bot.store.schema import newest

cli = Typer(
    name="pushback",
    help="Coach trainers through executives' pushback, in Slack.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
cli.add_typer(playbooks, name="playbooks")


def main() -> None:
    """Run the command; an operator's error is one sentence without a traceback."""
    try:
        cli()
    except (OperatorError, BotError) as error:
        echo(str(error), err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


@cli.command()
def demo(
    port: Annotated[int, Option(min=0, max=65535, help="Where to open it; 0 takes a free port.")] = 3000,
    keep: Annotated[Path | None, Option(help="An SQLite file to keep what is done; else it is thrown away.")] = None,
    empty: Annotated[bool, Option("--empty", help="Begin without the sample cases.")] = False,
) -> None:
    """Try Pushback on this computer: a stand-in for Slack with a page, and the bot in it."""
    write_logs("WARNING")
    with playground.demo_database(keep) as database, playground.taken(port) as listening:
        made = playground.Demo(database, listening.getsockname()[1], is_empty=empty)
        echo(f"Pushback's playground is at {made.address} (Ctrl-C ends it).")
        _run(playground.serve(made, listening))


WithWorker = Annotated[
    bool, Option("--with-worker", help="Also do what `pushback worker` does, so that no other process is needed.")
]


@cli.command()
def web(*, with_worker: WithWorker = False) -> None:
    """Answer Slack over HTTP, on PORT."""
    _run(processes.serve_web(build(_settings(Purpose.WEB), with_worker=with_worker)))


@cli.command()
def socket(*, with_worker: WithWorker = False) -> None:
    """Answer Slack over a connection of our own (Socket Mode): needs no public address."""
    _run(processes.serve_socket(build(_settings(Purpose.SOCKET), with_worker=with_worker)))


@cli.command()
def worker(
    once: Annotated[bool, Option("--once", help="Take one turn and end: for hosts that have cron.")] = False,
    now: Annotated[str | None, Option(help="With --once: the moment of the turn, as 2026-03-26T09:00+01:00.")] = None,
) -> None:
    """Send what is due."""
    clock = _clock(now)
    if now and not once:
        raise BadParameter("goes with --once", param_hint="--now")
    app = build(_settings(Purpose.WORKER), clock=clock)
    if once:
        taken = asyncio.run(processes.work_once(app, clock.now()))
        echo(f"{taken} deliveries were taken up.")
    else:
        _run(processes.work(app))


@cli.command()
def digest(
    team: Annotated[str, Option(help="The team, by its name or id.")],
    now: Annotated[str | None, Option(help="The moment, as 2026-03-26T09:00+01:00; else the present one.")] = None,
    dry_run: Annotated[
        bool, Option("--dry-run", help="Print what would be posted, and where; change nothing.")
    ] = False,
) -> None:
    """Post a team's next digest now, as a lead does; or print what would be posted."""
    if now and not dry_run:
        raise BadParameter("goes with --dry-run", param_hint="--now")
    app = build(_settings(Purpose.WORKER), clock=_clock(now))
    for line in asyncio.run(rehearsal.rehearsed(app, team) if dry_run else rehearsal.posted(app, team)):
        echo(line)


@cli.command()
def migrate() -> None:
    """Bring the database up to date; an SQLite file is created."""
    settings = Settings.read(Purpose.DATABASE)
    bring_up_to_date(settings.database_url.get_secret_value())
    echo(f"The database is up to date ({newest()}).")


@cli.command()
def doctor() -> None:
    """Look whether everything is in place, and say what to do where it is not."""
    write_logs("ERROR")
    try:
        settings = Settings.read(Purpose.WORKER)
    except OperatorError as error:
        _tell(Finding("The environment needs attention.", is_well=False, advice=str(error).partition("\n")[2]))
        raise Exit(1) from None
    if not asyncio.run(_examined(settings)):
        raise Exit(1)


async def _examined(settings: Settings) -> bool:
    is_well = True
    async for finding in examine(settings):
        _tell(finding)
        is_well = is_well and finding.is_well is not False
    return is_well


def _tell(finding: Finding) -> None:
    mark = {True: "✓", False: "✗", None: "!"}[finding.is_well]
    echo(f"{mark} {finding.what}")
    for line in finding.advice.splitlines():
        echo(f"    {line.strip()}")


def _run(process: Coroutine[Any, Any, None]) -> None:
    """Run a process that stays, on the faster event loop; what was built until now is spared garbage collections."""
    gc.collect()
    gc.freeze()
    try:
        uvloop.run(process)
    finally:
        gc.unfreeze()


def _settings(purpose: Purpose) -> Settings:
    settings = Settings.read(purpose)
    write_logs(settings.log_level)
    return settings


def _clock(now: str | None) -> Clock:
    """Return a clock that shows a moment, if one is named, and goes on from there."""
    clock = Clock()
    if now is not None:
        clock.move(_moment(now) - clock.now())
    return clock


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadParameter("expected a moment as 2026-03-26T09:00+01:00", param_hint="--now") from None
    if moment.tzinfo is None:
        raise BadParameter("needs a zone, as in 2026-03-26T09:00+01:00 or ...T09:00Z", param_hint="--now")
    return moment
