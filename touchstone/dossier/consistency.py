"""Do the parts of an inspection file agree with each other and with the framework?

Works on what could be read of the file, so that a wrong date does not hide a wrong recommendation.
"""

from touchstone.dossier.prose import unknown_names
from touchstone.dossier.reading import Reading, listed, nearest
from touchstone.intake.problems import ProblemsFound
from touchstone.intake.text import shown
from touchstone.rating.scale import counts_giving
from touchstone.rating.working import NOT_RATED
from touchstone.standards.framework import Framework
from touchstone.standards.loading import load_framework

TYPE_CHECKING = False  # spares the import of `typing`; type checkers know the name
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path
    from typing import Any

    Tree = Mapping[str, Any]

# Pairs of dates of which the first cannot be the later one.
DATES_IN_ORDER = (
    ("fieldwork_began", "fieldwork_ended"),
    ("fieldwork_began", "published"),
    ("fieldwork_ended", "published"),
    ("cases_from", "cases_to"),
    ("cases_to", "published"),
)


def check_consistency(tree: "Tree", framework: Framework, sample: "Sequence[Tree]", reading: Reading) -> None:
    """Everything that a look at two places of the file can show to be wrong. `sample`: counted, or as given."""
    check_dates(tree, reading)
    check_standards(tree, framework, reading)
    check_domains(tree, framework, reading)
    check_recommendations(tree, framework, reading)
    for part in ("context", "activities", "surveys", "evidence_items"):
        check_used_once(tree.get(part, ()), part, "id", reading)
    check_evidence_cited(tree, reading)
    check_sample(tree, framework, reading)
    check_counts_against_sample(tree, framework, reading)
    check_prose(tree, sample, reading)


def check_dates(tree: "Tree", reading: Reading) -> None:
    """Nothing ends before it begins, and nothing is published before it was seen."""
    dates = tree.get("dates", {})
    for first, then in DATES_IN_ORDER:
        if dates.get(first) and dates.get(then) and dates[first][:10] > dates[then][:10]:
            what = f"{dates[then]} is before {first} ({dates[first]})."
            reading.add(f"dates.{then}", what, "Correct the one that is wrong.")
    before, now = tree.get("previous", {}).get("published", ""), dates.get("published", "")
    if before and now and before > now[: len(before)]:
        what = f"The previous inspection was published {before}, after this one ({now})."
        reading.add("previous.published", what, "Correct the one that is wrong.")


def check_standards(tree: "Tree", framework: Framework, reading: Reading) -> None:
    """Only standards of the framework."""
    known = [standard.id for standard in framework.standards]
    for number in tree.get("standards", {}):
        if number not in known:
            what = f"{framework.id} has no standard '{number}'."
            reading.add(f"standards.{number}", what, f"Use one of its standards: {listed(known)}.")


def check_domains(tree: "Tree", framework: Framework, reading: Reading) -> None:
    """Introductions belong to domains of the framework."""
    known = [domain.id for domain in framework.domains]
    for number in tree.get("domain_introductions", {}):
        if number not in known:
            what = f"{framework.id} has no domain '{number}'."
            reading.add(f"domain_introductions.{number}", what, f"Use one of its domains: {listed(known)}.")


def check_recommendations(tree: "Tree", framework: Framework, reading: Reading) -> None:
    """Numbered 1, 2, 3 … in this order, each about standards that there are."""
    for place, entry in enumerate(tree.get("recommendations", ())):
        way = f"recommendations[{place}]"
        if "number" in entry and entry["number"] != place + 1:
            what = f"The number is {entry['number']}, and this is recommendation {place + 1} of the list."
            reading.add(f"{way}.number", what, "Number them 1, 2, 3 … in the order of the list.")
        for at, number in enumerate(entry.get("standards", ())):
            if framework.standard(number) is None:
                known = listed([standard.id for standard in framework.standards])
                reading.add(
                    f"{way}.standards[{at}]",
                    f"{framework.id} has no standard '{number}'.",
                    f"Use one of its standards: {known}.",
                )


def check_used_once(entries: "Iterable[Tree]", part: str, key: str, reading: Reading) -> None:
    """An id names one thing."""
    seen: dict[str, int] = {}
    for place, entry in enumerate(entries):
        if key in entry and seen.setdefault(entry[key], place) != place:
            what = f"The {key} '{entry[key]}' is used twice, first in {part}[{seen[entry[key]]}]."
            reading.add(f"{part}[{place}].{key}", what, "Give each its own.")


def check_evidence_cited(tree: "Tree", reading: Reading) -> None:
    """Every evidence item that a finding cites is listed."""
    items = [entry["id"] for entry in tree.get("evidence_items", ()) if "id" in entry]
    known = set(items)
    for way, finding in findings(tree):
        for place, cited in enumerate(finding.get("evidence", ())):
            if cited not in known:
                near = nearest(cited, items, reading)
                guess = f" Did you mean '{near}'?" if near else ""
                what = f"No evidence item has the id '{cited}'.{guess}"
                reading.add(f"{way}.evidence[{place}]", what, "Add it to 'evidence_items', or correct the id.")


def findings(tree: "Tree") -> "Iterable[tuple[str, Tree]]":
    """Every finding that is written with its evidence, and the way to it."""
    for number, entry in tree.get("standards", {}).items():
        for part in ("strengths", "areas_for_improvement"):
            yield from placed_findings(entry.get(part, ()), f"standards.{number}.{part}")
    for part in ("involvement", "diversity"):
        yield from placed_findings(tree.get(part, {}).get("findings", ()), f"{part}.findings")


def placed_findings(entries: "Iterable[Any]", way: str) -> "Iterable[tuple[str, Tree]]":
    """The findings of one list that are more than plain text."""
    return ((f"{way}[{place}]", entry) for place, entry in enumerate(entries) if isinstance(entry, dict))


def check_sample(tree: "Tree", framework: Framework, reading: Reading) -> None:
    """Groups and kinds are the framework's, and none is there twice."""
    seen = set()
    for place, entry in enumerate(tree.get("sample", ())):
        way = f"sample[{place}]"
        group = framework.group(entry.get("group", ""))
        if group is None:
            if "group" in entry:
                groups = listed([each.id for each in framework.sample.groups])
                reading.add(
                    f"{way}.group", f"{framework.id} has no sample group '{entry['group']}'.", f"Write {groups}."
                )
            continue
        kinds = [kind.id for kind in group.kinds]
        if "kind" in entry and entry["kind"] not in kinds:
            what = f"The group '{group.id}' has no kind '{entry['kind']}'."
            reading.add(f"{way}.kind", what, f"Write {listed(kinds)}." if kinds else "Leave the row out.")
        elif (group.id, entry.get("kind")) in seen:
            reading.add(
                way, f"The kind '{entry.get('kind')}' of '{group.id}' is counted twice.", "Keep one of the two."
            )
        seen.add((group.id, entry.get("kind")))


def check_counts_against_sample(tree: "Tree", framework: Framework, reading: Reading) -> None:
    """No count is of more cases than were read, and a lone percentage must be one that so many cases can give."""
    read: dict[str, int] = {}
    for entry in tree.get("sample", ()):
        if "group" in entry and "cases" in entry:
            read[entry["group"]] = read.get(entry["group"], 0) + entry["cases"]
    all_count = framework.rating is not None and not framework.rating.not_applicable_leaves
    for standard, question in framework.key_questions():
        share = tree.get("counts", {}).get(question.id, {})
        cases = read.get(standard.cases, 0)
        way = f"counts.{question.id}"
        if cases and share.get("of", 0) > cases:
            what = f"{share['of']} cases are counted, and the sample says that {cases} were read."
            reading.add(f"{way}.of", what, "Correct the count or the sample.")
        elif (
            cases
            and all_count
            and "percent" in share
            and "of" not in share
            and not counts_giving(share["percent"], cases)
        ):
            what = f"{share['percent']}% is a share that no count of the {cases} cases read gives."
            reading.add(f"{way}.percent", what, "Correct the percentage or the sample.")


def check_prose(tree: "Tree", sample: "Sequence[Tree]", reading: Reading) -> None:
    """Every figure that prose names is there."""
    if not any("{" in text or "}" in text for _, text in reading.prose):
        return
    known = names(tree, sample)
    for way, text in reading.prose:
        for name in unknown_names(text, known):
            if name in ("{", "}"):
                reading.add(
                    way, f"A brace '{name}' stands alone.", f"Write it twice, {name}{name}, where a brace is meant."
                )
            else:
                near = nearest(name, list(known), reading)
                guess = f" Did you mean {{{near}}}?" if near else ""
                reading.add(way, f"No figure is named {shown(name)}.{guess}", "Enter the figure, or correct its name.")


def names(tree: "Tree", sample: "Sequence[Tree]") -> dict[str, str]:
    """The names prose may use: those that `prose.figures` will have (their figures are of no interest here)."""
    found = ["recommendations"]
    found += [f"context:{entry['id']}" for entry in tree.get("context", ()) if "id" in entry]
    found += [f"activity:{entry['id']}" for entry in tree.get("activities", ()) if "id" in entry]
    found += [f"caseload:{group}" for group in tree.get("caseloads", {})]
    for entry in sample:
        found += [f"sample:{entry.get('group')}", f"sample:{entry.get('group')}.{entry.get('kind')}"]
    for entry in tree.get("surveys", ()):
        if "id" in entry:
            found.append(f"survey:{entry['id']}")
            if any(entry.get("scores", {}).values()):
                found.append(f"survey:{entry['id']}.average")
    return dict.fromkeys(found, "")


def check_previous(tree: "Tree", framework: Framework, folders: "tuple[Path, ...]", reading: Reading) -> None:
    """The previous inspection is told in the words of the framework it was held to."""
    entry = tree.get("previous", {})
    if "framework" not in entry:
        return
    try:
        earlier = load_framework(entry["framework"], folders=folders)
    except ProblemsFound as found:
        for problem in found.problems:
            reading.add("previous.framework", problem.what, problem.do)
        return
    words = (*earlier.rating.words, NOT_RATED) if earlier.rating else ()
    rated = [(f"previous.standards.{number}", word) for number, word in entry.get("standards", {}).items()]
    for way, word in [("previous.overall", entry.get("overall", "")), *rated]:
        if word and words and word not in words:
            near = nearest(word, words, reading)
            guess = f" Did you mean '{near}'?" if near else ""
            reading.add(way, f"{shown(word)} is not a rating of {earlier.id}.{guess}", f"Write {listed(words)}.")
    for number in entry.get("standards", {}):
        if earlier.standard(number) is None:
            known = listed([standard.id for standard in earlier.standards])
            reading.add(
                f"previous.standards.{number}",
                f"{earlier.id} has no standard '{number}'.",
                f"Use one of its standards: {known}.",
            )
    for number in entry.get("not_comparable", {}):
        if framework.standard(number) is None and earlier.standard(number) is None:
            reading.add(
                f"previous.not_comparable.{number}",
                f"Neither framework has a standard '{number}'.",
                "Correct its number.",
            )
    if earlier.rating and entry.get("score") is not None:
        best = max(points for _, points in earlier.rating.scale) * len(earlier.counted_standards)
        if entry["score"] > best:
            what = f"A score of {entry['score']} is more than the {best} points of {earlier.id}."
            reading.add("previous.score", what, "Correct it, or write null where it is not known.")
