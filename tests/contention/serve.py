"""The server as `touchstone serve` starts it, at the door that may have a fault planted: `python -m … PORT`."""

import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from touchstone.cli.serve import BACKLOG, THREADS, WORKERS


def main() -> None:
    """Serve until ended."""
    Granian(
        "tests.contention.wsgi:application",
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        backlog=BACKLOG,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    ).serve()


if __name__ == "__main__":
    main()
