"""dev.py: an old Python can read it, it stands on the standard library, and it ends what it starts."""

import ast
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

import dev
from tests.house_rules.source import ROOT, read

OLDEST_READER = (3, 8)


def test_an_old_python_can_read_it_and_says_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    ast.parse(read("dev.py").text, feature_version=OLDEST_READER)
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(dev.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer; this is 3\.9\."):
        dev.ensure_new_python()


def test_grammar_that_an_old_python_cannot_read_is_found() -> None:
    with pytest.raises(SyntaxError):
        ast.parse("match 1:\n    case 1: pass", feature_version=OLDEST_READER)


def test_it_stands_on_the_standard_library() -> None:
    imports = [node for node in ast.walk(read("dev.py").tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    named = {one.name for node in imports if isinstance(node, ast.Import) for one in node.names}
    named |= {node.module or "" for node in imports if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in named} <= sys.stdlib_module_names


def test_the_commands_of_the_readme_and_of_ci_exist() -> None:
    named = {command.__name__ for command in dev.COMMANDS}
    assert {"run", "test"} <= named
    for path in ("README.md", "DEVELOPERS.md", ".ci/run"):
        for line in read(path).text.splitlines():
            _, found, after = line.partition("python3 dev.py ")
            assert not found or after.split()[0].strip("`") in named, line


def test_a_port_that_is_taken_is_passed_over() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert dev.first_free_port(port) > port


def test_a_change_of_a_file_changes_what_was_made_from_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    file = tmp_path / "a" / "x.txt"
    file.parent.mkdir()
    file.write_text("1", encoding="utf-8")
    first = dev.fingerprint(tmp_path / "a")
    assert dev.fingerprint(tmp_path / "a") == first
    file.write_text("2", encoding="utf-8")
    assert dev.fingerprint(tmp_path / "a") != first
    file.rename(tmp_path / "a" / "y.txt")
    assert len({first, dev.fingerprint(tmp_path / "a"), dev.fingerprint()}) == 3


def test_what_the_machine_lacks_is_advice_and_in_ci_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "advice", [])
    monkeypatch.setattr(dev, "EVERYTHING_REQUIRED", False)
    dev.lacking("There is no Chromium.", "chromium")
    assert dev.advice == ["There is no Chromium. Install chromium."]
    monkeypatch.setattr(dev, "EVERYTHING_REQUIRED", True)
    with pytest.raises(SystemExit, match="Install chromium"):
        dev.lacking("There is no Chromium.", "chromium")


@pytest.mark.skipif(os.name == "nt", reason="signals are not sent so on Windows")
def test_ended_by_a_signal_it_ends_its_child(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    child = f"import os, time; open({str(told)!r}, 'w', encoding='utf-8').write(str(os.getpid())); time.sleep(60)"
    code = f"import dev, sys; dev.COMMANDS = (wait := lambda words: dev.call(sys.executable, '-c', {child!r}),)"
    code += "; wait.__name__ = 'wait'; sys.exit(dev.main(['wait']))"
    started = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    deadline = time.monotonic() + 20
    while not (told.exists() and told.read_text(encoding="utf-8")):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    started.send_signal(signal.SIGTERM)
    assert started.wait(timeout=20) == 143
    with pytest.raises(ProcessLookupError):
        os.kill(int(told.read_text(encoding="utf-8")), 0)
