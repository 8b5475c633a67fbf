"""The full inspection file: reads it, with the case table beside it, into an Inspection, and writes it again."""

import os

from touchstone.dossier.building import built, judgements_of, shares_of
from touchstone.dossier.cases import PlacedCase, cases_in_table, cases_written, check_cases
from touchstone.dossier.consistency import check_consistency, check_previous
from touchstone.dossier.full_form import FORMAT, FULL_FORM
from touchstone.dossier.inspection import Inspection
from touchstone.dossier.opening import MOST_JSON, inspection_bytes, named
from touchstone.dossier.reading import Reading, read
from touchstone.intake.problems import ProblemsFound
from touchstone.intake.strict_json import read_json
from touchstone.rating.answers import CaseAnswers, Evidence
from touchstone.rating.checking import check_evidence
from touchstone.standards.framework import Framework
from touchstone.standards.loading import load_framework

TYPE_CHECKING = False  # spares the import of `typing`; type checkers know the name
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import Any

    Tree = Mapping[str, Any]


def read_inspection(path: "Path | str", *, folders: "tuple[Path, ...]" = ()) -> Inspection:
    """The inspection in a full inspection file, its case table included.

    `folders` may hold frameworks of one's own. Raises ProblemsFound with everything that is wrong with the file.
    """
    file = named(path)
    value = read_json(inspection_bytes(path), file=file, most_bytes=MOST_JSON)
    return inspection_from(value, file=file, beside=os.fspath(path), folders=folders)


def inspection_from(
    value: object,
    *,
    file: str,
    beside: str = "",
    folders: "tuple[Path, ...]" = (),
    framework: Framework | None = None,
) -> Inspection:
    """The inspection in a JSON value already read. A case table is looked for in the folder of `beside`.

    `framework` where the caller has it already, as a bundle does. Raises ProblemsFound.
    """
    reading = Reading(file)
    refuse_other_forms(value, reading)
    tree: Tree = read(FULL_FORM, value, "", reading)  # type: ignore[assignment]
    framework = framework or framework_of(tree, folders, reading)
    if framework is None:
        raise ProblemsFound(reading.told())
    cases = cases_of(tree, beside, framework, reading)
    sample = sample_of(tree, cases, framework, reading)
    check_consistency(tree, framework, sample, reading)
    check_previous(tree, framework, folders, reading)
    evidence = Evidence(cases, shares_of(tree), judgements_of(tree), tree.get("caseloads", {}))
    check_meaning(evidence, framework, reading)
    if reading.problems:
        raise ProblemsFound(reading.told())
    return built(tree, evidence, sample)


def refuse_other_forms(value: object, reading: Reading) -> None:
    """Say what the file is, where it is not a full inspection file at all, instead of listing a hundred keys."""
    if isinstance(value, dict) and "format" in value:
        return
    if isinstance(value, dict) and "standards" in value and isinstance(value.get("service"), str):
        do = "`touchstone rate` reads it. For a report, write the full inspection file."
        reading.add("", "This is the short form, which holds ratings and counts only.", do)
    else:
        do = f'An inspection file is an object that begins "format": "{FORMAT}", "version": 1.'
        reading.add("", "This is not an inspection file.", do)
    raise ProblemsFound(reading.problems)


def framework_of(tree: "Tree", folders: "tuple[Path, ...]", reading: Reading) -> Framework | None:
    """The framework and revision the inspection names; None, with the problem noted, where there is none."""
    if "framework" not in tree:
        return None
    try:
        return load_framework(tree["framework"], folders=folders, revision=tree.get("revision"))
    except ProblemsFound as found:
        for problem in found.problems:
            way = "revision" if "revision" in problem.what else "framework"
            reading.add(way, problem.what, problem.do)
        return None


def cases_of(tree: "Tree", beside: str, framework: Framework, reading: Reading) -> tuple[CaseAnswers, ...]:
    """The cases read, from the file or from the table beside it."""
    if "cases" not in tree:
        return ()
    entries = tree["cases"]
    placed: list[PlacedCase] = []
    if isinstance(entries, list):
        placed = cases_written(entries, reading)
        if not entries:
            reading.add("cases", "The list has no cases.", "Add them, or leave the key out.")
    elif "file" in entries:
        placed = cases_in_table(entries["file"], beside, framework, reading)
    unrated = frozenset(number for number, entry in tree.get("standards", {}).items() if entry.get("not_rated"))
    return check_cases(placed, framework, unrated, reading)


def sample_of(
    tree: "Tree", cases: "Sequence[CaseAnswers]", framework: Framework, reading: Reading
) -> "list[dict[str, Any]]":
    """The sample as given, which must agree with the case rows; counted from them where it is not given."""
    counted: dict[tuple[str, str], int] = {}
    for case in cases:
        counted[case.group, case.kind] = counted.get((case.group, case.kind), 0) + 1
    given = list(tree.get("sample", ()))
    if not given:
        order = [(group.id, kind.id) for group in framework.sample.groups for kind in group.kinds]
        unread = "cases" in tree and bool(reading.problems)  # prose may name what could not be read
        return [
            {"group": group, "kind": kind, "cases": counted.get((group, kind), 0)}
            for group, kind in order
            if (group, kind) in counted or unread
        ]
    if not counted or reading.problems:  # cases that could not be read would be missed in every count
        return given
    groups = {standard.cases for standard in framework.standards if standard.is_counted_from_cases}
    groups.update(group for group, _ in counted)
    for place, entry in enumerate(given):
        rows = counted.pop((entry["group"], entry["kind"]), 0)
        if entry["group"] in groups and entry["cases"] != rows:
            what = f"The sample says {entry['cases']} of '{entry['kind']}' in '{entry['group']}'; {rows} are listed."
            reading.add(f"sample[{place}].cases", what, "Correct it, or leave 'sample' out: it is then counted.")
    for (group, kind), rows in counted.items():
        what = f"The sample does not name '{kind}' in '{group}', of which {rows} are listed."
        reading.add("sample", what, "Add it, or leave 'sample' out: it is then counted.")
    return given


def check_meaning(evidence: Evidence, framework: Framework, reading: Reading) -> None:
    """What the rating method itself would refuse, told with the way to it in this file."""
    standards = {standard.id for standard in framework.standards}
    questions = {question.id for _, question in framework.key_questions()}
    told = {problem.column for problem in reading.problems}
    known = Evidence(
        evidence.cases,
        evidence.shares,
        {number: judgement for number, judgement in evidence.judgements.items() if number in standards},
        evidence.caseloads,
    )
    for problem in check_evidence(framework, known).problems:
        way = problem.column
        if way in questions or way in evidence.shares:
            way = f"counts.{way}"
        elif way in standards:
            way = f"standards.{way}"
        elif way in evidence.caseloads:
            way = f"caseloads.{way}"
        elif reading.problems:  # nothing at all is left to rate, because of what is told already
            continue
        if way not in told:
            reading.add(way, problem.what, problem.do)


def write_inspection(inspection: Inspection) -> bytes:
    """The inspection as canonical bytes: the same value always gives the same bytes, its cases written inside.

    Keys stand in the order of the published form, what is empty is left out, text is UTF-8.
    """
    import json

    from touchstone.dossier.writing import tree_of

    return (json.dumps(tree_of(inspection), ensure_ascii=False, indent=2) + "\n").encode()
