"""Which database the site keeps its rows in, and what every SQLite connection must be like."""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

# How long a writer waits for another one, in seconds.
SQLITE_TIMEOUT = 20

# FULL and not NORMAL: with NORMAL a power cut loses saves that were already acknowledged.
SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"

# What the pragmas must then read: 2 is FULL. An in-memory database has no log to write ahead of.
SQLITE_EXPECTED = {
    "journal_mode": ("wal", "memory"),
    "synchronous": (2,),
    "foreign_keys": (1,),
    "busy_timeout": (SQLITE_TIMEOUT * 1000,),
}


class UnknownDatabase(Exception):
    """DATABASE_URL names a kind of database that the site does not run on."""


def database_settings(url: str, var: Path) -> dict[str, object]:
    """Django's settings for the database at `url`, or for `touchstone.sqlite3` in `var` where there is none.

    `postgresql://user:password@host:port/name?sslmode=require` or `sqlite:////absolute/path`.
    Raises UnknownDatabase for anything else.
    """
    if not url:
        return sqlite(var / "touchstone.sqlite3")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as wrong:
        raise UnknownDatabase(f"DATABASE_URL cannot be read: {wrong}.") from None
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path[1:])))
    if parts.scheme in ("postgres", "postgresql"):
        options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        # A socket's folder is a host too, and comes as ?host=/run/postgresql
        host = options.pop("host", None) or unquote(parts.hostname or "")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": host,
            "PORT": str(port or options.pop("port", "") or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options,
        }
    raise UnknownDatabase(f"DATABASE_URL begins with '{parts.scheme}:'; use postgresql: or sqlite:.")


def sqlite(path: Path) -> dict[str, object]:
    """Django's settings for the SQLite file at `path`."""
    return {
        "ENGINE": "touchstone.web.sqlite",
        "NAME": str(path),
        "TEST": {"NAME": ":memory:"},  # as with Django's own engine, which pytest-django knows by its name
        # Kept, as with PostgreSQL: opening costs more than asking, and whoever closes last empties the whole log.
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "timeout": SQLITE_TIMEOUT,
            # A transaction that begins as a reader and then writes fails at once when another has written.
            "transaction_mode": "IMMEDIATE",
            "init_command": SQLITE_PRAGMAS,
        },
    }


class WrongDatabaseSettings(Exception):
    """A SQLite connection is not as durable or as strict as the site relies on."""


def assert_sqlite_settings(*, connection, **_: object) -> None:  # type: ignore[no-untyped-def]
    """Receive Django's `connection_created`: read every pragma back. Raises WrongDatabaseSettings."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for pragma, expected in SQLITE_EXPECTED.items():
            cursor.execute(f"PRAGMA {pragma}")
            row = cursor.fetchone()
            if not row or row[0] not in expected:
                found = row[0] if row else "nothing"
                raise WrongDatabaseSettings(
                    f"SQLite's {pragma} is {found}, not {expected[0]}; the site does not start."
                )
    if connection.transaction_mode != "IMMEDIATE":
        raise WrongDatabaseSettings("SQLite transactions do not begin IMMEDIATE; the site does not start.")
