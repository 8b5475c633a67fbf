"""`touchstone serve`: it starts only what is prepared, prints where, and never serves a trial to other machines."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from touchstone.cli.serve import first_free_port, is_free, is_loopback

ROOT = Path(__file__).resolve().parents[3]


OURS = ("TOUCHSTONE_", "DATABASE_URL", "DJANGO_")


def environment(var: Path, **more: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return {**clean, "TOUCHSTONE_VAR": str(var), **more}


def serve(var: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "touchstone", "serve", *words],
        cwd=ROOT,
        env=environment(var, **more),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@contextlib.contextmanager
def listening(host: str = "127.0.0.1") -> Iterator[int]:
    """Somebody else on a port."""
    with socket.socket() as other:
        other.bind((host, 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_site_that_is_not_prepared_is_not_served(tmp_path: Path) -> None:
    ran = serve(tmp_path, "--port", "8399")
    assert ran.returncode == 1
    assert ran.stdout == ""
    assert ran.stderr.splitlines() == [
        f"touchstone: There is no database at {tmp_path}/touchstone.sqlite3 yet. "
        "Run `python manage.py prepare`, or `touchstone serve --prepare`."
    ]


def test_a_database_that_is_behind_is_not_served(tmp_path: Path) -> None:
    import sqlite3

    sqlite3.connect(tmp_path / "touchstone.sqlite3").close()
    ran = serve(tmp_path)
    assert ran.returncode == 1
    assert "The database is not up to date." in ran.stderr


def test_a_framework_that_is_wrong_is_told_before_the_site_starts(tmp_path: Path) -> None:
    (tmp_path / "own" / "ours-2030").mkdir(parents=True)
    (tmp_path / "own" / "ours-2030" / "framework.yaml").write_text("id: ours-2030\n", encoding="utf-8")
    ran = serve(tmp_path, TOUCHSTONE_FRAMEWORKS=str(tmp_path / "own"))
    assert ran.returncode == 2
    assert "ours-2030/framework.yaml" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "example.org", "::"])
@pytest.mark.parametrize("mode", ["local", "debug"])
def test_a_trial_is_for_this_machine_alone(tmp_path: Path, host: str, mode: str) -> None:
    ran = serve(tmp_path, "--host", host, TOUCHSTONE_MODE=mode)
    assert ran.returncode == 1
    assert f"{host} is not 127.0.0.1" in ran.stderr


def test_on_any_other_address_production_is_meant(tmp_path: Path) -> None:
    ran = serve(tmp_path, "--host", "0.0.0.0")
    assert ran.returncode == 1
    assert "set TOUCHSTONE_SECRET_KEY, TOUCHSTONE_HOSTS, DATABASE_URL" in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


@pytest.mark.parametrize("port", ["0", "65536", "many", "-1", "9" * 5000])
def test_a_port_is_a_number_a_machine_has(tmp_path: Path, port: str) -> None:
    ran = serve(tmp_path, f"--port={port}")
    assert ran.returncode == 2
    assert "a port is a number from 1 to 65535" in ran.stderr


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("x", False)],
)
def test_what_only_this_machine_reaches(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


def test_a_port_that_somebody_has_is_not_free() -> None:
    with listening() as port:
        assert not is_free("127.0.0.1", port)
    free = first_free_port("127.0.0.1")
    assert free is not None
    assert is_free("127.0.0.1", free)


def test_it_prepares_prints_its_address_serves_and_stops(tmp_path: Path) -> None:
    free = first_free_port("127.0.0.1")
    words = [sys.executable, "-m", "touchstone", "serve", "--prepare", "--port", str(free)]
    server = subprocess.Popen(
        words, cwd=ROOT, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )
    try:
        assert server.stdout is not None
        assert server.stdout.readline() == f"http://localhost:{free}\n"
        assert b"11" in page("/", free)
        assert page("/reports/birmingham-2023/report.pdf", free).startswith(b"%PDF-")
        taken = serve(tmp_path, "--port", str(free))
        assert taken.returncode == 1
        assert f"port {free} is taken" in taken.stderr
    finally:
        server.send_signal(signal.SIGTERM)
        said = server.communicate(timeout=20)
    assert said[1] == ""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a site that can be served."""
    var = tmp_path_factory.mktemp("prepared")
    words = [sys.executable, "manage.py", "prepare", "--without-examples", "--verbosity", "0"]
    subprocess.run(words, cwd=ROOT, env=environment(var, TOUCHSTONE_MODE="local"), check=True, capture_output=True)
    return var


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals on Windows")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_the_worker_beside_it_is_begun_again_when_killed_and_ends_with_it(prepared: Path, how: signal.Signals) -> None:
    free = first_free_port("127.0.0.1")
    words = [sys.executable, "-m", "touchstone", "serve", "--port", str(free)]
    server = subprocess.Popen(
        words, cwd=ROOT, env=environment(prepared), stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        page("/", free)
        first = worker_of(server.pid)
        os.kill(first, signal.SIGKILL)
        second = worker_of(server.pid, but=first)
        server.send_signal(how)
        server.wait(timeout=20)
        wait_until(lambda: not is_there(second))
    finally:
        with contextlib.suppress(ProcessLookupError):  # killed, it leaves its server processes behind
            os.killpg(server.pid, signal.SIGKILL)
        server.wait(timeout=20)


def test_without_a_worker_when_that_is_asked_for(tmp_path: Path) -> None:
    from touchstone.cli.serve import worker_beside

    before = threading.active_count()
    with worker_beside(wanted=False):
        assert threading.active_count() == before


def worker_of(parent: int, *, but: int = 0) -> int:
    """The process number of the worker that belongs to a server, and works."""
    found: list[int] = []

    def there() -> bool:
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                words = (folder / "cmdline").read_bytes().decode().split("\0")
                if words[-3:-1] == ["--parent", str(parent)] and int(folder.name) != but:
                    found.append(int(folder.name))
        return bool(found)

    wait_until(there)
    return found[0]


def is_there(process: int) -> bool:
    """Does this process run?"""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(true: Callable[[], bool]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def page(address: str, port: int | None) -> bytes:
    """A page, as soon as the workers answer."""
    deadline = time.monotonic() + 30
    while True:
        caller = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            caller.request("GET", address)
            answer = caller.getresponse()
            assert answer.status == 200
            return answer.read()
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        finally:
            caller.close()
