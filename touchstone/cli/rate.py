"""`touchstone rate`: inspections from their files, rated, with what each rating hangs on."""

import sys

from touchstone.dossier.ratable import Ratable, read_ratable
from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.intake.values import dataclass
from touchstone.rating.inspection import rate_inspection
from touchstone.rating.working import RatedInspection

TYPE_CHECKING = False  # spares the import of `typing`; type checkers know the name
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

EPILOG = """\
A file is a full inspection file or the short form; both are described in
docs/reference/generated/inspection-file.md. JSON is one object a line for each
file. Where any file has a problem, nothing is printed but the problems.

Exit status: 0 rated, 2 something is wrong with a file."""


FORMATS = ("text", "json")


@dataclass(frozen=True, slots=True)
class Arguments:
    """What is asked for, under the names `argparse` gives."""

    files: "Sequence[str]"
    format: str = "text"
    explain: "Sequence[str]" = ()
    assume: bool = False
    frameworks: "Sequence[str]" = ()


def quickly(words: "Sequence[str]") -> Arguments | None:
    """The arguments where every word is plain; None where only `argparse` can tell, which takes longer to load.

    With it a bare `rate` would take six times as long as `python -c pass`, and five is the promise.
    """
    files: list[str] = []
    given: dict[str, list[str]] = {"--format": [], "--explain": [], "--frameworks": []}
    rest = iter(words)
    assume = False
    for word in rest:
        option, equals, value = word.partition("=")
        if word == "--assume":
            assume = True
        elif option in given:
            given[option].append(value if equals else next(rest, ""))
        else:
            files.append(word)
    said = [*files, *given["--format"], *given["--explain"], *given["--frameworks"]]
    formats = given["--format"] or ["text"]
    if not files or any(not word or word[0] == "-" for word in said) or any(each not in FORMATS for each in formats):
        return None
    return Arguments(files, formats[-1], given["--explain"], assume, given["--frameworks"])


def configure(parser: "argparse.ArgumentParser") -> None:
    """The words `touchstone rate` understands."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="an inspection file, or the short form")
    parser.add_argument("--format", choices=FORMATS, default="text", help="what to print (default: text)")
    parser.add_argument(
        "--explain",
        action="append",
        default=[],
        metavar="STANDARD",
        help="show the working of a standard, down to the cases behind each share; may be given again",
    )
    parser.add_argument(
        "--assume", action="store_true", help="use a rule that is only assumed, where the inspectorate's is not known"
    )
    parser.add_argument(
        "--frameworks", action="append", default=[], metavar="DIR", help="a folder of frameworks of your own"
    )


def run(arguments: Arguments) -> int:
    """Rate every file; print only when all of them could be rated. Raises ProblemsFound."""
    folders = folders_of(arguments.frameworks)
    explain = tuple(dict.fromkeys(arguments.explain))
    rated: list[tuple[Ratable, RatedInspection]] = []
    problems: list[Problem] = []
    for path in arguments.files:
        try:
            ratable = read_ratable(path, folders=folders)
            rated.append((ratable, rate(ratable, assume=arguments.assume, explain=explain)))
        except ProblemsFound as found:
            problems.extend(found.problems)
    if problems:
        raise ProblemsFound(problems)
    sys.stdout.write(as_json(rated, explain) if arguments.format == "json" else as_text(rated, explain))
    return 0


def folders_of(names: "Sequence[str]") -> "tuple[Path, ...]":
    """The folders of frameworks named on the command line."""
    if not names:
        return ()
    from pathlib import Path

    return tuple(Path(name) for name in names)


def rate(ratable: Ratable, *, assume: bool, explain: tuple[str, ...]) -> RatedInspection:
    """Rate one inspection. Raises ProblemsFound, also where there is no rule to rate by."""
    problems = [*why_no_rule(ratable, assume=assume), *unknown_standards(ratable, explain)]
    if problems:
        raise ProblemsFound(problems)
    try:
        return rate_inspection(ratable.framework, ratable.evidence, assume=assume)
    except ProblemsFound as found:
        known = {standard.id for standard in ratable.framework.standards}
        raise ProblemsFound(
            Problem(it.what, it.do, ratable.file, it.row, f"standards.{it.column}" if it.column in known else it.column)
            for it in found.problems
        ) from None


def why_no_rule(ratable: Ratable, *, assume: bool) -> list[Problem]:
    """The problem that the framework's rule is not known, or only assumed and nobody asked for that."""
    framework = ratable.framework
    what = (
        f"The rule by which {framework.inspectorate} turns answers into ratings under {framework.id} is not known here."
    )
    supply = "supply the rule as framework data with --frameworks DIR"
    if framework.rating is None:
        return [Problem(what, f"To rate it, {supply}.", ratable.file, None, "framework")]
    if framework.rating.assumed and not assume:
        do = f"Add --assume to use our assumed rule, as every output then says; or {supply}."
        return [Problem(what, do, ratable.file, None, "framework")]
    return []


def unknown_standards(ratable: Ratable, explain: tuple[str, ...]) -> list[Problem]:
    """A problem for each standard to explain that the framework does not have."""
    known = [standard.id for standard in ratable.framework.standards]
    return [
        Problem(
            f"{ratable.framework.id} has no standard '{number}'.",
            f"--explain takes one of: {', '.join(known)}.",
            ratable.file,
        )
        for number in explain
        if number not in known
    ]


def as_json(rated: list[tuple[Ratable, RatedInspection]], explain: tuple[str, ...]) -> str:
    """One object a line, in plain ASCII, so that no pipe can spoil a name."""
    import json

    from touchstone.dossier.results import result_of

    return "".join(json.dumps(result_of(ratable, one, explain)) + "\n" for ratable, one in rated)


def as_text(rated: list[tuple[Ratable, RatedInspection]], explain: tuple[str, ...]) -> str:
    """Every inspection as a page for a terminal."""
    from touchstone.cli.rating_page import rating_page

    return "\n".join(rating_page(ratable, one, explain) for ratable, one in rated)
