"""The whole rating method, top to bottom, on one page."""

from collections.abc import Mapping, Sequence

from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.rating.answers import CaseAnswers, Evidence, Judgement
from touchstone.rating.checking import NOTHING_SAID, check_evidence, not_applicable_leaves
from touchstone.rating.counted import (
    check_against_shares,
    questions_from_cases,
    questions_from_shares,
    rate_counted,
    steps_of_questions,
)
from touchstone.rating.judged import as_published, left_unrated, not_rated_yet, rate_judged
from touchstone.rating.overall import rate_overall, why_never_counted
from touchstone.rating.scale import check_rule
from touchstone.rating.working import RatedInspection, RatedQuestion, RatedStandard
from touchstone.standards.framework import Framework, RatingRule, Standard

NO_RULE = "{title}: the inspectorate's rule for turning answers into ratings is not known, so nothing is rated."
RULE_NOT_ASSUMED = (
    "{title}: the inspectorate's rule for turning answers into ratings is not known, so nothing is rated. "
    "The framework carries an assumed rule, which is used only when it is asked for."
)
RULE_ASSUMED = "{title}: these ratings follow an assumed rule. It is not the inspectorate's rule."


def rate_inspection(framework: Framework, evidence: Evidence, *, assume: bool = False) -> RatedInspection:
    """Rate every standard, then the service as a whole.

    `assume` lets a rule be used that is only assumed; every output must then print the assumption. Without a rule
    in force the shares are worked out and nothing is rated. Raises ProblemsFound with everything that is wrong.
    """
    rule, assumptions = rule_in_force(framework, assume=assume)
    complaints = check_evidence(framework, evidence)
    cases = by_group(evidence.cases)
    standards = []
    for standard in framework.standards:
        if standard.id not in complaints.broken:
            try:
                standards.append(rate_standard(framework, standard, evidence, cases.get(standard.cases, ()), rule))
            except ProblemsFound as found:
                complaints.problems.extend(found.problems)
    if complaints.problems:
        raise ProblemsFound(complaints.problems)
    if rule is None:
        return RatedInspection(framework.id, tuple(standards), 0, 0, "", False, (), assumptions, assumptions)
    overall = rate_overall(framework, rule, standards)
    counted = {standard.id for standard in framework.counted_standards}
    not_yet = tuple([each.id for each in standards if each.id in counted and not each.rating])
    return RatedInspection(
        framework=framework.id,
        standards=tuple(standards),
        score=overall.score,
        score_of=overall.score_of,
        overall=overall.rating,
        provisional=bool(not_yet),
        not_rated_yet=not_yet,
        assumptions=(*assumptions, *overall.assumptions),
        steps=overall.steps,
    )


def rate_standard(
    framework: Framework,
    standard: Standard,
    evidence: Evidence,
    cases: Sequence[CaseAnswers],
    rule: RatingRule | None,
) -> RatedStandard:
    """One standard: left unrated, judged, counted from its cases or their counts, as published, or not rated yet.

    `cases` are those of the standard's group. Raises ProblemsFound.
    """
    judgement = evidence.judgements.get(standard.id, NOTHING_SAID)
    in_force = None if judgement.not_rated_because else rule
    questions = known_questions(framework, standard, evidence, cases, in_force)
    if cases:
        check_against_shares(questions, evidence.shares)
    if judgement.not_rated_because:
        return left_unrated(standard, judgement, questions)
    if rule is None:
        return shown_only(framework, standard, judgement, questions)
    if questions:
        return rate_counted(standard, questions, cases, judgement, rule)
    if judgement.discretion is not None:
        raise ProblemsFound([nothing_to_depart_from(standard)])
    if not judgement.rating:
        return not_rated_yet(standard, judgement)
    if standard.is_counted_from_cases:
        return as_published(standard, judgement, rule)
    return rate_judged(standard, judgement, rule)


def known_questions(
    framework: Framework,
    standard: Standard,
    evidence: Evidence,
    cases: Sequence[CaseAnswers],
    rule: RatingRule | None,
) -> tuple[RatedQuestion, ...]:
    """The key questions of a counted standard with their shares; from its cases where there are any."""
    if not standard.is_counted_from_cases:
        return ()
    if cases:
        return questions_from_cases(standard, cases, leaves=not_applicable_leaves(framework), rule=rule)
    return questions_from_shares(standard, evidence.shares, rule=rule)


def rule_in_force(framework: Framework, *, assume: bool) -> tuple[RatingRule | None, tuple[str, ...]]:
    """The rule to rate by, None where there is none, and what every output must say about it.

    Raises ProblemsFound where the rule asks for something this method does not know.
    """
    rule = framework.rating
    if rule is None:
        return None, (NO_RULE.format(title=framework.title),)
    if rule.assumed and not assume:
        return None, (RULE_NOT_ASSUMED.format(title=framework.title),)
    check_rule(rule)
    return rule, (RULE_ASSUMED.format(title=framework.title),) if rule.assumed else ()


def by_group(cases: Sequence[CaseAnswers]) -> Mapping[str, list[CaseAnswers]]:
    """The cases of each sample group, in the order they were given."""
    groups: dict[str, list[CaseAnswers]] = {}
    for case in cases:
        groups.setdefault(case.group, []).append(case)
    return groups


def shown_only(
    framework: Framework, standard: Standard, judgement: Judgement, questions: tuple[RatedQuestion, ...]
) -> RatedStandard:
    """A standard whose shares are shown and which is not rated, because no rule is in force."""
    return RatedStandard(
        standard.id,
        "",
        questions=questions,
        not_counted_because=why_never_counted(standard),
        reasons=judgement.reasons,
        steps=tuple(steps_of_questions(standard, questions, None, leaves=not_applicable_leaves(framework))),
    )


def nothing_to_depart_from(standard: Standard) -> Problem:
    """Discretion was recorded where no band could be computed."""
    return Problem(
        f"The panel's discretion is recorded for {standard.id}, and nothing is known that a band could follow from.",
        "Give the cases or counts of its key questions, or only the rating as published.",
        column=standard.id,
    )
