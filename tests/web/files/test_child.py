"""The child process: what it may run, what holds it in, and how each way to fail is told to a person."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from touchstone.intake.problems import ProblemsFound
from touchstone.intake.tables import read_table
from touchstone.sampling.frame import read_frame
from touchstone.standards.loading import framework_ids, load_framework
from touchstone.web.files import child
from touchstone.web.files.child import Limits, read_frame_limited, read_table_limited, run_limited, walls_here

ROOT = Path(__file__).resolve().parents[3]
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="other machines have fewer walls, and say so")
CSV = b"reference,kind\nA1,x\n"


def tried(code: str, *, seconds: int = 5, megabytes: int = 512, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Hostile code behind the walls, as if a file had taken the child over; `Python` is the last of them."""
    start = (
        "import sys; sys.path.insert(0, sys.argv[1]); from touchstone.web.files import walls\n"
        "walls._python_refuses = (lambda: '') if sys.argv[3] == 'native' else walls._python_refuses\n"
        f"walls.raise_walls(seconds={seconds}, megabytes={megabytes}, folders=[sys.argv[2]])\n"
    )
    return subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", start + code, str(ROOT), str(ROOT / "touchstone"), WALLS],
        cwd=cwd,
        env={},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


WALLS = "native"


def test_the_readers_say_the_same_as_without_a_child() -> None:
    assert read_table_limited(CSV, file="a.csv", wanted=["reference"], optional=["kind"]) == read_table(
        CSV, file="a.csv", wanted=["reference"], optional=["kind"]
    )
    for name in framework_ids():
        framework = load_framework(name)
        data = b"reference,kind,started\nA1,x,2024-01-05\nB2,y,2024-02-05\n"
        limited = read_frame_limited(data, file="list.csv", framework=framework)
        assert limited == read_frame(data, file="list.csv", framework=framework)


def test_problems_are_the_same_as_without_a_child() -> None:
    data = b"reference,Child Name\nA1,x\n,\n"
    framework = load_framework(framework_ids()[0])
    for limited, plain in (
        (read_frame_limited, read_frame),
        (lambda *a, **k: read_table_limited(*a, file="a.csv", wanted=["x"]), None),
    ):
        with pytest.raises(ProblemsFound) as told:
            limited(data, file="list.csv", framework=framework)
        if plain is not None:
            with pytest.raises(ProblemsFound) as expected:
                plain(data, file="list.csv", framework=framework)
            assert told.value.problems == expected.value.problems


def test_a_column_that_says_who_a_child_is_can_be_refused() -> None:
    with pytest.raises(ProblemsFound, match="looks as if it holds names"):
        read_table_limited(b"a,Surname\n1,2\n", file="a.csv", wanted=["a"], refuse_personal=True)


def test_nothing_else_may_be_run() -> None:
    for name in ("os.system", "inside.main", "", "__import__"):
        with pytest.raises(KeyError):
            run_limited(name, b"", {})


@LINUX
def test_on_linux_time_memory_writing_and_processes_are_always_walled() -> None:
    walls = walls_here()
    for wall in ("processor time", "memory", "no writing (size 0)", "no further process", "ends with its parent"):
        assert wall in walls


def test_the_child_loads_nothing_but_the_standard_library_and_ours() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "from touchstone.web.files import allowed, inside, walls, pictures, documents, office_documents,"
        " open_documents, pdf_documents; from touchstone.sampling import frame;"
        "print([name for name in sys.modules if name.partition('.')[0] in ('django', 'numpy', 'yaml')])"
    )
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code, str(ROOT)], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"


@LINUX
@pytest.mark.parametrize(
    "code",
    [
        "open('x', 'w').write('x' * 10)",
        "import os; os.fork()",
        "import threading; threading.Thread(target=print).start(); raise SystemExit(9)",
        "x = bytearray(600_000_000)",
    ],
)
def test_foreign_code_cannot_write_fork_or_grow(code: str, tmp_path: Path) -> None:
    ran = tried(code, cwd=tmp_path)
    assert ran.returncode != 0 or os.geteuid() == 0  # root may always start processes
    assert not any(path.stat().st_size for path in tmp_path.iterdir())


@LINUX
def test_foreign_code_runs_out_of_time(tmp_path: Path) -> None:
    assert tried("while True: pass", seconds=1, cwd=tmp_path).returncode == -24  # SIGXCPU


@LINUX
def test_where_the_kernel_can_nothing_is_written_or_read_elsewhere(tmp_path: Path) -> None:
    if not any("Landlock" in wall for wall in walls_here()):
        pytest.skip("this kernel has no Landlock")
    secret = tmp_path / "secret-key"
    secret.write_text("x", encoding="utf-8")
    for code in (f"open({str(secret)!r}).read()", "open('new', 'w')", "import os; os.listdir('/')"):
        ran = tried(code, cwd=tmp_path)
        assert "PermissionError" in ran.stderr, code
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


@LINUX
def test_where_the_kernel_can_nobody_is_reached(tmp_path: Path) -> None:
    if not any("network" in wall or "TCP" in wall for wall in walls_here() if "Python" not in wall):
        pytest.skip("neither a namespace nor Landlock is allowed here")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        ran = tried(f"import socket; socket.create_connection(('127.0.0.1', {port}), 2)", cwd=tmp_path)
    assert ran.returncode == 1
    assert "Error" in ran.stderr


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "open('x', 'w')",
        "import os; os.open('x', os.O_RDWR | os.O_CREAT)",
        "import os; os.remove('x')",
        "import ctypes; ctypes.CDLL(None)",
    ],
)
def test_on_every_machine_python_itself_refuses(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "WALLS", "python")
    (tmp_path / "x").touch()
    ran = tried(code, cwd=tmp_path)
    assert ran.returncode == 1
    assert "PermissionError" in ran.stderr


def test_the_environment_and_our_descriptors_do_not_come_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOUCHSTONE_SECRET_KEY", "x" * 60)
    assert child._environment() == {} or os.name == "nt"


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Replace what the child does once it is started."""

    def does(code: str, **limits: float) -> None:
        monkeypatch.setattr(child, "_START", code)
        child.run_limited("nothing", b"x" * 300_000, {"file": "x.csv"}, limits=Limits(**limits))  # type: ignore[arg-type]

    return does


def said(answer: dict[str, object]) -> str:
    """A child that answers this."""
    words = json.dumps(answer)
    return f"import sys; sys.stdin.buffer.read(); sys.stdout.write('\\0' * 7 + chr({len(words)}) + {words!r})"


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("raise SystemExit(3)", "cannot be read safely"),
        ("import os; os.abort()", "cannot be read safely"),
        ("import sys; sys.stdin.buffer.read(); sys.stdout.write('nonsense')", "cannot be read safely"),
        ("import sys; sys.stdin.buffer.read(); sys.stdout.write('\\0' * 7 + chr(9) + 'nonsense!')", "cannot be read"),
        (said({"failed": "memory"}), "too large to read safely"),
        (said({"failed": "RecursionError"}), "cannot be read safely"),
        (said({"problems": [1, 2]}), "cannot be read safely"),
        (said({"problems": [["a"]]}), "cannot be read safely"),
        (said({"walls": 3, "value": 1}), "cannot be read safely"),
        (said({}), "cannot be read safely"),
    ],
)
def test_every_way_to_end_is_told_to_a_person(hostile: Any, code: str, says: str) -> None:
    with pytest.raises(ProblemsFound, match=says) as told:
        hostile(code)
    assert told.value.problems[0].do
    assert told.value.problems[0].file == "x.csv"


def test_a_child_that_never_ends_is_ended(hostile: Any) -> None:
    before = time.monotonic()
    with pytest.raises(ProblemsFound, match="takes too long"):
        hostile("import time; time.sleep(600)", seconds=0.3)
    assert time.monotonic() - before < 60


@LINUX
def test_a_file_that_takes_too_much_is_told_so(hostile: Any) -> None:
    start = child._START
    patch = "import touchstone.web.files.allowed as a\n"
    grow = start.replace("from touchstone.web.files.inside", f"{'exec'}({patch!r}); from touchstone.web.files.inside")
    memory = grow.replace("main()", "a.ALLOWED['nothing'] = lambda d, g: (bytearray(900_000_000), b''); main()")
    with pytest.raises(ProblemsFound, match="too large to read safely"):
        hostile(memory)
    spinning = grow.replace("main()", "a.ALLOWED['nothing'] = lambda d, g: [0 for _ in iter(int, 1)]; main()")
    with pytest.raises(ProblemsFound, match="takes too long"):
        hostile(spinning, processor_seconds=1)


def test_many_at_once_get_each_their_own_answer() -> None:
    answers: dict[int, int] = {}

    def ask(length: int) -> None:
        answers[length] = run_limited("nothing", b"x" * length, {}).value["length"]

    asking = [threading.Thread(target=ask, args=(1_000 * n,)) for n in range(4)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert answers == {1_000 * n: 1_000 * n for n in range(4)}


def test_the_command_tells_the_walls(capsys: pytest.CaptureFixture[str]) -> None:
    from django.core.management import call_command

    call_command("walls")
    assert "(Python)" in capsys.readouterr().out
