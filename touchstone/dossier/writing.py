"""The inspection as the JSON values its file is made of; the exact inverse of `building.py`."""

from touchstone.dossier.building import in_order
from touchstone.dossier.full_form import FORMAT, VERSION
from touchstone.dossier.inspection import Finding, Inspection, Passage, PreviousInspection, Survey
from touchstone.rating.answers import CaseAnswers, DiscretionUsed, Judgement, Share

EMPTY = ("", (), None)


def tree_of(inspection: Inspection) -> dict[str, object]:
    """The whole file as JSON values, keys in the order of the published form, nothing that is empty."""
    evidence = inspection.evidence
    tree: dict[str, object] = {
        "format": FORMAT,
        "version": VERSION,
        "id": inspection.id,
        "framework": inspection.framework,
        "revision": inspection.revision,
        "title": inspection.title,
        "kind": inspection.kind,
        "demonstration": _plain(inspection.demonstration),
        "service": _plain(inspection.service),
        "dates": _plain(inspection.dates),
        "team": _plain(inspection.team),
        "context": _plain(inspection.context),
        "sample": _plain(inspection.sample),
        "activities": _plain(inspection.activities),
        "cases": [_case(case) for case in evidence.cases],
        "counts": {number: _share(evidence.shares[number]) for number in in_order(evidence.shares)},
        "caseloads": dict(sorted(evidence.caseloads.items())),
        "standards": _standards(inspection),
        "domain_introductions": {number: list(paragraphs) for number, paragraphs in inspection.domain_introductions},
        "foreword": _plain(inspection.foreword),
        "acknowledgements": _plain(inspection.acknowledgements),
        "background": _plain(inspection.background),
        "involvement": _passage(inspection.involvement),
        "voices": _plain(inspection.voices),
        "surveys": [_survey(survey) for survey in inspection.surveys],
        "diversity": _passage(inspection.diversity),
        "evidence_items": _plain(inspection.evidence_items),
        "recommendations": _plain(inspection.recommendations),
        "previous": _previous(inspection.previous),
        "press": _plain(inspection.press),
        "further_information": _plain(inspection.further_information),
        "isbn": inspection.isbn,
    }
    return {key: it for key, it in tree.items() if it not in (None, "", [], {})}


def _plain(value: object) -> object:
    """A value of `inspection.py` under the names of its fields, what is empty left out."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    names = getattr(type(value), "__match_args__", None)
    if names is None:
        return value
    held = [(name, getattr(value, name)) for name in names]
    return {name: _plain(it) for name, it in held if it not in EMPTY}


def _case(case: CaseAnswers) -> dict[str, object]:
    answers = {number: case.answers[number] for number in in_order(case.answers)}
    return {"reference": case.reference, "group": case.group, "kind": case.kind, "answers": answers}


def _share(share: Share) -> dict[str, int]:
    written: dict[str, int | None] = {
        "yes": share.count.yes if share.count else None,
        "of": share.count.of if share.count else share.of,
        "percent": share.percent,
        "not_applicable": share.not_applicable or None,
    }
    return {key: it for key, it in written.items() if it is not None}


def _standards(inspection: Inspection) -> dict[str, object]:
    """What was judged and what is written under each standard, together, as the file has it."""
    judgements = inspection.evidence.judgements
    sections = {section.standard: section for section in inspection.sections}
    standards: dict[str, object] = {}
    for number in in_order({*judgements, *sections}):
        section = inspection.section(number)
        entry = {
            **_judgement(judgements.get(number, Judgement())),
            "narrative": list(section.narrative),
            "strengths": _findings(section.strengths),
            "areas_for_improvement": _findings(section.areas_for_improvement),
            "examples": _plain(section.examples),
        }
        standards[number] = {key: it for key, it in entry.items() if it not in (None, "", [])}
    return standards


def _judgement(judgement: Judgement) -> dict[str, object]:
    return {
        "rating": judgement.rating,
        "reasons": judgement.reasons,
        "not_rated": judgement.not_rated_because,
        "discretion": _discretion(judgement.discretion),
    }


def _discretion(used: DiscretionUsed | None) -> dict[str, object] | None:
    return {"rating": used.rating, "reason": used.reason, "by": list(used.by)} if used else None


def _findings(findings: tuple[Finding, ...]) -> list[object]:
    return [_plain(finding) if finding.evidence else finding.text for finding in findings]


def _passage(passage: Passage) -> dict[str, object]:
    written = {"paragraphs": list(passage.paragraphs), "findings": _findings(passage.findings)}
    return {key: it for key, it in written.items() if it}


def _survey(survey: Survey) -> dict[str, object]:
    return {"id": survey.id, "title": survey.title, "scores": {str(score): n for score, n in survey.scores}}


def _previous(previous: PreviousInspection | None) -> dict[str, object] | None:
    if previous is None:
        return None
    written = {
        "framework": previous.framework,
        "published": previous.published,
        "overall": previous.overall,
        "score": previous.score,
        "standards": dict(previous.standards),
        "not_comparable": dict(previous.not_comparable),
        "source": previous.source,
        "recommendations": _plain(previous.recommendations),
    }
    return {key: it for key, it in written.items() if it not in (None, "", [], {})}
