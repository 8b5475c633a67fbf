"""Generated pages say what the code says today, and nothing that they should tell is left out."""

import subprocess
import sys

from docs.pages import DO_NOT_EDIT, GENERATED, capabilities, capabilities_page, marked_tests, marks_in, pages
from tests.house_rules.source import ROOT, every_path, read, shown

MOST_WORDS_OF_A_DECISION = 300


def stale(wanted: dict[str, str]) -> list[str]:
    """Pages that are missing or differ from what would be written now."""
    return [name for name, text in wanted.items() if name not in every_path() or read(name).text != text]


def test_generated_pages_are_current() -> None:
    """As if every marked test had passed: one that did not is missing from the page, and is told here."""
    violations = stale(pages(marked_tests()))
    assert not violations, f"Run the tests, then `python3 dev.py docs`:{shown(violations)}"


def test_nobody_wrote_a_page_where_generated_ones_stand() -> None:
    written = {path for path in every_path() if path.startswith(GENERATED)}
    assert written
    assert written <= set(pages(marked_tests()))
    assert all(read(path).text.startswith(DO_NOT_EDIT) for path in written)


def test_a_stale_page_is_found() -> None:
    assert stale({"docs/capabilities.yaml": "something else"}) == ["docs/capabilities.yaml"]
    assert stale({"docs/nowhere.md": ""}) == ["docs/nowhere.md"]


def test_every_command_is_in_the_reference_and_in_the_overview() -> None:
    from touchstone.cli.commands import COMMANDS

    page = read(f"{GENERATED}/cli.md").text
    said = subprocess.run(
        [sys.executable, "-m", "touchstone", "--help"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    for name in COMMANDS:
        assert f"## touchstone {name}\n" in page
        assert f"  {name} " in said.stdout


def test_every_capability_of_the_mission_is_told() -> None:
    counts = {"I": 12, "P": 16, "O": 13, "N": 12, "W": 13}
    assert list(capabilities()) == [f"{letter}{n}" for letter, most in counts.items() for n in range(1, most + 1)]


def test_a_capability_without_a_proof_is_not_done() -> None:
    page = capabilities_page({"I2": ["tests/spec/test_bands.py::test_half_is_enough"]})
    assert "[half is enough](../../../tests/spec/test_bands.py)" in page
    assert page.count("not done") == len(capabilities()) - 1


def test_marks_are_found_in_code() -> None:
    import ast

    assert marks_in(ast.parse('@pytest.mark.capability("I2", "N1")\ndef test_x(): ...')) == ["I2", "N1"]
    assert marks_in(ast.parse('pytestmark = [pytest.mark.slow, pytest.mark.capability("I4")]')) == ["I4"]


def test_decisions_are_short_and_numbered_without_a_hole() -> None:
    paths = [path for path in every_path() if path.startswith("docs/decisions/0")]
    assert [path.split("/")[-1][:4] for path in paths] == [f"{n:04}" for n in range(1, len(paths) + 1)]
    long = [path for path in paths if len(read(path).text.split()) > MOST_WORDS_OF_A_DECISION]
    assert not long, shown(long)
    for path in paths:
        assert all(f"**{part}.**" in read(path).text for part in ("Context", "Decision", "Consequences")), path


def test_every_framework_file_names_its_source() -> None:
    from touchstone.intake.strict_yaml import read_yaml

    files = [p for p in every_path() if p.startswith("touchstone/standards/frameworks/") and p.endswith(".yaml")]
    assert files
    silent = [path for path in files if "source" not in str(read_yaml(read(path).text, file=path))]
    assert not silent, shown(silent)
