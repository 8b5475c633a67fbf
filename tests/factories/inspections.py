"""Small inspection files that are right in everything, and the one change that makes each wrong."""

import copy
import json
from typing import Any

COURT = tuple(f"2.{standard}.{question}" for standard in (1, 2, 3, 4) for question in (1, 2, 3))
OUT_OF_COURT = tuple(f"3.{standard}.{question}" for standard in (1, 2, 3) for question in (1, 2, 3))
JUDGED = ("1.1", "1.2", "1.3", "1.4", "3.4", "4.1")
LEFT_OUT = object()


def case(reference: str, group: str = "court", kind: str = "community_sentence", answer: str = "yes") -> dict[str, Any]:
    """A case of the 2021 framework whose every answer is the same."""
    questions = COURT if group == "court" else OUT_OF_COURT
    return {"reference": reference, "group": group, "kind": kind, "answers": dict.fromkeys(questions, answer)}


def full() -> dict[str, Any]:
    """A full inspection file with four cases, every part used once."""
    return {
        "format": "touchstone-inspection",
        "version": 1,
        "id": "northshire-2024",
        "framework": "hmip-youth-2021",
        "revision": 1,
        "title": "An inspection of youth justice services in Northshire",
        "kind": "inspection",
        "demonstration": {"says": "An invented inspection.", "link": "https://example.org/"},
        "service": {"id": "northshire", "name": "Northshire Youth Justice Service", "short_name": "Northshire"},
        "dates": {"fieldwork_began": "2024-02-05", "fieldwork_ended": "2024-02-09", "published": "2024-05-02T00:01"},
        "team": [{"role": "Lead inspector"}],
        "context": [{"id": "staff", "label": "Staff", "value": 41, "unit": "people", "source": "the service, 2024"}],
        "activities": [{"id": "meetings", "label": "Meetings", "count": 7}],
        "cases": [
            case("NS-001"),
            case("NS-002", answer="no"),
            case("NS-101", "out_of_court", "youth_caution"),
            case("NS-102", "out_of_court", "outcome_22", "no"),
        ],
        "caseloads": {"court": 30, "out_of_court": 12},
        "standards": {
            **{number: {"rating": "Good", "reasons": "Evidence was weighed."} for number in JUDGED},
            "2.1": {
                "narrative": ["We read {sample:court} court cases.", "There are {context:staff} staff."],
                "strengths": [{"text": "Children were heard.", "evidence": ["court-cases"]}, "Plans were read."],
                "areas_for_improvement": ["Reviews came late."],
                "examples": [{"title": "Ali", "paragraphs": ["Ali (not the name) was met weekly."]}],
            },
        },
        "domain_introductions": {"2": ["Work with children sentenced by a court."]},
        "foreword": {"paragraphs": ["We make {recommendations} recommendations."], "by": "A. Person"},
        "background": ["The service is small."],
        "involvement": {"paragraphs": ["Children said so."], "findings": ["They were asked."]},
        "voices": [{"who": "a parent", "words": "They listened."}],
        "surveys": [{"id": "parents", "title": "Parents", "scores": {"7": 2, "9": 1}}],
        "evidence_items": [{"id": "court-cases", "kind": "cases", "title": "Court cases", "date": "2024-02"}],
        "recommendations": [
            {"number": 1, "to": "The service", "text": "Review in time.", "standards": ["2.1"]},
            {"number": 2, "to": "The board", "text": "Meet {activity:meetings} times a year."},
        ],
        "previous": {
            "framework": "hmip-youth-2018",
            "published": "2020-10",
            "overall": "Good",
            "score": 20,
            "standards": {"2.1": "Good"},
            "not_comparable": {"4.1": "There was no such standard."},
            "source": "the published report",
        },
    }


def counted() -> dict[str, Any]:
    """The same with counts instead of cases, as the public form has it."""
    tree = full()
    del tree["cases"]
    sample = (("court", "community_sentence"), ("court", "custodial_sentence"), ("out_of_court", "youth_caution"))
    tree["sample"] = [{"group": group, "kind": kind, "cases": 10} for group, kind in sample]
    tree["counts"] = {number: {"yes": 12, "of": 20} for number in COURT} | {
        number: {"yes": 7, "of": 10} for number in OUT_OF_COURT
    }
    return tree


def short() -> dict[str, Any]:
    """The short form as the machine contract shows it."""
    return {
        "framework": "hmip-youth-2021",
        "service": "X",
        "standards": {
            "1.1": {"rating": "Good"},
            "2.1": {"key_questions": [{"yes": 27, "of": 39}, {"yes": 23, "of": 39}, {"yes": 20, "of": 39}]},
            "3.2": {"key_questions": [{"percent": 87}, {"percent": 74}, {"percent": 82}]},
            "4.1": {"rating": "Not rated", "reason": "no resettlement cases"},
        },
    }


def changed(tree: dict[str, Any], *way: str | int, to: Any) -> dict[str, Any]:
    """The tree with one value put in its place, or taken out where `to` is LEFT_OUT."""
    tree = copy.deepcopy(tree)
    inner: Any = tree
    for step in way[:-1]:
        inner = inner[step]
    if to is LEFT_OUT:
        del inner[way[-1]]
    else:
        inner[way[-1]] = to
    return tree


def written(tree: object) -> bytes:
    """A tree as the bytes of a file."""
    return json.dumps(tree, ensure_ascii=False).encode()


def table(cases: list[dict[str, Any]]) -> str:
    """Cases as the CSV that stands beside an inspection file."""
    questions = [*COURT, *OUT_OF_COURT]
    lines = [",".join(["reference", "group", "kind", *questions])]
    for one in cases:
        answers = [one["answers"].get(number, "") for number in questions]
        lines.append(",".join([one["reference"], one["group"], one["kind"], *answers]))
    return "\n".join(lines) + "\n"
