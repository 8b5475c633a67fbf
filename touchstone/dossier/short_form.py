"""The short form: a service's ratings and counts in a few lines, for other tools and for trying things out."""

from touchstone.dossier.building import discretion_from, share_from
from touchstone.dossier.full_form import DISCRETION, LINE, NO_CASES, PASSAGE, STANDARD_NUMBER
from touchstone.dossier.reading import Reading, listed, read
from touchstone.dossier.shape import Key, ListOf, MapOf, Name, Number, Object
from touchstone.intake.problems import ProblemsFound
from touchstone.intake.values import dataclass
from touchstone.rating.answers import Evidence, Judgement, Share
from touchstone.rating.checking import check_evidence
from touchstone.rating.working import NOT_RATED
from touchstone.standards.framework import Framework, Standard
from touchstone.standards.loading import load_framework

TYPE_CHECKING = False  # spares the import of `typing`; type checkers know the name
if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

    Tree = Mapping[str, Any]

SHARE = Object(
    "ShortShare",
    (
        Key("yes", Number(), "In how many cases the answer was yes.", needs="of"),
        Key("of", Number(1, instead=NO_CASES), "Of how many cases; at least one."),
        Key("percent", Number(0, 100), "The whole percentage; alone where the count is not known."),
    ),
    "What is known of one key question.",
    one_of=("yes", "percent"),
)

STANDARD = Object(
    "ShortStandard",
    (
        Key("rating", LINE, "The rating; 'Not rated' needs a reason."),
        Key("reason", PASSAGE, "Why the standard is not rated."),
        Key("key_questions", ListOf(SHARE, least=1, most=50), "Its key questions, in the order of the framework."),
        Key("discretion", DISCRETION, "The panel's recorded departure from the computed rating."),
    ),
    "One standard: a rating, or what is known of its key questions.",
    one_of=("rating", "key_questions"),
)

SHORT_FORM = Object(
    "ShortForm",
    (
        Key("framework", Name(), "The framework the service is held to: 'hmip-youth-2021'.", required=True),
        Key("service", LINE, "The service's name.", required=True),
        Key(
            "standards",
            MapOf(STANDARD, keys_are=STANDARD_NUMBER),
            "Standards; one left out is not rated yet.",
            required=True,
        ),
    ),
    "A service's ratings and counts.",
)


@dataclass(frozen=True, slots=True)
class ShortForm:
    """What a short form says."""

    service: str
    framework: Framework
    evidence: Evidence


def read_short_form(value: object, *, file: str, folders: "tuple[Path, ...]" = ()) -> ShortForm:
    """What a JSON value in the short form says. Raises ProblemsFound with everything that is wrong."""
    reading = Reading(file)
    tree: Tree = read(SHORT_FORM, value, "", reading)  # type: ignore[assignment]
    if "framework" not in tree:
        raise ProblemsFound(reading.told())
    try:
        framework = load_framework(tree["framework"], folders=folders)
    except ProblemsFound as found:
        for problem in found.problems:
            reading.add("framework", problem.what, problem.do)
        raise ProblemsFound(reading.told()) from None
    evidence = evidence_of(tree.get("standards", {}), framework, reading)
    check_meaning(evidence, framework, reading)
    if reading.problems:
        raise ProblemsFound(reading.told())
    return ShortForm(tree["service"], framework, evidence)


def evidence_of(entries: "Tree", framework: Framework, reading: Reading) -> Evidence:
    """What the rating method reads, as far as the entries are right."""
    shares: dict[str, Share] = {}
    judgements: dict[str, Judgement] = {}
    for number, entry in entries.items():
        way = f"standards.{number}"
        standard = framework.standard(number)
        if standard is None:
            known = listed([each.id for each in framework.standards])
            reading.add(way, f"{framework.id} has no standard '{number}'.", f"Use one of its standards: {known}.")
            continue
        check_entry(entry, standard, way, reading)
        for place, share in enumerate(entry.get("key_questions", ())):
            known_share = share_from(share)
            if known_share is not None and place < len(standard.key_questions):
                shares[standard.key_questions[place].id] = known_share
        judgements[number] = judgement_of(entry)
    return Evidence(shares=shares, judgements=judgements)


def check_entry(entry: "Tree", standard: Standard, way: str, reading: Reading) -> None:
    """One standard is told in one way: a rating, a reason why there is none, or all its key questions."""
    rating, given = entry.get("rating"), entry.get("key_questions")
    if "reason" in entry and rating != NOT_RATED:
        reading.add(
            f"{way}.reason", "A reason is for a standard that is not rated.", f"Take it out, or write '{NOT_RATED}'."
        )
    if given is None:
        return
    if not standard.is_counted_from_cases:
        what = f"{standard.id} is judged by people, not counted from cases."
        reading.add(f"{way}.key_questions", what, "Give its rating instead.")
    elif len(given) != len(standard.key_questions):
        what = f"{standard.id} has {len(standard.key_questions)} key questions, and {len(given)} are given."
        asked = listed([question.id for question in standard.key_questions]).replace(" or ", " and ")
        reading.add(f"{way}.key_questions", what, f"Give {asked}, in this order.")


def judgement_of(entry: "Tree") -> Judgement:
    """What people decided about the standard."""
    rating = entry.get("rating", "")
    reason = entry.get("reason", "")
    return Judgement(
        rating="" if rating == NOT_RATED and reason else rating,
        not_rated_because=reason if rating == NOT_RATED else "",
        discretion=discretion_from(entry),
    )


def check_meaning(evidence: Evidence, framework: Framework, reading: Reading) -> None:
    """What the rating method itself would refuse, told with the way to it in this file."""
    ways = {}
    for standard in framework.standards:
        ways[standard.id] = f"standards.{standard.id}"
        for place, question in enumerate(standard.key_questions):
            ways[question.id] = f"standards.{standard.id}.key_questions[{place}]"
    told = [problem.column for problem in reading.problems]
    for problem in check_evidence(framework, evidence).problems:
        way = ways.get(problem.column, "standards")
        # A standard whose parts are told to be wrong already need not be told once more to be incomplete.
        if not any(other == way or other.startswith((f"{way}.", f"{way}[")) for other in told):
            reading.add(way, problem.what, problem.do)
