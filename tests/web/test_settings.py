"""Settings: strict unless told otherwise, and a start that cannot be ends with one line."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KEY = "a-long-key-that-was-made-for-this-test-alone-0123456789-abcdef"
PRODUCTION = {"TOUCHSTONE_SECRET_KEY": KEY, "TOUCHSTONE_HOSTS": "example.org", "TOUCHSTONE_SCANNING": "off"}
OURS = ("TOUCHSTONE_", "DATABASE_URL", "DJANGO_")


def python(*words: str, var: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python with no setting of ours but these."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env={**clean, "TOUCHSTONE_VAR": str(var), **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def manage(*words: str, var: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return python("manage.py", *words, var=var, **environment)


def test_production_is_the_default_and_says_what_it_lacks_in_one_line(tmp_path: Path) -> None:
    ran = manage("check", var=tmp_path)
    assert ran.returncode == 1
    said = ran.stderr.splitlines()
    assert len(said) == 1
    for name in ("TOUCHSTONE_SECRET_KEY", "TOUCHSTONE_HOSTS", "DATABASE_URL", "TOUCHSTONE_SCANNING"):
        assert name in said[0]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("TOUCHSTONE_MODE", "relaxed", "it can be production, local, debug"),
        ("TOUCHSTONE_SECRET_KEY", "short", "shorter than 50"),
        ("TOUCHSTONE_HOSTS", "*", "name the hosts"),
        ("TOUCHSTONE_SCANNING", "", "set TOUCHSTONE_SCANNING"),
        ("TOUCHSTONE_SCANNING", "sometimes", "it can be required or off"),
        ("TOUCHSTONE_SCANNING", "required", "name the scanner in TOUCHSTONE_CLAMD"),
        ("DATABASE_URL", "mysql://localhost/x", "begins with 'mysql:'"),
        ("DATABASE_URL", "postgresql://localhost:port/x", "cannot be read"),
    ],
)
def test_a_wrong_setting_ends_the_start_with_one_line(tmp_path: Path, name: str, value: str, says: str) -> None:
    environment = {**PRODUCTION, "DATABASE_URL": f"sqlite:///{tmp_path}/x.sqlite3", name: value}
    ran = manage("check", var=tmp_path, **environment)
    assert ran.returncode == 1
    assert len(ran.stderr.splitlines()) == 1
    assert says in ran.stderr


def test_djangos_own_check_for_production_has_nothing_to_say(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/x.sqlite3"
    ran = manage("check", "--deploy", "--fail-level", "DEBUG", var=tmp_path, DATABASE_URL=address, **PRODUCTION)
    assert ran.returncode == 0, ran.stderr
    assert "no issues (0 silenced)" in ran.stdout


def test_a_local_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    words = (
        "-c",
        "from touchstone.web import settings; print(settings.SECRET_KEY, settings.DEBUG, settings.ALLOWED_HOSTS)",
    )
    first = python(*words, var=tmp_path, TOUCHSTONE_MODE="local")
    again = python(*words, var=tmp_path, TOUCHSTONE_MODE="local")
    assert first.returncode == 0, first.stderr
    assert first.stdout == again.stdout
    key, debug, hosts = first.stdout.split(" ", 2)
    assert len(key) > 50
    assert debug == "False"
    assert hosts.strip() == "['localhost', '127.0.0.1', '[::1]']"
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


@pytest.mark.parametrize("address", ["0.0.0.0:8000", "192.0.2.7:80", "[::]:8000"])
def test_the_debugging_server_is_refused_on_any_other_address(tmp_path: Path, address: str) -> None:
    ran = manage("runserver", address, var=tmp_path, TOUCHSTONE_MODE="debug")
    assert ran.returncode == 1
    assert ran.stderr == "touchstone: runserver is for this machine alone; use 127.0.0.1.\n"


def test_in_production_everything_but_the_health_check_is_led_to_https(tmp_path: Path) -> None:
    words = (
        "import django; django.setup(); from django.test import Client; c = Client(SERVER_NAME='example.org');"
        "from django.core.management import call_command; call_command('prepare', '--without-examples', verbosity=0);"
        "print([(r.status_code, r.headers.get('Location')) for r in (c.get('/x?y=1'), c.get('/healthz'),"
        " c.get('/about/', headers={'x-forwarded-proto': 'https'}))])"
    )
    environment = {**PRODUCTION, "DATABASE_URL": f"sqlite:///{tmp_path}/x.sqlite3", "TOUCHSTONE_BEHIND_PROXY": "yes"}
    ran = python("-c", words, var=tmp_path, DJANGO_SETTINGS_MODULE="touchstone.web.settings", **environment)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == "[(301, 'https://example.org/x?y=1'), (200, None), (200, None)]"
    trusting_nobody = {**environment, "TOUCHSTONE_BEHIND_PROXY": ""}
    ran = python("-c", words, var=tmp_path, DJANGO_SETTINGS_MODULE="touchstone.web.settings", **trusting_nobody)
    assert "(301, 'https://example.org/about/')" in ran.stdout


def test_no_account_is_installed_and_nobody_signs_up(tmp_path: Path) -> None:
    words = (
        "import django; django.setup(); from django.core.management import call_command\n"
        "call_command('prepare', verbosity=0)\n"
        "from django.conf import settings; from touchstone.web.accounts.models import User\n"
        "print(User.objects.count(), 'django.contrib.admin' in settings.INSTALLED_APPS,"
        " settings.SECOND_FACTOR_REQUIRED, settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME,"
        " settings.SESSION_COOKIE_SECURE, settings.DEMONSTRATION)"
    )
    environment = {**PRODUCTION, "DATABASE_URL": f"sqlite:///{tmp_path}/x.sqlite3"}
    ran = python("-c", words, var=tmp_path, DJANGO_SETTINGS_MODULE="touchstone.web.settings", **environment)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == "0 False True __Host-session __Host-csrf True False"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"TOUCHSTONE_SESSION_IDLE": "0"}, "whole number from 1 to 240"),
        ({"TOUCHSTONE_SESSION_LONGEST": "a week"}, "whole number from 1 to 24"),
        ({"TOUCHSTONE_OIDC_ISSUER": "https://id.example.org"}, "set TOUCHSTONE_OIDC_CLIENT"),
        (
            {
                "TOUCHSTONE_OIDC_ISSUER": "http://id.example.org",
                "TOUCHSTONE_OIDC_CLIENT": "x",
                "TOUCHSTONE_OIDC_SECRET": "y",
            },
            "does not begin with https",
        ),
    ],
)
def test_a_wrong_setting_of_signing_in_ends_the_start(tmp_path: Path, given: dict[str, str], says: str) -> None:
    ran = manage("check", var=tmp_path, **{**PRODUCTION, "DATABASE_URL": f"sqlite:///{tmp_path}/x.sqlite3", **given})
    assert ran.returncode == 1
    assert len(ran.stderr.splitlines()) == 1
    assert says in ran.stderr


def test_starting_the_site_does_not_load_what_only_reports_need(tmp_path: Path) -> None:
    words = (
        "import sys, touchstone.web.wsgi, touchstone.web.public.urls;"
        "print([name for name in ('typst', 'docx', 'numpy', 'fontTools', 'yaml') if name in sys.modules])"
    )
    ran = python("-c", words, var=tmp_path, TOUCHSTONE_MODE="local")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == "[]"
