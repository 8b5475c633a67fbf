"""Every dependency says why it is here, and what is installed is what was locked: exact, hashed, and no address."""

import re
import tomllib

from requirements.lock import dependencies_mark
from tests.house_rules.source import Source, read, shown

PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)
LOCKED = ("requirements/run.txt", "requirements/dev.txt")
SELF_EVIDENT = {"pytest", "mypy", "ruff", "hypothesis", "types-pyyaml", "types-docutils"}


def without_reason(pyproject: Source) -> list[str]:
    """Dependencies whose line carries no comment. Tools that every Python project knows may go without."""
    found = []
    for number, line in enumerate(pyproject.text.splitlines(), 1):
        named = re.match(r'\s*(?:[a-z-]+ = \[)?"([A-Za-z0-9-]+)(?:\[[^]]*\])?(?:[<>=~!][^"]*)?"[,\]]', line)
        if named and line.lstrip().startswith(('"', "postgres")) and "#" not in line:
            found.append(f"{pyproject.path}:{number}: {named.group(1)}")
    return [line for line in found if line.rpartition(" ")[2] not in SELF_EVIDENT]


def without_hash(requirements: Source) -> list[str]:
    """Lines of a requirements file that are no exact version followed by its hashes."""
    entries = re.split(r"\n(?=[a-z0-9])", "\n".join(requirements.text.splitlines()[1:]))
    return [entry.splitlines()[0] for entry in entries if not PIN.match(entry) or "--hash=sha256:" not in entry]


def pins(requirements: Source) -> set[tuple[str, str]]:
    """(name, version) of everything in a requirements file."""
    return set(PIN.findall(requirements.text))


def test_every_dependency_has_its_reason() -> None:
    violations = without_reason(Source("pyproject.toml", dependency_part(read("pyproject.toml").text)))
    assert not violations, shown(violations)


def dependency_part(text: str) -> str:
    """The part of pyproject.toml that lists dependencies."""
    return text[text.index("dependencies = [") : text.index("[project.scripts]")]


def test_requirements_are_locked_from_the_dependencies_as_they_are() -> None:
    mark = dependencies_mark(read("pyproject.toml").text)
    stale = [name for name in LOCKED if mark not in read(name).text.splitlines()[0]]
    assert not stale, f"{stale}: dependencies changed since; run `python3 dev.py lock`."


def test_requirements_are_exact_hashed_and_hold_no_address() -> None:
    for name in LOCKED:
        assert not without_hash(read(name))
        assert "://" not in read(name).text


def test_what_developers_install_holds_all_that_users_install() -> None:
    assert pins(read("requirements/run.txt")) <= pins(read("requirements/dev.txt"))


def test_assets_are_locked_without_an_address() -> None:
    lock = read("package-lock.json").text
    assert '"integrity": "sha512-' in lock
    assert '"resolved"' not in lock


def test_build_requirements_are_exact() -> None:
    needed = tomllib.loads(read("pyproject.toml").text)["build-system"]["requires"]
    assert all(re.fullmatch(r"[a-z-]+==[0-9.]+", one) for one in needed)


def test_a_planted_dependency_without_reason_or_hash_is_found() -> None:
    assert without_reason(Source("x", 'dependencies = [\n    "leftpad>=1",\n]')) == ["x:2: leftpad"]
    assert not without_reason(Source("x", 'dependencies = [\n    "leftpad>=1",  # pads\n]'))
    assert without_hash(Source("x", "# mark\nleftpad==1.0\n")) == ["leftpad==1.0"]
    assert without_hash(Source("x", "# mark\nleftpad>=1.0 \\\n    --hash=sha256:00\n"))
    assert not without_hash(Source("x", "# mark\nleftpad==1.0 \\\n    --hash=sha256:00\n"))
    assert dependencies_mark(pyproject_with("leftpad>=1")) != dependencies_mark(pyproject_with("leftpad>=2"))


def pyproject_with(dependency: str) -> str:
    """A pyproject.toml with one dependency."""
    return f'[project]\ndependencies = ["{dependency}"]\n[project.optional-dependencies]\n[dependency-groups]\n'
