"""The public form of an inspection: counts per key question instead of cases; nothing in it is about one child."""

from touchstone.dossier.inspection import Inspection, SampleCount
from touchstone.rating.answers import CaseAnswers, Count, Evidence, Share
from touchstone.rating.counted import questions_from_cases
from touchstone.standards.framework import Framework, Standard


def public_form(inspection: Inspection, framework: Framework) -> Inspection:
    """The same inspection with its cases replaced by counts, which give the same shares and ratings.

    An inspection that has no cases is public already. Where the sample was not entered it has been counted from the
    cases by `read_inspection`, and stays.
    """
    evidence = inspection.evidence
    if not evidence.cases:
        return inspection
    from dataclasses import replace

    shares: dict[str, Share] = {}
    for standard in framework.standards:
        if standard.is_counted_from_cases:
            shares.update(shares_of(standard, evidence.cases, framework))
    public = Evidence(shares=shares, judgements=evidence.judgements, caseloads=evidence.caseloads)
    return replace(inspection, evidence=public, sample=inspection.sample or sample_of(evidence.cases, framework))


def shares_of(standard: Standard, cases: tuple[CaseAnswers, ...], framework: Framework) -> dict[str, Share]:
    """The counts of a standard's key questions; none where no case answers one of them."""
    leaves = framework.rating is not None and framework.rating.not_applicable_leaves
    read = [case for case in cases if case.group == standard.cases]
    questions = questions_from_cases(standard, read, leaves=leaves, rule=None)
    if not all(question.of for question in questions):
        return {}
    return {
        question.id: Share(
            count=Count(question.yes or 0, question.of or 0),
            not_applicable=question.not_applicable,
        )
        for question in questions
    }


def sample_of(cases: tuple[CaseAnswers, ...], framework: Framework) -> tuple[SampleCount, ...]:
    """How many cases of each kind were read, in the order of the framework."""
    order = [(group.id, kind.id) for group in framework.sample.groups for kind in group.kinds]
    found = [(case.group, case.kind) for case in cases]
    return tuple(SampleCount(*place, found.count(place)) for place in order if place in found)
