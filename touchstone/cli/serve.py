"""`touchstone serve`: the site, on this machine unless told otherwise."""

import argparse
import ipaddress
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

FIRST_PORT = 8000
PORTS_TRIED = 200
WORKERS = 2
THREADS = 2  # of each worker; a page that waits for the database does not hold up the next
BACKLOG = 1024

# The worker beside the server: it begins when the first page has had the machine to itself, and ends before us.
SECONDS_BEFORE_WORKER = 1.0
SECONDS_TO_FINISH = 6  # its job; then it gives the job back, which the next worker begins again
SECONDS_TO_GIVE_BACK = 2

# Any of these says that somebody set this machine up for production, and then nothing is guessed.
SIGNS_OF_PRODUCTION = ("TOUCHSTONE_MODE", "TOUCHSTONE_SECRET_KEY", "TOUCHSTONE_HOSTS")


def configure(parser: argparse.ArgumentParser) -> None:
    """What may be asked for."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=port_number, help=f"port to listen on (the first free one from {FIRST_PORT})")
    parser.add_argument(
        "--worker",
        action=argparse.BooleanOptionalAction,
        help="also do long work, keep the schedule and send mail (yes on a trial; in production, see the manual)",
    )
    parser.add_argument("--prepare", action="store_true", help="first make or update the database and the style sheets")


def port_number(text: str) -> int:
    """A port as typed. Raises ArgumentTypeError."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 65535):
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return int(text)


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped; exit status 1 with one line where that cannot be."""
    loopback = is_loopback(arguments.host)
    if loopback and not any(os.environ.get(name) for name in SIGNS_OF_PRODUCTION):
        os.environ["TOUCHSTONE_MODE"] = "local"
    mode = os.environ.get("TOUCHSTONE_MODE", "production")
    if mode != "production" and not loopback:
        return refuse(f"in {mode} mode the site is served on this machine alone; {arguments.host} is not 127.0.0.1.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "touchstone.web.settings")

    import django
    from django.core.management import call_command

    django.setup()
    read_every_framework()
    if arguments.prepare:
        call_command("prepare", verbosity=0)
    missing = not_prepared()
    if missing:
        return refuse(f"{missing} Run `python manage.py prepare`, or `touchstone serve --prepare`.")
    port = arguments.port or first_free_port(arguments.host)
    if port is None:
        return refuse(
            f"every port from {FIRST_PORT} to {FIRST_PORT + PORTS_TRIED - 1} is taken; choose one with --port."
        )
    if arguments.port and not is_free(arguments.host, port):
        return refuse(f"port {port} is taken; choose another, or none.")
    shown = "localhost" if loopback else arguments.host
    print(f"http://{shown}:{port}", flush=True)
    with_worker = mode != "production" if arguments.worker is None else arguments.worker
    with worker_beside(wanted=with_worker):
        serve(arguments.host, port)
    return 0


@contextmanager
def worker_beside(*, wanted: bool) -> Iterator[None]:
    """A worker process for as long as the block lasts, begun again should it ever end; none where it is not wanted."""
    if not wanted:
        yield
        return
    over = threading.Event()
    keeper = threading.Thread(target=keep_worker, args=(over,), name="worker", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join(SECONDS_TO_FINISH + SECONDS_TO_GIVE_BACK + 1)


def keep_worker(over: threading.Event) -> None:
    """Start the worker, and again when it ends, until it is `over`; then let it finish, or give back, what it does."""
    words = [sys.executable, "-m", "django", "worker", "--parent", str(os.getpid())]
    while not over.wait(SECONDS_BEFORE_WORKER):
        # In a session of its own, so that Ctrl-C reaches it through us, and once.
        worker = subprocess.Popen(words, stdin=subprocess.DEVNULL, start_new_session=True)
        while worker.poll() is None and not over.wait(0.2):
            pass
        if worker.poll() is None:
            end(worker)


def end(worker: subprocess.Popen[bytes]) -> None:
    """Told once it finishes its job, told twice it gives it back; by force when it does not listen."""
    for patience in (SECONDS_TO_FINISH, SECONDS_TO_GIVE_BACK):
        worker.terminate()
        try:
            worker.wait(patience)
            return
        except subprocess.TimeoutExpired:
            continue
    worker.kill()
    worker.wait()


def serve(host: str, port: int) -> None:
    """Start the server and its workers; returns when it is stopped."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "touchstone.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        backlog=BACKLOG,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    ).serve()


def read_every_framework() -> None:
    """Now rather than on the first page that needs one. Raises ProblemsFound for a framework that is wrong."""
    from touchstone.standards.loading import framework_ids, load_framework

    for name in framework_ids():
        load_framework(name)


def not_prepared() -> str:
    """What is not ready to be served, in a sentence; "" where all is."""
    from django.conf import settings
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    database = settings.DATABASES["default"]
    if connection.vendor == "sqlite" and not os.path.exists(str(database["NAME"])):
        return f"There is no database at {database['NAME']} yet."
    try:
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return f"The database cannot be read: {str(error).strip().splitlines()[0]}."
    finally:
        connection.close()
    if behind:
        return "The database is not up to date."
    if not settings.DEBUG and not os.path.exists(os.path.join(settings.STATIC_ROOT, "staticfiles.json")):
        return f"The style sheets are not in {settings.STATIC_ROOT} yet."
    return ""


def is_loopback(host: str) -> bool:
    """Is this an address that only this machine can reach?"""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def first_free_port(host: str) -> int | None:
    """The first free port from FIRST_PORT, or None."""
    return next((port for port in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED) if is_free(host, port)), None)


def is_free(host: str, port: int) -> bool:
    """Can we listen there, and does nobody answer at the other address of `localhost`?"""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as listener:
        if os.name != "nt":  # there the option lets two programs listen on one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError:
            return False
    return not (is_loopback(host) and answers_elsewhere(port))


def answers_elsewhere(port: int) -> bool:
    """Does a program listen on ::1? A browser that is sent to localhost may go there first."""
    with socket.socket(socket.AF_INET6) as caller:
        caller.settimeout(0.2)
        try:
            return caller.connect_ex(("::1", port)) == 0
        except OSError:  # no IPv6 on this machine
            return False


def refuse(sentence: str) -> int:
    """Say why not; exit status 1."""
    print(f"touchstone: {sentence}", file=sys.stderr)
    return 1
