"""What files say: no path of a machine, no registry's address, no secret, and every file opened as UTF-8."""

import ast
import re

from tests.house_rules.source import Source, python_files, read, shown, text_files

# Written in pieces, so that this file does not hold what it looks for.
EVERYWHERE = [
    "/" + "work/main",  # /work/ alone is where signed-in people are on the site
    "/" + "work/shared",
    "/" + "work/.lib",
    "/" + "root/",
    "/" + "home/",
    "/" + "Users/",
    "pypi.org/" + "simple",
    "files.python" + "hosted.org",
    "registry.npm" + "js.org",
    "--index" + "-url",
    "--extra-" + "index",
    "find-" + "links =",
    "coming " + "soon",
    "lorem " + "ipsum",
]
IN_CODE = ["/" + "tmp/", "TO" + "DO", "FIX" + "ME", "XX" + "X "]
SECRETS = [
    r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----",
    r"\bAKIA[0-9A-Z]{16}\b",
    r"\bgh[pousr]_[A-Za-z0-9]{36}\b",
    r"\bxox[abpr]-[A-Za-z0-9-]{10,}",
    r"://[^/\s:@'\"{}<>]+:[^/\s:@'\"{}<>]{3,}(?<!:password)@(?!localhost|127\.|db[:/]|/)",
]
NOT_CODE = ("tests/", "docs/", "CHANGELOG.md", "package-lock.json")


def forbidden_words(files: list[Source]) -> list[str]:
    """Words that have no place in the repository, with where they stand."""
    found = []
    for file in files:
        marks = [] if file.path.startswith(NOT_CODE) else IN_CODE
        for number, line in enumerate(file.text.splitlines(), 1):
            found += [f"{file.path}:{number}: {word}" for word in EVERYWHERE if word.lower() in line.lower()]
            found += [f"{file.path}:{number}: {mark}" for mark in marks if mark in line]
    return found


def secrets(files: list[Source]) -> list[str]:
    """What looks like a key, a token or a password in an address."""
    found = []
    for file in files:
        for pattern in SECRETS[: -1 if file.path.startswith("tests/") else None]:  # tests invent addresses
            found += [f"{file.path}: {hit.group()[:12]}…" for hit in re.finditer(pattern, file.text)]
    return found


def opens_without_encoding(files: list[Source]) -> list[str]:
    """Text files opened in whatever encoding the machine happens to have."""
    found = []
    for file in files:
        for node in file.walk():
            if not isinstance(node, ast.Call):
                continue
            named = {keyword.arg for keyword in node.keywords}
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in ("read_text", "write_text") and not named & {"encoding", None}:
                places = 1 if name == "write_text" else 0
                if len(node.args) <= places:
                    found.append(f"{file.path}:{node.lineno}: {name} names no encoding")
            elif name == "open" and not named & {"encoding", None} and not opens_bytes(node):
                found.append(f"{file.path}:{node.lineno}: open names no encoding")
    return found


def opens_bytes(call: ast.Call) -> bool:
    """True for `open(path, "rb")`, `path.open("rb")`, and for opens that are no text file's."""
    method = isinstance(call.func, ast.Attribute)
    owner = ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""
    if re.search(r"zip|archive|browser|webbrowser|^os$|image", owner, re.IGNORECASE):
        return True
    modes = [keyword.value for keyword in call.keywords if keyword.arg == "mode"] + call.args[0 if method else 1 :][:1]
    return any(isinstance(mode, ast.Constant) and "b" in str(mode.value) for mode in modes)


def test_no_file_names_a_machine_or_a_registry() -> None:
    violations = forbidden_words(text_files())
    assert not violations, shown(violations)


def test_no_file_holds_a_secret() -> None:
    violations = secrets([file for file in text_files() if not file.path.startswith("requirements/")])
    assert not violations, shown(violations)


def test_every_text_file_is_opened_as_utf8() -> None:
    violations = opens_without_encoding(
        python_files("touchstone", "tests", "benchmarks", "docs", "requirements", "dev.py")
    )
    assert not violations, shown(violations)


def test_every_text_file_ends_its_lines_as_the_house_does() -> None:
    assert "eol=lf" in read(".gitattributes").text
    assert not [file.path for file in text_files() if "\r\n" in file.text]


def test_planted_words_secrets_and_opens_are_found() -> None:
    for word in EVERYWHERE + IN_CODE:
        assert forbidden_words([Source("touchstone/x.py", f"# see {word} there")]), word
    assert not forbidden_words([Source("tests/x.py", f"# see {IN_CODE[0]} there")])
    for secret in (
        "-----BEGIN " + "PRIVATE KEY-----",
        "AKIA" + "A" * 16,
        "ghp_" + "a" * 36,
        "postgres://me:" + "s3cret@db.example.org/x",
    ):
        assert secrets([Source("x.py", secret)]), secret
    for planted in ("open('x')", "open('x', 'w')", "p.read_text()", "p.write_text('x')", "p.open()"):
        assert opens_without_encoding([Source("x.py", planted)]), planted
    for fine in ("open('x', 'rb')", "open('x', encoding='utf-8')", "p.open('wb')", "p.read_text(encoding='utf-8')"):
        assert not opens_without_encoding([Source("x.py", fine)]), fine
