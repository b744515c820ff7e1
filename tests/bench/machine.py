"""The machine that a bench runs on, and its PostgreSQL as it would be run."""

import os
import platform
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from tests.support.databases import Cluster


def described() -> Iterator[str]:
    """Yield lines that say what was measured on."""
    processor = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "?"
    )
    memory = int(_lines("/proc/meminfo")[0].split()[1]) / 1024**2
    yield f"{os.cpu_count()} x {processor}, {memory:.0f} GiB, {platform.system()} {platform.release()}"
    yield f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, load before {os.getloadavg()[0]:.1f}"


def make_durable(postgres: Cluster) -> None:
    """Undo what makes the tests' server fast and its commits unsafe."""
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        postgres._admin.execute(f"ALTER SYSTEM RESET {setting}")
    postgres._admin.execute("SELECT pg_reload_conf()")


def _lines(path: str) -> list[str]:
    return Path(path).read_text("utf-8").splitlines()
