"""The database: where an address leads, and that SQLite is as durable and strict as the site relies on."""

from pathlib import Path
from threading import Timer

import pytest
from django.db import OperationalError, connection
from django.db.backends.signals import connection_created

from touchstone.web.database import (
    SQLITE_EXPECTED,
    UnknownDatabase,
    WrongDatabaseSettings,
    assert_sqlite_settings,
    database_settings,
)

VAR = Path("/somewhere/var")


def test_without_an_address_rows_are_kept_in_var() -> None:
    settings = database_settings("", VAR)
    assert settings["ENGINE"] == "touchstone.web.sqlite"
    assert settings["NAME"] == str(VAR / "touchstone.sqlite3")


def test_an_address_of_postgresql_is_taken_apart() -> None:
    settings = database_settings("postgresql://anna:se%2Fcret@db.example:5433/touch?sslmode=require", VAR)
    assert settings["ENGINE"] == "django.db.backends.postgresql"
    assert [settings[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "touch",
        "anna",
        "se/cret",
        "db.example",
        "5433",
    ]
    assert settings["OPTIONS"] == {"sslmode": "require"}


def test_a_socket_is_a_host_too() -> None:
    settings = database_settings("postgresql:///touch?host=/run/postgresql&port=5434", VAR)
    assert settings["HOST"] == "/run/postgresql"
    assert settings["PORT"] == "5434"
    assert settings["OPTIONS"] == {}


def test_an_address_of_sqlite_names_a_file() -> None:
    assert database_settings("sqlite:////srv/a%20b.sqlite3", VAR)["NAME"] == "/srv/a b.sqlite3"


@pytest.mark.parametrize("address", ["mysql://x/y", "touchstone.sqlite3", "postgresql://host:port/x"])
def test_any_other_address_is_refused(address: str) -> None:
    with pytest.raises(UnknownDatabase, match="DATABASE_URL"):
        database_settings(address, VAR)


@pytest.fixture
def on_sqlite(db: None) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("this run is on PostgreSQL; the same test runs on SQLite in the other")


def test_every_pragma_reads_as_it_should(on_sqlite: None) -> None:
    with connection.cursor() as cursor:
        for pragma, expected in SQLITE_EXPECTED.items():
            cursor.execute(f"PRAGMA {pragma}")
            assert cursor.fetchone()[0] in expected
    assert connection.transaction_mode == "IMMEDIATE"


@pytest.mark.parametrize("pragma", ["synchronous = 1", "busy_timeout = 5000"])
def test_a_weaker_connection_is_refused(on_sqlite: None, tmp_path: Path, pragma: str) -> None:
    from touchstone.web.sqlite.base import DatabaseWrapper

    weaker = DatabaseWrapper({**connection.settings_dict, "NAME": str(tmp_path / "x.sqlite3")})
    weaker.connect()
    try:
        with weaker.cursor() as cursor:
            cursor.execute(f"PRAGMA {pragma}")
        with pytest.raises(WrongDatabaseSettings, match=pragma.partition(" ")[0]):
            assert_sqlite_settings(connection=weaker)
    finally:
        weaker.close()


def test_the_check_is_made_on_every_new_connection(on_sqlite: None, tmp_path: Path) -> None:
    from touchstone.web.sqlite.base import DatabaseWrapper

    options = {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA synchronous=NORMAL;"}
    weaker = DatabaseWrapper({**connection.settings_dict, "NAME": str(tmp_path / "x.sqlite3"), "OPTIONS": options})
    with pytest.raises(WrongDatabaseSettings, match="journal_mode"):
        weaker.connect()
    weaker.close()


def test_a_writer_waits_for_the_one_before_it_and_no_longer_than_the_time_out(on_sqlite: None, tmp_path: Path) -> None:
    from touchstone.web.sqlite.base import DatabaseWrapper

    options = {**connection.settings_dict["OPTIONS"], "timeout": 1}
    settings = {**connection.settings_dict, "NAME": str(tmp_path / "x.sqlite3"), "OPTIONS": options}
    one, other = (DatabaseWrapper({**settings}, alias=name) for name in ("one", "other"))
    connection_created.disconnect(assert_sqlite_settings, dispatch_uid="touchstone.web.database")
    try:
        for each in (one, other):
            each.connect()
            each.inc_thread_sharing()
        one.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        with pytest.raises(OperationalError, match="locked"):
            other.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        ends = Timer(0.2, one.commit)
        ends.start()
        other.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        ends.join()
        with other.cursor() as cursor:
            assert cursor.execute("PRAGMA busy_timeout").fetchone()[0] == 1000, "other statements wait as before"
    finally:
        connection_created.connect(assert_sqlite_settings, dispatch_uid="touchstone.web.database")
        for each in (one, other):
            each.close()
