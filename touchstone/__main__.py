"""The door from a terminal: `touchstone …` or `python -m touchstone …`."""

import sys

# Commands that end in a moment. They leave no rubbish worth looking for, and not looking saves a tenth of their time.
SHORT_LIVED = ("rate",)


def main() -> int:
    """Run one command; returns the exit status."""
    words = sys.argv[1:]
    if words and words[0] in SHORT_LIVED:
        import gc

        gc.disable()
    from touchstone.cli.commands import run

    return run(words)


if __name__ == "__main__":
    raise SystemExit(main())
