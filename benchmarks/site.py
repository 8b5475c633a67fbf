"""The two servers that `benchmarks.autosave` sets side by side: `python -m benchmarks.site hello|touchstone PORT`."""

from __future__ import annotations

import json
import os
import sys
from typing import Any


def hello() -> Any:
    """A Django that says hello through seven of its middlewares, and asks no database."""
    import django
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpRequest, HttpResponse
    from django.urls import path

    def say(request: HttpRequest) -> HttpResponse:
        return HttpResponse(b"hello")

    settings.configure(
        SECRET_KEY="k" * 50,
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=type("urls", (), {"urlpatterns": [path("hello", say), path("healthz", say)]}),
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions"],
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        MESSAGE_STORAGE="django.contrib.messages.storage.cookie.CookieStorage",
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
    )
    django.setup()
    return get_wsgi_application()


def prepare() -> None:
    """Tables, style sheets, and cases of one inspector with a signed-in session; told as JSON."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from tests.factories import assessments, people

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    cast = people.cast()
    rows = [assessments.assessment(assessments.case(cast.exercise, n), cast.inspector) for n in range(1, 21)]
    client = Client()
    client.force_login(cast.inspector)
    number = [section.id for section in rows[0].form().sections].index("2.1") + 1
    cases = [f"/work/exercises/{cast.exercise.pk}/cases/{row.pk}/" for row in rows]
    told = {
        "page": f"{cases[-1]}pages/{number}/",
        "cases": cases[:-1],
        "questions": [question.id for question in rows[0].form().questions if question.key_question],
        "session": {name: morsel.value for name, morsel in client.cookies.items()},
    }
    print(json.dumps(told))


def serve(name: str, port: int) -> None:
    """Serve until ended, by the server and with the workers of `touchstone serve`."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from touchstone.cli.serve import BACKLOG, THREADS, WORKERS

    os.environ["BENCHMARK_OF"] = name
    target = "touchstone.web.wsgi:application" if name == "touchstone" else "benchmarks.site:application"
    Granian(
        target, address="127.0.0.1", port=port, interface=Interfaces.WSGI, workers=WORKERS, blocking_threads=THREADS,
        backlog=BACKLOG, log_level=LogLevels.error,
    ).serve()  # fmt: skip


if os.environ.get("BENCHMARK_OF") == "hello" and __name__ != "__main__":
    application = hello()


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare()
    else:
        serve(sys.argv[1], int(sys.argv[2]))
