"""The portable inspection file, made from what the rooms of the site hold, and from the file an inspection came in.

Part by part: what a room holds goes out; where a room holds nothing, the part goes out as it was brought in. So a file
that was brought in and not touched goes out as it was, and nothing that no room knows of is lost on the way.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from touchstone.dossier.file import inspection_from, write_inspection
from touchstone.dossier.full_form import FORMAT, VERSION
from touchstone.dossier.inspection import Inspection as Dossier
from touchstone.dossier.ratable import told_in_figures
from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.rating.answers import Evidence
from touchstone.rating.inspection import rate_inspection
from touchstone.rating.working import RatedInspection
from touchstone.standards.loading import load_framework
from touchstone.web.accounts.models import User
from touchstone.web.assessments.results import marks_blind
from touchstone.web.exercises.models import Exercise
from touchstone.web.inspections import holdings
from touchstone.web.inspections.models import CarriedFile, Inspection
from touchstone.web.public.models import PublishedInspection

Tree = dict[str, Any]
INVENTED: Final = "Demonstration. The service, its children and everything said here are invented."
ROOMS, BROUGHT, BOTH = "rooms", "brought", "both"

# What each part of the file is called for people.
PARTS: Final[dict[str, str | Promise]] = {
    "cases": _("Cases with their answers"),
    "counts": _("Counts without their cases"),
    "caseloads": _("Caseloads"),
    "sample": _("Cases read, by kind"),
    "standards": _("Judgements, strengths and areas for improvement"),
    "evidence_items": _("Evidence"),
    "activities": _("What inspectors did"),
    "voices": _("What children and parents said"),
    "surveys": _("Surveys"),
    "context": _("Figures about the service"),
    "involvement": _("Involvement of children and parents"),
    "diversity": _("Diversity"),
    "recommendations": _("Recommendations"),
    "previous": _("The inspection before"),
    "team": _("Team"),
    "foreword": _("Foreword"),
    "acknowledgements": _("Acknowledgements"),
    "background": _("Background"),
    "domain_introductions": _("Introductions of domains"),
    "press": _("Press notice"),
    "further_information": _("Further information"),
}


@dataclass(frozen=True)
class Part:
    """One part of the file: what it is called, how many entries it has, and where it comes from."""

    name: str
    words: str | Promise
    entries: int
    source: str


@dataclass(frozen=True)
class Assembled:
    """The whole inspection as its file holds it; `unfinished` cases are not in it."""

    dossier: Dossier
    parts: tuple[Part, ...]
    unfinished: int

    def content(self) -> bytes:
        """The file."""
        return write_inspection(self.dossier)

    def rated(self) -> RatedInspection:
        """Its ratings, by the very method of `touchstone rate`."""
        framework = load_framework(self.dossier.framework, revision=self.dossier.revision)
        return rate_inspection(framework, told_in_figures(self.dossier))


def refuse_blind(inspection: Inspection, person: User) -> None:
    """Raise ProblemsFound for somebody who still marks a case of it blind: the file tells what others answered."""
    if marks_blind(person, inspection.exercise):
        what = gettext("You are marking a case of this inspection that somebody else marks too.")
        do = gettext("Submit your marking and wait for the other one, or let somebody else take the file out.")
        raise ProblemsFound([Problem(what, do)])


def assembled(inspection: Inspection) -> Assembled:
    """The inspection as its file holds it. Raises ProblemsFound where what the rooms hold makes no whole file."""
    exercise = inspection.exercise
    brought = brought_tree(inspection)
    known = holdings.held(exercise)
    tree = heading(inspection) | brought
    for name, value in known.items():
        tree[name] = TOGETHER[name](brought.get(name), value) if name in TOGETHER else value
    if "cases" in known:  # counted from the cases; what was brought in was counted from fewer
        tree.pop("sample", None)
        tree.pop("counts", None)
    parts = tuple(
        Part(name, words, len(tree[name]), source_of(name, known, brought))
        for name, words in PARTS.items()
        if tree.get(name)
    )
    dossier = inspection_from(in_order(tree), file=f"inspection-{exercise.reference}.json")
    return Assembled(dossier, parts, holdings.cases_unfinished(exercise, brought_cases(inspection)))


def brought_tree(inspection: Inspection) -> Tree:
    """The file that the inspection was brought in with, as JSON values; empty where it began here."""
    carried = CarriedFile.objects.of(inspection.exercise).first()
    return json.loads(carried.content) if carried else {}


def brought_cases(inspection: Inspection) -> list[str]:
    """The references of cases that were brought in with their answers."""
    return [case["reference"] for case in brought_tree(inspection).get("cases", ())]


def brought_evidence(exercise: Exercise) -> Evidence:
    """What the ratings of an inspection that was brought in follow from; nothing where it began here."""
    carried = CarriedFile.objects.of(exercise).values_list("sha256", "content").first()
    return evidence_in(*carried) if carried else Evidence()


@lru_cache(maxsize=8)
def evidence_in(sha256: str, content: str) -> Evidence:
    """The evidence in a file that was kept, its figures filled into its reasons. `sha256` makes looking it up quick."""
    return told_in_figures(inspection_from(json.loads(content), file=f"{sha256[:12]}.json"))


def source_of(name: str, known: Mapping[str, Any], brought: Mapping[str, Any]) -> str:
    """Where a part comes from."""
    if name in known:
        return BOTH if name in TOGETHER and name in brought else ROOMS
    return BROUGHT if name in brought else ROOMS


def merged(brought: Mapping[str, Tree] | None, known: Mapping[str, Tree]) -> Tree:
    """Standard by standard and key by key: what the rooms know stands over what was brought in."""
    both = {number: dict(entry) for number, entry in (brought or {}).items()}
    for number, entry in known.items():
        both[number] = both.get(number, {}) | entry
    return both


def all_cases(brought: Iterable[Tree] | None, known: Iterable[Tree]) -> list[Tree]:
    """Case by case: an assessment that was finished here stands over the one that was brought in."""
    both = {(case["group"], case["reference"]): case for case in brought or ()}
    both |= {(case["group"], case["reference"]): case for case in known}
    return list(both.values())


def by_id(brought: Iterable[Tree] | None, known: Iterable[Tree]) -> list[Tree]:
    """Entry by entry: what findings brought in cite stays beside what was gathered here."""
    both = {entry["id"]: entry for entry in brought or ()}
    both |= {entry["id"]: entry for entry in known}
    return list(both.values())


TOGETHER: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "standards": merged,
    "cases": all_cases,
    "context": by_id,
    "activities": by_id,
    "evidence_items": by_id,
}


def in_order(tree: Tree) -> Tree:
    """Without what is empty."""
    return {key: value for key, value in tree.items() if value not in (None, "", [], {})}


def heading(inspection: Inspection) -> Tree:
    """What the plan itself says: which service, which framework, when, what came before."""
    exercise = inspection.exercise
    service = exercise.service
    year = (inspection.fieldwork_from or exercise.created).year
    return {
        "format": FORMAT,
        "version": VERSION,
        "id": f"{service.slug}-{year}",
        "framework": exercise.framework_id,
        "revision": exercise.revision,
        "title": f"An inspection of youth justice services in {service.name}",
        "kind": "reinspection" if inspection.predecessor else "inspection",
        "demonstration": {"says": INVENTED} if service.invented else None,
        "service": {
            "id": service.slug,
            "name": service.name,
            "short_name": service.name,
            **{key: value for key in ("region", "police") if (value := getattr(service, key))},
        },
        "dates": {
            key: day.isoformat()
            for key, day in (
                ("fieldwork_began", inspection.fieldwork_from),
                ("fieldwork_ended", inspection.fieldwork_until),
            )
            if day
        },
        "previous": previous(inspection.predecessor),
    }


def previous(slug: str) -> Tree | None:
    """What is published of the inspection before; None where there is none."""
    before = PublishedInspection.objects.visible().without_report().filter(slug=slug).first() if slug else None
    if before is None:
        return None
    ratings = {number: entry["rating"] for number, entry in before.standards.items() if entry.get("rating")}
    known = {
        "framework": before.framework,
        "published": before.published[:10],
        "overall": before.overall,
        "score": before.score,
        "standards": ratings,
        "source": f"Published results: {before.title}",
    }
    return {key: value for key, value in known.items() if value not in (None, "", {})}
