"""YAML of a framework folder → a checked Framework → one stamped JSON file.

A folder holds framework.yaml, sample.yaml, rating.yaml (absent where no rule is known) and one file per standard, its
name beginning with the standard's number. Run `python -m touchstone.standards.compiling` to compile all of them anew.
This is the only way from YAML to a framework; PyYAML is imported when a file is read and not before.
"""

import os
import sys

from touchstone.intake.problems import Problem, ProblemsFound, tell
from touchstone.standards.compiled import plain_from
from touchstone.standards.compiling_crosswalks import compile_crosswalks, crosswalk_document, standards_missing
from touchstone.standards.entries import Entry, Notes, read_file
from touchstone.standards.framework import Domain, Framework, RatingRule, Standard
from touchstone.standards.reading import Sources, read_rating_rule, read_sample_rule, read_standard
from touchstone.standards.stamp import COMPILED, CROSSWALKS, FRAMEWORKS, write_compiled

NOT_STANDARDS = ("framework.yaml", "rating.yaml", "sample.yaml")
DATE_PARTS = (4, 2, 2)  # digits of year, month and day


def compile_folder(folder: str) -> Framework:
    """The framework that the YAML files of `folder` describe. Raises ProblemsFound with everything that is wrong."""
    reading = Folder(folder)
    framework = reading.framework()
    problems = [problem for notes in reading.notes for problem in notes.problems]
    if problems:
        raise ProblemsFound(problems)
    return framework


class Folder:
    """One framework folder while it is being read; `notes` holds the problems of each of its files."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.name = os.path.basename(os.path.normpath(path))
        self.notes: list[Notes] = []
        self.sources = Sources({})

    def entry(self, name: str) -> Entry:
        """The mapping of one file; an empty one, with a note, where the file cannot be read."""
        notes = Notes(f"{self.name}/{name}")
        self.notes.append(notes)
        try:
            value = read_file(os.path.join(self.path, name), notes.file)
        except ProblemsFound as found:
            notes.problems.extend(found.problems)
            value = {}
        return Entry(value, notes)

    def framework(self) -> Framework:
        """Everything, as far as it can be read; what is wrong is in `notes`."""
        entry = self.entry("framework.yaml")
        names = entry.entry("sources")
        self.sources = Sources({name: names.text(name) for name in names.values})
        in_force = entry.entry("in_force")
        standards = self.standards()
        framework = Framework(
            id=framework_id(entry),
            revision=entry.whole("revision", least=1),
            title=entry.text("title"),
            inspectorate=entry.text("inspectorate"),
            in_force_from=date_text(in_force, "from"),
            in_force_to=date_text(in_force, "to"),
            source=self.sources.name(entry),
            notes=entry.texts("notes", may_be_empty=True),
            domains=tuple(read_domain(domain, standards) for domain in entry.entries("domains")),
            rating=self.rating_rule(),
            sample=read_sample_rule(self.entry("sample.yaml"), self.sources),
            publishes_fragility=entry.flag("publishes_fragility"),
            licence=entry.text("licence"),
            in_force_fact=self.sources.fact(in_force),
        )
        in_force.finish()
        entry.finish()
        self.sources.note_unused(names)
        check_name(framework, self.name, entry)
        check_ids(framework, standards, entry)
        check_cases(framework, entry)
        check_points(framework, entry)
        return framework

    def standards(self) -> list[Standard]:
        """The standard of each standard file, in the order of the file names."""
        found = []
        for name in sorted(os.listdir(self.path)):
            if not name.endswith(".yaml") or name in NOT_STANDARDS:
                continue
            entry = self.entry(name)
            standard = read_standard(entry, self.sources)
            if standard.id and name.removesuffix(".yaml").partition("-")[0] != standard.id:
                what = f"The name of the file does not begin with '{standard.id}'."
                entry.note("id", what, f"Rename it to {standard.id}-….yaml, or correct the id.")
            found.append(standard)
        return found

    def rating_rule(self) -> RatingRule | None:
        """The rating rule; None where the folder has none, because none is known."""
        if not os.path.exists(os.path.join(self.path, "rating.yaml")):
            return None
        return read_rating_rule(self.entry("rating.yaml"), self.sources)


def framework_id(entry: Entry) -> str:
    """The id: it names a folder and a compiled file, so it is plain."""
    text = entry.text("id")
    if text and not all(mark.isascii() and (mark.isdigit() or mark.islower() or mark == "-") for mark in text):
        entry.note("id", f"'{text}' cannot be an id.", "Use small letters, digits and hyphens.")
    return text


def date_text(entry: Entry, key: str) -> str:
    """A date as far as it is known: "2021-07-15", "2021-07", "2021" or ""."""
    text = entry.text(key, may_be_empty=True)
    parts = text.split("-") if text else []
    digits = all(part.isascii() and part.isdigit() for part in parts)
    if not digits or tuple(len(part) for part in parts) != DATE_PARTS[: len(parts)]:
        do = 'Write it as far as it is known: "2021-07-15", "2021-07", "2021" or "".'
        entry.note(key, f"'{text}' is not a date.", do)
    return text


def read_domain(entry: Entry, standards: list[Standard]) -> Domain:
    """One domain with its standards in the order written."""
    by_id = {standard.id: standard for standard in standards}
    found = []
    for number in entry.texts("standards"):
        if number in by_id:
            found.append(by_id[number])
        elif number:
            entry.note(
                "standards", f"There is no file for standard '{number}'.", f"Add {number}-….yaml, or take it out."
            )
    domain = Domain(entry.text("id"), entry.text("title"), tuple(found))
    entry.finish()
    return domain


def check_name(framework: Framework, name: str, entry: Entry) -> None:
    """The folder is called as the framework, or an earlier revision `<id>.r<revision>`."""
    earlier = f"{framework.id}.r{framework.revision}"
    if framework.id and name not in (framework.id, earlier):
        entry.note(
            "id", f"The folder is called '{name}'.", f"Call it {framework.id}, or {earlier} for an earlier revision."
        )


def check_ids(framework: Framework, standards: list[Standard], entry: Entry) -> None:
    """Every id is there once, and every standard that has a file stands in a domain."""
    placed = [standard.id for standard in framework.standards]
    groups = framework.sample.groups
    for what, ids in (
        ("standard", placed),
        ("standard file", [standard.id for standard in standards]),
        ("key question", [question.id for _, question in framework.key_questions()]),
        ("domain", [domain.id for domain in framework.domains]),
        ("sample group", [group.id for group in groups]),
        ("kind of case", [kind.id for group in groups for kind in group.kinds]),
    ):
        for double in sorted({one for one in ids if one and ids.count(one) > 1}):
            entry.note("", f"The {what} '{double}' is there twice.", "Give each an id of its own.")
    for standard in standards:
        if standard.id and standard.id not in placed:
            what = f"Standard '{standard.id}' has a file and no domain."
            entry.note("domains", what, "List it in a domain, or delete the file.")


def check_cases(framework: Framework, entry: Entry) -> None:
    """Every standard that reads cases names a sample group that there is."""
    groups = [group.id for group in framework.sample.groups]
    for standard in framework.standards:
        if standard.cases and standard.cases not in groups:
            what = f"Standard '{standard.id}' reads the cases of '{standard.cases}', which is no sample group."
            entry.note("domains", what, f"Use one of: {', '.join(groups)}; or add the group to sample.yaml.")
        if not standard.cases and any(question.asked_of_cases for question in standard.key_questions):
            what = f"Standard '{standard.id}' asks questions of cases and reads none."
            entry.note("domains", what, "Name its sample group under `cases`.")


def check_points(framework: Framework, entry: Entry) -> None:
    """The points of the overall bands are those that the counted standards can have."""
    rule = framework.rating
    if rule is None or not rule.scale or not rule.overall_bands:
        return
    count, of = len(framework.counted_standards), rule.overall_bands[-1].of
    most = rule.scale[-1][1] * count
    if of != most:
        what = f"{count} standards count, which makes {most} points; rating.yaml says {of}."
        entry.note("domains", what, "Correct `overall_bands` in rating.yaml, or which standards count.")


def compile_all(into: str = COMPILED) -> list[str]:
    """Compile the package's own frameworks and crosswalks; gives the paths written.

    Raises ProblemsFound with the problems of all of them; then nothing is written.
    """
    frameworks: dict[str, Framework] = {}
    problems: list[Problem] = []
    for name in sorted(os.listdir(FRAMEWORKS)):
        if os.path.exists(os.path.join(FRAMEWORKS, name, "framework.yaml")):
            try:
                frameworks[name] = compile_folder(os.path.join(FRAMEWORKS, name))
            except ProblemsFound as found:
                problems.extend(found.problems)
    if problems:
        raise ProblemsFound(problems)
    crosswalks = compile_crosswalks(CROSSWALKS)
    for crosswalk in crosswalks:
        earlier, later = frameworks.get(crosswalk.earlier), frameworks.get(crosswalk.later)
        if earlier is None or later is None:
            what = f"A crosswalk compares {crosswalk.earlier} and {crosswalk.later}; one of them is not there."
            problems.append(Problem(what, "Correct the id, or delete the file.", "crosswalks"))
        else:
            problems += standards_missing(crosswalk, earlier, later)
    if problems:
        raise ProblemsFound(problems)
    written = []
    for name, framework in frameworks.items():
        written.append(os.path.join(into, f"{name}.json"))
        write_compiled(plain_from(framework), written[-1], os.path.join(FRAMEWORKS, name))
    written.append(os.path.join(into, "crosswalks.json"))
    write_compiled(crosswalk_document(crosswalks), written[-1], CROSSWALKS)
    return written


def main() -> int:
    """Compile everything and say which files were written."""
    try:
        for path in compile_all():
            print(path)
    except ProblemsFound as found:
        print(tell(found.problems), file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
