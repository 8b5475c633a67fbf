"""The open data of a published inspection: counts, shares, ratings and how they moved, with ids that stay.

Never a row per child: what is known of a case stays in the sealed file. What may go out is listed here, key by key;
`open-data.schema.json` beside this module publishes the form. The same function serves the site, the bundle and
`touchstone report`, so that they cannot differ.
"""

from touchstone.dossier.archive import ArchivedInspection, ArchivedService
from touchstone.dossier.inspection import Inspection
from touchstone.dossier.intervals import share_interval
from touchstone.dossier.movement import Movement, movement
from touchstone.dossier.open_data_tables import open_data_csv as open_data_csv
from touchstone.dossier.prose import filled
from touchstone.dossier.rule_followed import rule_followed
from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.rating.answers import Judgement
from touchstone.rating.interval import CONFIDENCE
from touchstone.rating.working import NOT_RATED, RatedInspection, RatedQuestion, RatedStandard
from touchstone.standards.framework import Domain, Framework, Standard

FORMAT, VERSION = "touchstone-open-data", 1
SCHEMA = "urn:touchstone:open-data:1"

# Where a standard stands; a reader need not guess from an empty rating.
RATED, UNRATED, NOT_YET, NO_RULE, UNKNOWN = "rated", "not rated", "not rated yet", "no rule", "not known"

# Signs that a spreadsheet would take for the start of a formula are named.
UNIT_NAMES = {"%": "percent", "£": "pounds"}

# A case reference shorter than this, or without a digit, is an ordinary word or number and is not looked for in prose.
SHORTEST_TELLING_REFERENCE = 4


def open_data(
    inspection: Inspection, rated: RatedInspection, framework: Framework, *, earlier: Framework | None = None
) -> dict[str, object]:
    """Everything of an inspection that is published as data.

    `earlier` is the framework of the previous inspection, for the movement since then. Raises ProblemsFound where a
    case reference stands in words that would be published.
    """
    moves = movement(inspection, rated, framework, earlier=earlier)
    data: dict[str, object] = {
        "format": FORMAT,
        "version": VERSION,
        "schema": SCHEMA,
        "id": inspection.id,
        "title": inspection.title,
        "kind": inspection.kind,
        "demonstration": demonstration(inspection),
        "assumptions": list(rated.assumptions),
        "service": service(inspection),
        "framework": framework_named(framework),
        "dates": dates(inspection),
        "overall": overall(rated),
        "standards": standards(inspection, rated, framework),
        "sample": sample(inspection, framework),
        "caseloads": dict(sorted(inspection.evidence.caseloads.items())),
        "context": context(inspection),
        "activities": [{"id": it.id, "label": it.label, "count": it.count} for it in inspection.activities],
        "surveys": surveys(inspection),
        "recommendations": recommendations(inspection),
        "previous": previous(inspection),
        "movement": [movement_row(move) for move in moves],
        "sources": [],
    }
    refuse_case_references(data, inspection)
    return data


def overall(rated: RatedInspection) -> dict[str, object]:
    """The overall rating and the score; null where nothing could be rated."""
    return {
        "rating": rated.overall or None,
        "score": rated.score if rated.score_of else None,
        "score_of": rated.score_of or None,
        "provisional": rated.provisional,
        "not_rated_yet": list(rated.not_rated_yet),
    }


def context(inspection: Inspection) -> list[dict[str, object]]:
    """Every context figure with its source."""
    return [
        {
            "id": it.id,
            "label": it.label,
            "value": it.value,
            "unit": UNIT_NAMES.get(it.unit, it.unit),
            "source": it.source,
            "as_of": it.as_of,
        }
        for it in inspection.context
    ]


def surveys(inspection: Inspection) -> list[dict[str, object]]:
    """How many people gave each score."""
    return [
        {"id": it.id, "title": it.title, "scores": [{"score": score, "answers": n} for score, n in it.scores]}
        for it in inspection.surveys
    ]


def demonstration(inspection: Inspection) -> dict[str, str] | None:
    """What a demonstration says of itself; None for a real inspection."""
    told = inspection.demonstration
    return {"says": told.says, "link": told.link} if told else None


def service(inspection: Inspection) -> dict[str, str]:
    """The service, with the id it keeps."""
    it = inspection.service
    return {"id": it.id, "name": it.name, "short_name": it.short_name, "region": it.region, "police": it.police}


def framework_named(framework: Framework) -> dict[str, object]:
    """Which standards it was held to."""
    return {
        "id": framework.id,
        "revision": framework.revision,
        "title": framework.title,
        "inspectorate": framework.inspectorate,
        "source": framework.source,
        "rule_assumed": framework.rating is None or framework.rating.assumed,
    }


def dates(inspection: Inspection) -> dict[str, str]:
    """When things happened; "" where it is not known."""
    it = inspection.dates
    return {
        "fieldwork_began": it.fieldwork_began,
        "fieldwork_ended": it.fieldwork_ended,
        "cases_from": it.cases_from,
        "cases_to": it.cases_to,
        "published": it.published,
    }


def standards(inspection: Inspection, rated: RatedInspection, framework: Framework) -> list[dict[str, object]]:
    """Every standard of the framework in its order, whatever became of it."""
    rows = []
    rule = rule_followed(framework, rated) is not None
    for domain in framework.domains:
        for standard in domain.standards:
            judgement = inspection.evidence.judgements.get(standard.id, Judgement())
            row = standard_row(domain, standard, rated.standard(standard.id), judgement, rule=rule)
            row["key_questions"] = [
                key_question_row(inspection, framework, standard, question, rated.standard(standard.id).decided_by)
                for question in rated.standard(standard.id).questions
            ]
            rows.append(row)
    return rows


def standard_row(
    domain: Domain, standard: Standard, rated: RatedStandard, judgement: Judgement, *, rule: bool
) -> dict[str, object]:
    """One standard: rating, what the rule computed, and discretion apart from it."""
    used = rated.discretion
    return {
        **standard_named(domain, standard),
        "status": status(rated, rule=rule),
        "rating": rated.rating if rated.is_rated else None,
        "computed": rated.computed or None,
        "discretion": {"rating": used.rating, "reason": used.reason, "by": list(used.by)} if used else None,
        "points": rated.points,
        "decided_by": rated.decided_by or None,
        "not_counted_because": rated.not_counted_because,
        "not_rated_because": judgement.not_rated_because,
        "key_questions": [],
    }


def standard_named(domain: Domain, standard: Standard) -> dict[str, object]:
    """What the framework says of a standard."""
    return {
        "id": standard.id,
        "title": standard.title,
        "domain": {"id": domain.id, "title": domain.title},
        "rated_by": standard.rated_by,
        "counts": standard.counts,
    }


def status(rated: RatedStandard, *, rule: bool) -> str:
    """Where a standard stands; `rule` says whether there is one to rate by."""
    if rated.is_rated:
        return RATED
    if rated.rating == NOT_RATED:
        return UNRATED
    return NOT_YET if rule else NO_RULE


def key_question_row(
    inspection: Inspection, framework: Framework, standard: Standard, question: RatedQuestion, decided_by: str
) -> dict[str, object]:
    """One key question: a count, a share and its interval, never which cases."""
    known = share_interval(inspection, framework, standard, question)
    asked = next(it for it in standard.key_questions if it.id == question.id)
    return {
        "id": question.id,
        "topic": asked.topic,
        "asks": asked.asks,
        "yes": question.yes,
        "of": question.of,
        "percent": question.percent,
        "interval": {"low": tenths(known.low), "high": tenths(known.high), "level": CONFIDENCE} if known else None,
        "not_applicable": question.not_applicable,
        "rating": question.rating or None,
        "decides": question.id == decided_by,
    }


def tenths(percent: float) -> float:
    """A percentage to one decimal, so that machines that differ in the last digit publish the same."""
    return round(percent, 1)


def sample(inspection: Inspection, framework: Framework) -> list[dict[str, object]]:
    """How many cases of each kind were read. The inspectorate publishes this by custom, small numbers too."""
    rows = []
    for count in inspection.sample:
        group = framework.group(count.group)
        kind = next((it for it in group.kinds if it.id == count.kind), None) if group else None
        rows.append(
            {
                "group": count.group,
                "group_title": group.title if group else count.group,
                "kind": count.kind,
                "kind_title": kind.title if kind else count.kind,
                "cases": count.cases,
            }
        )
    return rows


def recommendations(inspection: Inspection) -> list[dict[str, object]]:
    """Every recommendation in order, with an id that stays."""
    return [
        {
            "id": f"{inspection.id}-recommendation-{it.number}",
            "number": it.number,
            "to": it.to,
            "text": filled(it.text, inspection),
            "standards": list(it.standards),
        }
        for it in inspection.recommendations
    ]


def previous(inspection: Inspection) -> dict[str, object] | None:
    """What is known of the inspection before, as entered; None where there is nothing."""
    it = inspection.previous
    if it is None:
        return None
    return {
        "framework": it.framework,
        "published": it.published,
        "overall": it.overall or None,
        "score": it.score,
        "standards": dict(it.standards),
        "source": it.source,
        "recommendations": [
            {"text": filled(one.text, inspection), "outcome": one.outcome, "note": filled(one.note, inspection)}
            for one in it.recommendations
        ],
    }


def movement_row(move: Movement) -> dict[str, object]:
    """How one standard, or the overall rating, moved."""
    return {
        "standard": move.standard or None,
        "title": move.title,
        "before": move.before,
        "now": move.now,
        "bands": move.bands,
        "why": move.why,
    }


def open_data_of_archived(
    archived: ArchivedInspection, told_of: ArchivedService, framework: Framework
) -> dict[str, object]:
    """The same form for a published result of the archive: what could not be read is 'not known', never a rating."""
    scored = archived.score is not None
    return {
        "format": FORMAT,
        "version": VERSION,
        "schema": SCHEMA,
        "id": archived.id,
        "title": f"{told_of.name}: published result",
        "kind": "reinspection" if archived.reinspection else "inspection",
        "demonstration": None,
        "assumptions": [],
        "service": {"id": told_of.id, "name": told_of.name, "short_name": told_of.name, "region": "", "police": ""},
        "framework": framework_named(framework),
        "dates": {
            "fieldwork_began": "",
            "fieldwork_ended": "",
            "cases_from": "",
            "cases_to": "",
            "published": archived.published,
        },
        "overall": {
            "rating": archived.overall,
            "score": archived.score if scored else None,
            "score_of": archived.score_of if scored else None,
            "provisional": False,
            "not_rated_yet": [],
        },
        "standards": [
            archived_standard(domain, standard, archived.rating(standard.id))
            for domain in framework.domains
            for standard in domain.standards
        ],
        "sample": [],
        "caseloads": {},
        "context": [],
        "activities": [],
        "surveys": [],
        "recommendations": [],
        "previous": None,
        "movement": [],
        "sources": [{"title": source.title, "link": source.link} for source in archived.sources],
    }


def archived_standard(domain: Domain, standard: Standard, rating: str) -> dict[str, object]:
    """One standard of a published result, of which only the rating may be known."""
    return {
        **standard_named(domain, standard),
        "status": RATED if rating else UNKNOWN,
        "rating": rating or None,
        "computed": None,
        "discretion": None,
        "points": None,
        "decided_by": None,
        "not_counted_because": standard.not_counted_because,
        "not_rated_because": "",
        "key_questions": [],
    }


def refuse_case_references(data: object, inspection: Inspection) -> None:
    """Raise ProblemsFound where a case reference stands in what would be published."""
    telling = {
        case.reference
        for case in inspection.evidence.cases
        if len(case.reference) >= SHORTEST_TELLING_REFERENCE and any(letter.isdigit() for letter in case.reference)
    }
    problems = []
    for way, text in texts(data, ""):
        told = sorted(telling & set(words(text)))
        problems += [
            Problem(
                f"The reference '{reference}' of a case stands in words that would be published.",
                "Take it out: what is published never points at one child's case.",
                column=way,
            )
            for reference in told
        ]
    if problems:
        raise ProblemsFound(problems)


def words(text: str) -> list[str]:
    """The words of a text as a reference may stand among them: without the marks of a sentence around them."""
    return [word.strip(".,;:!?()[]{}'\"’‘“”…") for word in text.split()]


def texts(content: object, way: str) -> list[tuple[str, str]]:
    """Every text in the data with the way to it."""
    if isinstance(content, str):
        return [(way, content)]
    found: list[tuple[str, str]] = []
    if isinstance(content, dict):
        for name, inner in content.items():
            found += texts(inner, f"{way}.{name}" if way else str(name))
    elif isinstance(content, list):
        for place, inner in enumerate(content):
            found += texts(inner, f"{way}[{place}]")
    return found
