"""Django's own commands: `python manage.py prepare`, `migrate`, `seed`, …"""

import os
import sys

LOOPBACK = ("127.", "localhost", "[::1]", "::1")


def main(words: list[str]) -> None:
    """Run one management command; a debugging server is refused on any address but this machine's own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "touchstone.web.settings")
    if len(words) > 1 and words[1] == "runserver":
        addresses = [word for word in words[2:] if not word.startswith("-")]
        if any(":" in address and not address.startswith(LOOPBACK) for address in addresses):
            raise SystemExit("touchstone: runserver is for this machine alone; use 127.0.0.1.")
    from django.core.management import execute_from_command_line

    execute_from_command_line(words)


if __name__ == "__main__":
    main(sys.argv)
