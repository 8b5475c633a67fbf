"""Writes every page of the documentation that a machine can write; `python3 dev.py docs` runs it.

A page is a function from what it tells of to Markdown. A house rule fails while a page in the repository differs from
what its function gives, so nobody edits one.
"""

import argparse
import ast
import inspect
import json
import os
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GENERATED = "docs/reference/generated"
PROVED = ROOT / "var" / "capabilities.json"
DO_NOT_EDIT = "<!-- Written by `python3 dev.py docs`; do not edit. -->\n\n"
PARTS = {
    "I": "The inspection",
    "P": "The practice that is inspected",
    "O": "The organisation",
    "N": "Beyond every other system",
    "W": "How an inspection is worked",
}


def table(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A Markdown table; a bar inside a cell is written so that it does not end the cell."""
    lines = [headings, tuple("---" for _ in headings), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


# ── The command line ─────────────────────────────────────────────────────────────────────────────────────────────


def command_line_page() -> str:
    """Every command with its arguments, asked of the commands themselves."""
    from touchstone.cli.commands import COMMANDS

    parts = ["# The command line\n\n", "`touchstone COMMAND …`, or in a clone `python3 dev.py touchstone COMMAND …`.\n"]
    parts.append("On any problem with the input nothing goes to standard output and the exit status is 2.\n")
    for name, (module_name, sentence) in COMMANDS.items():
        parser = argparse.ArgumentParser(prog=f"touchstone {name}", description=sentence, allow_abbrev=False)
        import_module(module_name).configure(parser)
        parts.append(f"\n## touchstone {name}\n\n{sentence}\n{''.join(arguments(parser))}")
    return "".join(parts)


def arguments(parser: argparse.ArgumentParser, level: int = 3) -> Iterator[str]:
    """The arguments of a command as a table, then each command below it."""
    rows: list[tuple[str, ...]] = []
    below: list[argparse._SubParsersAction[argparse.ArgumentParser]] = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            below.append(action)
        elif not isinstance(action, argparse._HelpAction):
            rows.append((argument_words(action), argument_meaning(action)))
    if rows:
        yield "\n" + table(("Argument", "Meaning"), rows)
    for group in below:
        for name, child in group.choices.items():
            says = child.description or next((one.help or "" for one in group._choices_actions if one.dest == name), "")
            yield f"\n{'#' * level} {parser.prog} {name}\n\n{says}\n"
            yield from arguments(child, level + 1)


def argument_words(action: argparse.Action) -> str:
    """An argument as it is typed."""
    value = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    if action.choices and not action.metavar:
        value = " or ".join(str(choice) for choice in action.choices)
    many = {"+": f"{value}…", "*": f"[{value}…]", "?": f"[{value}]"}.get(str(action.nargs), value)
    if not action.option_strings:
        return f"`{many}`"
    flags = ", ".join(action.option_strings)
    return f"`{flags}`" if action.nargs == 0 else f"`{flags} {many}`"


def argument_meaning(action: argparse.Action) -> str:
    """What it does, and what holds without it. Never a default that depends on the machine."""
    says = (action.help or "").replace("%(default)s", str(action.default)).replace("%%", "%")
    return f"{says} Needed." if action.required and action.option_strings else says


# ── Capabilities ─────────────────────────────────────────────────────────────────────────────────────────────────


def marked_tests() -> dict[str, list[str]]:
    """Capability → the tests that are marked with it, found by reading every test file."""
    marked: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        module = ast.parse(path.read_text(encoding="utf-8"))
        everywhere = [name for node in module.body if isinstance(node, ast.Assign) for name in marks_in(node)]
        for node in module.body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
                place = f"{path.relative_to(ROOT).as_posix()}::{node.name}"
                for capability in everywhere + [name for mark in node.decorator_list for name in marks_in(mark)]:
                    marked.setdefault(capability, []).append(place)
    return marked


def marks_in(node: ast.AST) -> list[str]:
    """The capabilities named in `pytest.mark.capability("I1", …)` anywhere inside a piece of code."""
    calls = [one for one in ast.walk(node) if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute)]
    named = [call.args for call in calls if ast.unparse(call.func) == "pytest.mark.capability"]
    return [str(word.value) for words in named for word in words if isinstance(word, ast.Constant)]


def capabilities() -> dict[str, str]:
    """Every capability by its number, in our own words."""
    from touchstone.intake.strict_yaml import read_yaml

    name = "docs/capabilities.yaml"
    read = read_yaml((ROOT / name).read_text(encoding="utf-8"), file=name)
    assert isinstance(read, dict)
    return {str(number): str(says) for number, says in read.items()}


def capabilities_page(proofs: Mapping[str, list[str]]) -> str:
    """Every capability with the tests that prove it; what has none is not done."""
    told = capabilities()
    unknown = sorted(set(proofs) - set(told))
    if unknown:
        raise ValueError(f"docs/capabilities.yaml has no {', '.join(unknown)}, which a test is marked with.")
    done = sum(1 for number in told if proofs.get(number))
    parts = [
        "# What works\n\n",
        "What Touchstone is to do, and the tests that prove what it does. Each test named passed when this page was\n",
        f"written, or it would not be here. {done} of {len(told)} have a proof, which need not cover the whole.\n",
    ]
    for letter, title in PARTS.items():
        parts.append(f"\n## {title}\n\n")
        rows: list[tuple[str, ...]] = []
        for number, says in told.items():
            if number.startswith(letter):
                proved_by = "<br>".join(link(place) for place in proofs.get(number, []))
                rows.append((number, says, proved_by or "not done"))
        parts.append(table(("", "Capability", "Proved by"), rows))
    return "".join(parts)


def link(place: str) -> str:
    """A test as a link to its file: its name as words."""
    path, _, name = place.partition("::")
    return f"[{name.removeprefix('test_').replace('_', ' ')}](../../../{path})"


def passed_tests() -> dict[str, list[str]]:
    """Of the marked tests, those that passed when they last ran here; says on standard error which are missing."""
    passed = json.loads(PROVED.read_text(encoding="utf-8")) if PROVED.exists() else {}
    marked = marked_tests()
    unproved = sorted({place for places in marked.values() for place in places if not passed.get(place)})
    for place in unproved:
        print(f"Not shown, since it has not passed here: {place}", file=sys.stderr)
    return {number: [place for place in places if passed.get(place)] for number, places in marked.items()}


# ── The method, frameworks, decisions ────────────────────────────────────────────────────────────────────────────


def chapter_page(path: Path) -> str:
    """One file of tests/spec as a chapter: what it says, then what each of its tests shows, with its tables."""
    module = ast.parse(path.read_text(encoding="utf-8"))
    parts = [f"# {chapter_title(path)}\n\n{(ast.get_docstring(module) or '').strip()}\n"]
    for node in module.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            parts.append(f"\n## {node.name.removeprefix('test_').replace('_', ' ').capitalize()}\n")
            parts += [f"\n{said}\n" for said in [ast.get_docstring(node)] if said]
            parts += [f"\n```text\n{drawn}\n```\n" for drawn in tables_in(node)]
    parts.append(f"\nEvery statement above is a test: [{path.name}](../../../../tests/spec/{path.name}).\n")
    return "".join(parts)


def chapter_title(path: Path) -> str:
    """`test_2_shares_become_a_rating.py` as "2. Shares become a rating"."""
    number, _, words = path.stem.removeprefix("test_").partition("_")
    words = words.replace("_", " ")
    return f"{number}. {words[0].upper()}{words[1:]}" if number.isdigit() else f"{number} {words}".strip().capitalize()


def tables_in(test: ast.FunctionDef) -> list[str]:
    """The tables drawn as text inside a test; its docstring is none."""
    body = test.body[1:] if ast.get_docstring(test) else test.body
    inside = [node for statement in body for node in ast.walk(statement) if isinstance(node, ast.Constant)]
    texts = [node.value for node in inside if isinstance(node.value, str)]
    return [inspect.cleandoc(text) for text in texts if text.count("\n") > 1]


def decisions_page() -> str:
    """Every decision, by number."""
    rows = []
    for path in sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md")):
        title = path.read_text(encoding="utf-8").splitlines()[0].lstrip("# ")
        number, _, words = title.partition(" ")
        rows.append((f"[{number.rstrip('.')}]({path.name})", words))
    return "# Decisions\n\nWhy things are as they are, each in under 300 words.\n\n" + table(("", "Decided"), rows)


def of_the_site(module: str, page: str) -> str:
    """A page that a room of the site makes of its own tables; the site must be set up to read them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    return str(getattr(import_module(module), page)())


def pages(proofs: Mapping[str, list[str]]) -> dict[str, str]:
    """Every generated page: its path from the root of the repository, and its text."""
    from touchstone.dossier.shape_reference import inspection_file_page
    from touchstone.forms.reference import forms_page
    from touchstone.standards.loading import framework_ids, load_framework
    from touchstone.standards.reference import crosswalk_page, framework_page

    made = {
        f"{GENERATED}/cli.md": command_line_page(),
        f"{GENERATED}/capabilities.md": capabilities_page(proofs),
        f"{GENERATED}/inspection-file.md": inspection_file_page(),
        f"{GENERATED}/forms.md": forms_page(),
        f"{GENERATED}/stages.md": of_the_site("touchstone.web.inspections.stages_page", "stages_page"),
        f"{GENERATED}/roles.md": of_the_site("docs.roles_page", "roles_page"),
        "docs/decisions/index.md": decisions_page(),
    }
    for name in framework_ids():
        made[f"{GENERATED}/frameworks/{name}.md"] = framework_page(load_framework(name))
    made[f"{GENERATED}/frameworks/side-by-side.md"] = crosswalk_page()
    for path in sorted((ROOT / "tests" / "spec").glob("test_*.py")):
        name = path.stem.removeprefix("test_").replace("_", "-")
        made[f"{GENERATED}/method/{name}.md"] = chapter_page(path)
    made[f"{GENERATED}/index.md"] = index_page(made)
    return {name: DO_NOT_EDIT + text.rstrip() + "\n" for name, text in made.items()}


def schemas() -> dict[str, str]:
    """The published JSON Schemas of the inspection file, beside the description they are made from."""
    from touchstone.dossier.json_schema import published_schemas

    return {f"touchstone/dossier/{name}": text for name, text in published_schemas().items()}


def index_page(made: Mapping[str, str]) -> str:
    """Every page that the program writes, by its title."""
    lines = ["# What the program writes\n\n", "From the code, the data and the tests; never edited.\n\n"]
    for name, text in made.items():
        if name.startswith(GENERATED):
            title = text.partition("\n")[0].lstrip("# ")
            lines.append(f"- [{title}]({name.removeprefix(GENERATED + '/')})\n")
    return "".join(lines)


def main() -> int:
    """Write every page that differs."""
    wanted = pages(passed_tests()) | schemas()
    for stale in sorted(set((ROOT / GENERATED).rglob("*.md")) - {ROOT / name for name in wanted}):
        stale.unlink()
        print(f"Removed {stale.relative_to(ROOT)}")
    for name, text in wanted.items():
        place = ROOT / name
        if not place.exists() or place.read_text(encoding="utf-8") != text:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8", newline="\n")
            print(f"Wrote {name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
