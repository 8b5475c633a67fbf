"""Makes the Inspection from what was read of its file, part by part; the file's keys are the value's own names."""

from touchstone.dossier.inspection import (
    Activity,
    ContextFigure,
    Dates,
    Demonstration,
    EarlierRecommendation,
    EvidenceItem,
    Finding,
    Inspection,
    Passage,
    PracticeExample,
    Press,
    PressQuote,
    PreviousInspection,
    Recommendation,
    SampleCount,
    Service,
    Signed,
    StandardSection,
    Survey,
    TeamMember,
    Voice,
)
from touchstone.rating.answers import Count, DiscretionUsed, Evidence, Judgement, Share
from touchstone.rating.working import NOT_RATED

TYPE_CHECKING = False  # spares the import of `typing`; type checkers know the name
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    Tree = Mapping[str, Any]

SECTION_KEYS = ("narrative", "strengths", "areas_for_improvement", "examples")


def built(tree: "Tree", evidence: Evidence, sample: "Iterable[Tree]") -> Inspection:
    """The value, from a tree in which everything is right."""
    return Inspection(
        id=tree["id"],
        framework=tree["framework"],
        revision=tree.get("revision"),
        title=tree["title"],
        kind=tree["kind"],
        service=Service(**tree["service"]),
        dates=Dates(**tree.get("dates", {})),
        evidence=evidence,
        team=tuple(TeamMember(**entry) for entry in tree.get("team", ())),
        context=tuple(ContextFigure(**entry) for entry in tree.get("context", ())),
        sample=tuple(SampleCount(**entry) for entry in sample),
        activities=tuple(Activity(**entry) for entry in tree.get("activities", ())),
        foreword=_signed_from(tree["foreword"]) if "foreword" in tree else None,
        acknowledgements=tuple(tree.get("acknowledgements", ())),
        background=tuple(tree.get("background", ())),
        sections=_sections_from(tree),
        domain_introductions=tuple((number, tuple(it)) for number, it in tree.get("domain_introductions", {}).items()),
        involvement=_passage_from(tree.get("involvement", {})),
        voices=tuple(Voice(**entry) for entry in tree.get("voices", ())),
        surveys=tuple(_survey_from(entry) for entry in tree.get("surveys", ())),
        diversity=_passage_from(tree.get("diversity", {})),
        evidence_items=tuple(EvidenceItem(**entry) for entry in tree.get("evidence_items", ())),
        recommendations=tuple(_recommendation_from(entry) for entry in tree.get("recommendations", ())),
        previous=_previous_from(tree["previous"]) if "previous" in tree else None,
        press=_press_from(tree.get("press", {})),
        demonstration=Demonstration(**tree["demonstration"]) if "demonstration" in tree else None,
        further_information=tuple(tree.get("further_information", ())),
        isbn=tree.get("isbn", ""),
    )


def _sections_from(tree: "Tree") -> tuple[StandardSection, ...]:
    """What is written under each standard of which anything is, in the order of their numbers."""
    standards = tree.get("standards", {})
    return tuple(
        StandardSection(
            number,
            tuple(standards[number].get("narrative", ())),
            _findings_from(standards[number].get("strengths", ())),
            _findings_from(standards[number].get("areas_for_improvement", ())),
            tuple(
                PracticeExample(it["title"], tuple(it["paragraphs"])) for it in standards[number].get("examples", ())
            ),
        )
        for number in in_order(standards)
        if any(standards[number].get(key) for key in SECTION_KEYS)
    )


def in_order(numbers: "Iterable[str]") -> list[str]:
    """Official numbers in the order people expect: 2.2 before 2.10."""
    return sorted(numbers, key=lambda number: [(len(part), part) for part in number.split(".")])


def _findings_from(entries: "Iterable[Any]") -> tuple[Finding, ...]:
    """Findings, each written as plain text or with the evidence it rests on."""
    return tuple(
        Finding(entry) if isinstance(entry, str) else Finding(entry["text"], tuple(entry.get("evidence", ())))
        for entry in entries
    )


def _passage_from(entry: "Tree") -> Passage:
    return Passage(tuple(entry.get("paragraphs", ())), _findings_from(entry.get("findings", ())))


def _signed_from(entry: "Tree") -> Signed:
    return Signed(tuple(entry["paragraphs"]), entry.get("by", ""), entry.get("office", ""))


def _survey_from(entry: "Tree") -> Survey:
    scores = sorted((int(score), how_many) for score, how_many in entry["scores"].items())
    return Survey(entry["id"], entry["title"], tuple(scores))


def _recommendation_from(entry: "Tree") -> Recommendation:
    return Recommendation(entry["number"], entry["to"], entry["text"], tuple(entry.get("standards", ())))


def _previous_from(entry: "Tree") -> PreviousInspection:
    return PreviousInspection(
        framework=entry["framework"],
        published=entry.get("published", ""),
        overall=entry.get("overall", ""),
        score=entry.get("score"),
        standards=tuple(entry.get("standards", {}).items()),
        not_comparable=tuple(entry.get("not_comparable", {}).items()),
        source=entry["source"],
        recommendations=tuple(EarlierRecommendation(**it) for it in entry.get("recommendations", ())),
    )


def _press_from(entry: "Tree") -> Press:
    return Press(
        tuple(entry.get("paragraphs", ())),
        tuple(PressQuote(it["words"], it["by"], it.get("office", "")) for it in entry.get("quotes", ())),
        tuple(entry.get("notes", ())),
        entry.get("contact", ""),
    )


def shares_of(tree: "Tree") -> dict[str, Share]:
    """What is known of each key question without its cases."""
    shares = {number: share_from(entry) for number, entry in tree.get("counts", {}).items()}
    return {number: share for number, share in shares.items() if share is not None}


def share_from(entry: "Tree") -> Share | None:
    """One share, as the full and the short form both write it; None where a part of it could not be read."""
    yes, of, percent = entry.get("yes"), entry.get("of"), entry.get("percent")
    not_applicable = entry.get("not_applicable", 0)
    if yes is not None and of is not None:
        return Share(percent, Count(yes, of), not_applicable=not_applicable)
    return Share(percent, of=of, not_applicable=not_applicable) if yes is None and percent is not None else None


def judgements_of(tree: "Tree") -> dict[str, Judgement]:
    """What people decided, for the standards of which they decided anything."""
    judgements = {}
    for number, entry in tree.get("standards", {}).items():
        not_rated = entry.get("not_rated", "")
        rating = entry.get("rating", "")
        judgement = Judgement(
            "" if rating == NOT_RATED and not_rated else rating,
            entry.get("reasons", ""),
            not_rated,
            discretion_from(entry),
        )
        if judgement != Judgement():
            judgements[number] = judgement
    return judgements


def discretion_from(entry: "Tree") -> DiscretionUsed | None:
    """The panel's departure, where one is written whole."""
    used = entry.get("discretion", {})
    if len(used) < 3:
        return None
    return DiscretionUsed(used["rating"], used["reason"], tuple(used["by"]))
