"""YAML of a framework folder → a checked Framework → one stamped JSON file; the only place that reads YAML.

A folder holds framework.yaml, sample.yaml, rating.yaml (absent where no rule is known) and one file per standard, its
name beginning with the standard's number. Run `python -m touchstone.standards.compiling` to compile all of them anew.
"""

import os
import sys

from touchstone.intake.problems import Problem, ProblemsFound, tell
from touchstone.standards.compiled import plain_from, stamp_of
from touchstone.standards.entries import Entry, Notes
from touchstone.standards.framework import Domain, Framework, RatingRule, SampleRule, Standard
from touchstone.standards.reading import Sources, read_rating_rule, read_sample_rule, read_standard

NOT_STANDARDS = ("framework.yaml", "rating.yaml", "sample.yaml")
OWN_FRAMEWORKS = os.path.join(os.path.dirname(__file__), "frameworks")
COMPILED = os.path.join(os.path.dirname(__file__), "compiled")


def compile_folder(folder: str) -> Framework:
    """The framework that the YAML files of `folder` describe. Raises ProblemsFound with everything that is wrong."""
    return Folder(folder).framework()


class Folder:
    """One framework folder while it is being read; collects the problems of all its files."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.name = os.path.basename(os.path.normpath(path))
        self.problems: list[Problem] = []
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
        """Everything read and checked, or ProblemsFound."""
        entry = self.entry("framework.yaml")
        names = entry.entry("sources")
        self.sources = Sources({name: names.text(name) for name in names.values})
        domains_of = [(domain, domain.texts("standards")) for domain in entry.entries("domains")]
        standards = self.standards()
        domains = tuple(self.domain(domain, ids, standards) for domain, ids in domains_of)
        in_force = entry.entry("in_force")
        framework = Framework(
            id=entry.text("id"),
            revision=entry.whole("revision", least=1),
            title=entry.text("title"),
            inspectorate=entry.text("inspectorate"),
            in_force_from=date_text(in_force, "from"),
            in_force_to=date_text(in_force, "to"),
            source=self.sources.name(entry),
            notes=entry.texts("notes", may_be_empty=True),
            domains=domains,
            rating=self.rating_rule(),
            sample=self.sample_rule(),
            publishes_fragility=entry.flag("publishes_fragility"),
            licence=entry.text("licence"),
            in_force_fact=self.sources.fact(in_force),
        )
        in_force.finish()
        entry.finish()
        self.check_whole(framework, entry, names, [standard.id for standard in standards.values()])
        problems = [problem for notes in self.notes for problem in notes.problems]
        if problems:
            raise ProblemsFound(problems)
        return framework

    def standards(self) -> dict[str, Standard]:
        """The standard of each standard file, by file name."""
        found = {}
        for name in sorted(os.listdir(self.path)):
            if not name.endswith(".yaml") or name in NOT_STANDARDS:
                continue
            entry = self.entry(name)
            standard = read_standard(entry, self.sources)
            if standard.id and name.partition("-")[0].removesuffix(".yaml") != standard.id:
                entry.note(
                    "id", f"The file's name does not begin with '{standard.id}'.", f"Rename it to {standard.id}-….yaml."
                )
            found[name] = standard
        return found

    def domain(self, entry: Entry, ids: tuple[str, ...], standards: dict[str, Standard]) -> Domain:
        """One domain with its standards in the order written."""
        by_id = {standard.id: standard for standard in standards.values()}
        for number in ids:
            if number and number not in by_id:
                entry.note(
                    "standards", f"There is no file for standard '{number}'.", f"Add {number}-….yaml, or take it out."
                )
        domain = Domain(
            entry.text("id"), entry.text("title"), tuple(by_id[number] for number in ids if number in by_id)
        )
        entry.finish()
        return domain

    def rating_rule(self) -> RatingRule | None:
        """The rating rule; None where the folder has none, because none is known."""
        if not os.path.exists(os.path.join(self.path, "rating.yaml")):
            return None
        return read_rating_rule(self.entry("rating.yaml"), self.sources)

    def sample_rule(self) -> SampleRule:
        """Whose cases are read."""
        return read_sample_rule(self.entry("sample.yaml"), self.sources)

    def check_whole(self, framework: Framework, entry: Entry, names: Entry, standard_ids: list[str]) -> None:
        """What can only be seen with all files read: names, doubles, groups, points, sources that nobody uses."""
        if framework.id and self.name not in (framework.id, f"{framework.id}.r{framework.revision}"):
            entry.note(
                "id",
                f"The folder is called '{self.name}'.",
                f"Call it {framework.id}, or {framework.id}.r{framework.revision} if it is an earlier revision.",
            )
        placed = [standard.id for standard in framework.standards]
        questions = [question.id for _, question in framework.key_questions()]
        kinds = [kind.id for group in framework.sample.groups for kind in group.kinds]
        groups = [group.id for group in framework.sample.groups]
        for what, ids in (
            ("standard", [*placed, *(number for number in standard_ids if number not in placed)]),
            ("standard file", standard_ids),
            ("key question", questions),
            ("domain", [domain.id for domain in framework.domains]),
            ("sample group", groups),
            ("kind of case", kinds),
        ):
            for double in sorted({one for one in ids if one and ids.count(one) > 1}):
                entry.note("", f"The {what} '{double}' is there twice.", "Give each its own id.")
        for number in standard_ids:
            if number and number not in placed:
                entry.note(
                    "domains",
                    f"Standard '{number}' has a file but no domain.",
                    "List it in a domain, or delete the file.",
                )
        for standard in framework.standards:
            if standard.cases and standard.cases not in groups:
                entry.note(
                    "domains",
                    f"Standard '{standard.id}' reads the cases of '{standard.cases}', which is no sample group.",
                    f"Use one of: {', '.join(groups)}.",
                )
            if not standard.cases and any(question.asked_of_cases for question in standard.key_questions):
                entry.note(
                    "domains", f"Standard '{standard.id}' asks of cases, and reads none.", "Name its sample group."
                )
        if framework.rating and framework.rating.scale and framework.rating.overall_bands:
            most = framework.rating.scale[-1][1] * len(framework.counted_standards)
            if framework.rating.overall_bands[-1].of != most:
                entry.note(
                    "domains",
                    f"{len(framework.counted_standards)} standards count, which makes {most} points; rating.yaml says "
                    f"{framework.rating.overall_bands[-1].of}.",
                    "Correct `overall_bands` in rating.yaml, or which standards count.",
                )
        for name in names.values:
            if name not in self.sources.used:
                names.note(
                    name, f"Nothing names the source '{name}'.", "Name it where it is the source, or take it out."
                )


def read_file(path: str, file: str) -> object:
    """What one YAML file says. Raises ProblemsFound."""
    from touchstone.intake.strict_yaml import read_yaml

    try:
        with open(path, encoding="utf-8") as opened:
            text = opened.read()
    except FileNotFoundError:
        raise ProblemsFound([Problem("The file is not there.", "Add it.", file)]) from None
    except UnicodeDecodeError:
        raise ProblemsFound([Problem("The file is not UTF-8 text.", "Save it as UTF-8.", file)]) from None
    return read_yaml(text, file=file)


def date_text(entry: Entry, key: str) -> str:
    """A date as far as it is known: "2021-07-15", "2021-07", "2021" or ""."""
    text = entry.text(key, may_be_empty=True)
    parts = text.split("-")
    lengths = [len(part) for part in parts]
    if text and (lengths != [4, 2, 2][: len(parts)] or not all(part.isascii() and part.isdigit() for part in parts)):
        entry.note(
            key,
            f"'{text}' is not a date.",
            'Write year, month and day as far as they are known: "2021-07-15", "2021-07", "2021" or "".',
        )
        return ""
    return text


def write_compiled(framework: Framework, folder: str, path: str) -> None:
    """Write the compiled form of `framework`, read from `folder`, to `path`: whole or not at all. Raises OSError."""
    import json

    document = {"stamp": stamp_of(folder), **plain_from(framework)}
    write_whole(json.dumps(document, ensure_ascii=False, separators=(",", ":")), path)


def write_whole(text: str, path: str) -> None:
    """Write a file so that nobody ever sees half of it."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    unfinished = f"{path}.{os.getpid()}"
    try:
        with open(unfinished, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.replace(unfinished, path)
    except OSError:
        if os.path.exists(unfinished):
            os.remove(unfinished)
        raise


def compile_all(frameworks: str = OWN_FRAMEWORKS, into: str = COMPILED) -> list[str]:
    """Compile every framework folder; gives the paths written. Raises ProblemsFound with the problems of all."""
    read: list[tuple[Framework, str]] = []
    problems: list[Problem] = []
    for name in sorted(os.listdir(frameworks)):
        folder = os.path.join(frameworks, name)
        if os.path.exists(os.path.join(folder, "framework.yaml")):
            try:
                read.append((compile_folder(folder), folder))
            except ProblemsFound as found:
                problems.extend(found.problems)
    if problems:
        raise ProblemsFound(problems)
    written = []
    for framework, folder in read:
        path = os.path.join(into, f"{os.path.basename(folder)}.json")
        write_compiled(framework, folder, path)
        written.append(path)
    return written


def main() -> int:
    """Compile the package's own frameworks and say which files were written."""
    try:
        for path in compile_all():
            print(path)
    except ProblemsFound as found:
        print(tell(found.problems), file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
