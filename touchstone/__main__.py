"""The door from a terminal: `touchstone …` or `python -m touchstone …`."""

import sys


def main() -> int:
    """Run one command; returns the exit status."""
    from touchstone.cli.commands import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    raise SystemExit(main())
