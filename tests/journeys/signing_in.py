"""Run in the environment of the site: makes the cast in its database, and prints a session for each of them as JSON."""

from __future__ import annotations

import json

import django


def main() -> None:
    """Everybody of tests/factories/people.py, signed in."""
    django.setup()
    from django.conf import settings
    from django.test import Client

    from tests.factories.people import cast

    made = cast(("2026-901", "2026-902"))  # the demonstration has the first ones
    sessions = {}
    for name, person in made.people.items():
        client = Client()
        client.force_login(person)
        sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    told = {"exercise": str(made.exercise.id), "other": str(made.other.id), "cookie": settings.SESSION_COOKIE_NAME}
    print(json.dumps({**told, "people": sessions}))


if __name__ == "__main__":
    main()
