"""The demonstration: a cast to sign in as on this machine, and no trace of it anywhere else."""

import os
import subprocess
import sys
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client, RequestFactory

from tests.factories.people import Cast
from touchstone.web.accounts.models import Grant, Service, User
from touchstone.web.accounts.roles import ROLES
from touchstone.web.audit.models import AuditRow
from touchstone.web.demo.cast import CAST, EASTMERE, NORTHFELL
from touchstone.web.demo.local import is_local
from touchstone.web.demo.operations import NotHere, make_cast, make_demonstration
from touchstone.web.demo.views import become, demo

ROOT = Path(__file__).resolve().parents[3]
HERE = {"HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1"}


@pytest.fixture
def here() -> Client:
    """A browser on this machine."""
    return Client(**HERE)


@pytest.fixture
def made(db: None) -> None:
    """The cast, without their inspections."""
    make_cast()


def test_the_cast_is_made_once(db: None) -> None:
    assert make_cast() == len(CAST)
    assert make_cast() == 0
    assert all(Service.objects.get(slug=slug).invented for slug in (NORTHFELL, EASTMERE))
    assert not User.objects.get(email="ruth@demonstration.example").has_usable_password()
    roles = set(Grant.objects.filter(ended=None).values_list("role", flat=True))
    assert roles == {member.role for member in CAST if ROLES[member.role].held != "exercise"}


def test_one_button_signs_in_as_any_of_them(here: Client, made: None) -> None:
    page = here.get("/demo/").content.decode()
    for member in CAST:
        assert member.name in page
        assert str(member.sentence) in page
        assert str(member.first) in page
    for key in ("ruth", "kit", "sam"):
        assert here.post(f"/demo/{key}/").headers["Location"] == "/work/"
        work = here.get("/work/").content.decode()
        assert "Everybody and everything here is invented" in work
        assert "/demo/" in work
    assert AuditRow.objects.filter(what="accounts.sign_in").count() == 3
    assert here.get("/demo/ruth/").status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_nobody_real_can_be_become(cast: Cast, here: Client, made: None) -> None:
    for key in ("lead", str(cast.lead.pk), "nobody"):
        assert here.post(f"/demo/{key}/").status_code == HTTPStatus.NOT_FOUND
    here.force_login(cast.lead)
    assert "Everybody and everything here is invented" not in here.get("/work/").content.decode()


@pytest.mark.parametrize(
    "more",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"HTTP_FORWARDED": "for=192.0.2.7"},
        {"HTTP_HOST": "testserver"},
    ],
)
def test_no_other_machine_sees_it(made: None, more: dict[str, str]) -> None:
    client = Client(**{**HERE, **more})
    assert client.get("/demo/").status_code == HTTPStatus.NOT_FOUND
    assert client.post("/demo/ruth/").status_code == HTTPStatus.NOT_FOUND
    assert "session" not in client.cookies


@pytest.mark.parametrize(
    "setting",
    [{"PRODUCTION": True}, {"DEMONSTRATION": False}, {"SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https")}],
)
def test_in_production_even_its_views_refuse(made: None, settings: Any, setting: dict[str, Any]) -> None:
    from django.http import Http404

    for name, value in setting.items():
        setattr(settings, name, value)
    ask = RequestFactory(**HERE)
    assert not is_local(ask.get("/demo/"))
    with pytest.raises(Http404):
        demo(ask.get("/demo/"))
    with pytest.raises(Http404):
        become(ask.post("/demo/ruth/"), key="ruth")
    with pytest.raises(CommandError, match="The demonstration"):
        call_command("demo")
    with pytest.raises(NotHere):
        make_demonstration()


def production(*words: str, var: Path) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TOUCHSTONE_", "DJANGO_"))}
    environment = {
        **kept,
        "TOUCHSTONE_MODE": "production",
        "TOUCHSTONE_SECRET_KEY": "only for this check 0123456789 abcdefghijklmnopqrstuvwxyz",
        "TOUCHSTONE_HOSTS": "example.org,localhost",
        "DATABASE_URL": f"sqlite:///{var}/x.sqlite3",
        "TOUCHSTONE_SCANNING": "off",
        "TOUCHSTONE_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "touchstone.web.settings",
    }
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False
    )


def test_in_production_there_is_no_such_address_and_no_such_app(tmp_path: Path) -> None:
    ran = production(
        "-c",
        "import django; django.setup(); from django.urls import reverse, NoReverseMatch, resolve, Resolver404\n"
        "from django.apps import apps\n"
        "for ask in (lambda: reverse('demo'), lambda: resolve('/demo/'), lambda: resolve('/demo/ruth/')):\n"
        "    try:\n        ask(); print('there')\n"
        "    except (NoReverseMatch, Resolver404): print('none')\n"
        "print(apps.is_installed('touchstone.web.demo'))",
        var=tmp_path,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split() == ["none", "none", "none", "False"]


def test_the_command_refuses_a_machine_that_is_set_up_for_production(tmp_path: Path) -> None:
    ran = production("-m", "touchstone", "demo", var=tmp_path)
    assert ran.returncode == 1
    assert "set up for production" in ran.stderr


def test_the_first_page_leads_there_in_local_mode_alone(client: Client, db: None, settings: Any) -> None:
    assert "/demo/" in client.get("/").content.decode()
    settings.DEMONSTRATION = False
    assert "/demo/" not in client.get("/").content.decode()
