"""`touchstone frameworks`: list, show and compare frameworks, and bring in one's own words or rules."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.standards.loading import framework_ids, load_framework

if TYPE_CHECKING:
    from touchstone.standards.crosswalk import Comparison
    from touchstone.standards.framework import Framework, RatingRule

WIDTH = 100  # columns of a text line
MORE = (
    "Prompts, samples and sources: --format markdown. Verified, computed, recollected or assumed says how far a fact "
    "may be trusted."
)


def configure(parser: argparse.ArgumentParser) -> None:
    """The five things that can be asked."""
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    given = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    given.add_argument(
        "--frameworks",
        action="append",
        type=Path,
        default=[],
        metavar="DIR",
        help="A folder of frameworks or wording of your own; may be given more than once. See TOUCHSTONE_FRAMEWORKS.",
    )
    said = "How it is printed; %(default)s unless said otherwise."

    def command(name: str, says: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=says, description=says, parents=[given], allow_abbrev=False)

    one = command("list", "List every framework there is.")
    one.add_argument("--format", choices=("text", "json"), default="text", help=said)
    one = command("show", "Show one framework: its standards, questions, rating rule and sample.")
    one.add_argument("id", metavar="ID", help="The framework, for instance hmip-youth-2021.")
    one.add_argument("--revision", type=int, metavar="N", help="That revision; otherwise the newest.")
    one.add_argument("--format", choices=("text", "json", "markdown"), default="text", help=said)
    one = command("compare", "Say which standards of two frameworks can be set side by side, and why.")
    one.add_argument("a", metavar="A", help="One framework.")
    one.add_argument("b", metavar="B", help="The other.")
    one.add_argument("--format", choices=("text", "json", "markdown"), default="text", help=said)
    one = command("copy", "Copy a framework into a folder of your own, to change it there.")
    one.add_argument("id", metavar="ID", help="The framework to copy.")
    one.add_argument("--into", required=True, type=Path, metavar="DIR", help="The folder; it is made if need be.")
    one = command("wording", "Check a file of your own wording, and say which sentences it replaces.")
    one.add_argument("file", type=Path, metavar="FILE", help="The wording, as YAML.")
    one.add_argument(
        "--into", type=Path, metavar="DIR", help="Keep it in this folder of frameworks, to be used from there."
    )


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked; everything is made before anything is printed."""
    folders = tuple(arguments.frameworks)
    answers = {
        "list": lambda: list_frameworks(folders, arguments.format),
        "show": lambda: show(
            load_framework(arguments.id, folders=folders, revision=arguments.revision), arguments.format
        ),
        "compare": lambda: compare(
            load_framework(arguments.a, folders=folders), load_framework(arguments.b, folders=folders), arguments.format
        ),
        "copy": lambda: copy(arguments.id, folders, arguments.into),
        "wording": lambda: wording(arguments.file, folders, arguments.into),
    }
    print(answers[arguments.command]().rstrip("\n"))
    return 0


def list_frameworks(folders: tuple[Path, ...], form: str) -> str:
    """Every framework on a line, with what is known of its rule."""
    frameworks = [load_framework(name, folders=folders) for name in framework_ids(folders=folders)]
    if form == "json":
        return as_json(
            [{"id": one.id, "revision": one.revision, "title": one.title, "rule": rule_word(one)} for one in frameworks]
        )
    rows = [("id", "revision", "standards", "counted", "rating rule", "title")]
    for one in frameworks:
        counts = (str(one.revision), str(len(one.standards)), str(len(one.counted_standards)))
        rows.append((one.id, *counts, rule_word(one), one.title))
    return columns(rows)


def rule_word(framework: "Framework") -> str:
    """How far the rating rule may be trusted: "assumed", the standing of its bands, or "none"."""
    if framework.rating is None:
        return "none"
    return "assumed" if framework.rating.assumed else dict(framework.rating.facts)["question_bands"].standing


def show(framework: "Framework", form: str) -> str:
    """One framework."""
    if form == "json":
        from touchstone.standards.compiled import plain

        return as_json(plain(framework))
    if form == "markdown":
        from touchstone.standards.reference import framework_page

        return framework_page(framework)
    return framework_text(framework)


def framework_text(framework: "Framework") -> str:
    """One framework for a terminal: standards, key questions with their standing, bands."""
    from touchstone.standards.reference import dates_in_words, how_rated

    lines = [framework.title, f"{framework.id}, revision {framework.revision}, in force {dates_in_words(framework)}"]
    for domain in framework.domains:
        lines += ["", f"{domain.id}. {domain.title}"]
        for standard in domain.standards:
            counted = "" if standard.counts else "; does not count in the score"
            rated = f"(rated by {how_rated(standard, framework)}{counted})"
            lines += ["", *wrapped(f"{standard.id} {standard.title} {rated}", "  ")]
            for question in standard.key_questions:
                lines += wrapped(f"{question.id} {question.asks} [{question.fact.standing}]", "    ")
    lines += ["", *(rule_text(framework.rating) if framework.rating else ["No rating rule is known."])]
    lines += ["", *wrapped(MORE, after="")]
    return "\n".join(lines)


def rule_text(rule: "RatingRule") -> list[str]:
    """The bands of a rating rule for a terminal."""
    from touchstone.standards.reference import shares_in_words

    worth = dict(rule.scale)
    lowest = [0] + [band.up_to + 1 for band in rule.overall_bands]
    rows = [("Rating", "points", "lowest key question", f"score of {rule.overall_bands[-1].of}")]
    for band, share, least in zip(rule.overall_bands, shares_in_words(rule), lowest, strict=False):
        rows.append((band.rating, str(worth[band.rating]), share, f"{least} to {band.up_to}"))
    warning = (
        ["Not the inspectorate's rule, which could not be read; used only with --assume:", ""] if rule.assumed else []
    )
    return [*warning, *columns(rows).splitlines()]


def compare(a: "Framework", b: "Framework", form: str) -> str:
    """Every standard of A beside what it is in B, then those of B that answer to none of A, then the overall rating."""
    from touchstone.standards.comparing import OVERALL, comparable

    there = [comparable(a, standard.id, b) for standard in a.standards]
    reached = {number for comparison in there for number in comparison.to}
    back = [comparable(b, standard.id, a) for standard in b.standards if standard.id not in reached]
    overall = comparable(a, OVERALL, b)
    if form == "json":
        from touchstone.standards.compiled import plain

        rows = {"standards": plain(tuple(there)), "only_in_b": plain(tuple(back)), "overall": plain(overall)}
        return as_json({"a": a.id, "b": b.id, **rows})
    if form == "markdown":
        return comparison_page(a, b, there, back, overall)
    lines = [f"{a.id} and {b.id}", ""]
    sides = [(one.standard, ", ".join(one.to) or "–", one) for one in there]
    sides += [("–", one.standard, one) for one in back]
    for here, other, one in [*sides, ("overall", "overall", overall)]:
        start = f"{here:<8} {other:<10} {'comparable' if one.comparable else 'not comparable':<15} "
        lines += wrapped(start + one.why, after=" " * len(start))
    return "\n".join(lines)


def comparison_page(
    a: "Framework", b: "Framework", there: "list[Comparison]", back: "list[Comparison]", overall: "Comparison"
) -> str:
    """The comparison as Markdown, with standings and sources."""
    from touchstone.standards.reference import Sources, table

    sources = Sources()

    def line(here: str, other: str, one: "Comparison") -> tuple[str, ...]:
        return (here, other, "yes" if one.comparable else "no", one.why, sources.mark(one.fact) if one.fact else "")

    rows = [line(one.standard, ", ".join(one.to) or "–", one) for one in there]
    rows += [line("–", one.standard, one) for one in back]
    rows.append(line("overall", "overall", overall))
    body = table((a.id, b.id, "Comparable", "Why", "Where it comes from"), rows)
    return f"# {a.title}; {b.title}\n\n{body}{sources.listed() if sources.numbers else ''}"


def copy(name: str, folders: tuple[Path, ...], into: Path) -> str:
    """Copy the YAML of a framework. Raises ProblemsFound where it would overwrite anything."""
    import shutil

    from touchstone.standards.loading import folder_of

    source = folder_of(name, folders=folders)
    target = into / name
    if target.exists():
        raise ProblemsFound([Problem("It is there already.", "Choose another folder, or move it away.", str(target))])
    shutil.copytree(source, target)
    return f"{target}\nChange it there, then use it with --frameworks {into} (or TOUCHSTONE_FRAMEWORKS)."


def wording(file: Path, folders: tuple[Path, ...], into: Path | None) -> str:
    """Check a wording against its framework; keep it where that is asked for."""
    from touchstone.standards.wording import ENDING, read_wording, with_wording

    words = read_wording(str(file))
    framework = load_framework(words.framework, folders=folders)
    with_wording(framework, words, file=file.name)
    count = len(words.words)
    which = "1 sentence of {} is" if count == 1 else f"{count} sentences of {{}} are"
    lines = [f"{which.format(framework.id)} replaced: {', '.join(dict(words.words))}."]
    if into is None:
        lines.append("The file is right. Keep it with --into DIR and use it with --frameworks DIR.")
    else:
        target = into / f"{framework.id}{ENDING}"
        if target.exists():
            raise ProblemsFound([Problem("It is there already.", "Move it away first.", str(target))])
        into.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
        lines.append(f"Kept as {target}. Use it with --frameworks {into} (or TOUCHSTONE_FRAMEWORKS).")
    return "\n".join(lines)


def as_json(value: object) -> str:
    """JSON for another program."""
    import json

    return json.dumps(value, ensure_ascii=False, indent=1)


def columns(rows: Sequence[tuple[str, ...]]) -> str:
    """Rows as columns of text."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return "\n".join(
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def wrapped(text: str, before: str = "", after: str | None = None) -> list[str]:
    """A text in lines of WIDTH columns."""
    import textwrap

    after = before + "      " if after is None else after
    return textwrap.wrap(text, WIDTH, initial_indent=before, subsequent_indent=after, break_on_hyphens=False)
