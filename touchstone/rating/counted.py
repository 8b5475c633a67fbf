"""Standards rated by counting cases: the share of 'yes' gives each key question a band, the lowest decides."""

from collections.abc import Mapping, Sequence

from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.rating.answers import NO, NOT_APPLICABLE, YES, CaseAnswers, Judgement, Share
from touchstone.rating.discretion import check_discretion, steps_of_discretion, why_discretion_is_open
from touchstone.rating.distance import (
    Distance,
    band_of_tallies,
    distance_from_tallies,
    fewest_cases_up,
    lacks_of,
)
from touchstone.rating.overall import points_entering, why_never_counted
from touchstone.rating.scale import band_of_count, band_of_percent, counts_giving, whole_percent, words_of_band
from touchstone.rating.working import RatedQuestion, RatedStandard
from touchstone.standards.framework import RatingRule, Standard


def questions_from_cases(
    standard: Standard, cases: Sequence[CaseAnswers], *, leaves: bool, rule: RatingRule | None
) -> tuple[RatedQuestion, ...]:
    """Each key question with its share of 'yes' over the cases of the standard's group.

    'Not applicable' leaves the denominator only where the framework says so (`leaves`); otherwise such a case
    stays in it and is not a yes. A key question whose every answer left is a share of 0 cases, with no percentage.
    """
    return tuple([_from_cases(question.id, cases, leaves, rule) for question in standard.key_questions])


def _from_cases(id: str, cases: Sequence[CaseAnswers], leaves: bool, rule: RatingRule | None) -> RatedQuestion:
    said = [(case.answers.get(id), case.reference) for case in cases]  # a standard left unrated may be unanswered
    yes = tuple([reference for answer, reference in said if answer == YES])
    no = tuple([reference for answer, reference in said if answer == NO])
    neither = tuple([reference for answer, reference in said if answer == NOT_APPLICABLE])
    of = len(yes) + len(no) + (0 if leaves else len(neither))
    return RatedQuestion(
        id,
        whole_percent(len(yes), of) if of else None,
        len(yes),
        of,
        rule.question_bands[band_of_count(rule, len(yes), of)].rating if rule is not None and of else "",
        len(neither),
        yes,
        no,
        neither,
    )


def questions_from_shares(
    standard: Standard, shares: Mapping[str, Share], *, rule: RatingRule | None
) -> tuple[RatedQuestion, ...]:
    """Each key question whose count or percentage is known. Without a count the percentage itself is banded."""
    return tuple([_from_share(each.id, shares[each.id], rule) for each in standard.key_questions if each.id in shares])


def _from_share(id: str, share: Share, rule: RatingRule | None) -> RatedQuestion:
    yes, of = tally_of(share)
    if yes is not None and of is not None:
        percent = whole_percent(yes, of)
        rating = rule.question_bands[band_of_count(rule, yes, of)].rating if rule is not None else ""
    else:
        percent = share.percent or 0
        rating = rule.question_bands[band_of_percent(rule, percent)].rating if rule is not None else ""
    return RatedQuestion(id, percent, yes, of, rating, share.not_applicable)


def tally_of(share: Share) -> tuple[int | None, int | None]:
    """How many yes of how many, as far as it is known.

    A whole percentage of up to 100 cases belongs to one count only, so where the number of cases is known the
    count follows from it.
    """
    if share.count is not None:
        return share.count.yes, share.count.of
    if share.of is not None and share.percent is not None:
        counts = counts_giving(share.percent, share.of)
        return (counts[0] if len(counts) == 1 else None), share.of
    return None, share.of


def deciding(questions: Sequence[RatedQuestion]) -> RatedQuestion:
    """The key question that decides: lowest percentage, then lowest exact share, then first in order."""
    lowest = questions[0]
    for question in questions[1:]:
        if _is_lower(question, lowest):
            lowest = question
    return lowest


def _is_lower(question: RatedQuestion, than: RatedQuestion) -> bool:
    if question.percent is None or than.percent is None:
        raise ValueError("a key question without a percentage decides nothing")
    if question.percent != than.percent:
        return question.percent < than.percent
    if question.yes is None or question.of is None or than.yes is None or than.of is None:
        return False
    return question.yes * than.of < than.yes * question.of


def rate_counted(
    standard: Standard,
    questions: tuple[RatedQuestion, ...],
    cases: Sequence[CaseAnswers],
    judgement: Judgement,
    rule: RatingRule,
) -> RatedStandard:
    """The rating of a standard whose key questions are all known.

    Raises ProblemsFound where a key question applies to no case, where a rating was given that is not the
    computed one, or where the panel's discretion goes further than the framework lets it.
    """
    _check_denominators(standard, questions)
    lowest = deciding(questions)
    distance, exact = _distance(questions, cases, rule)
    open_because = why_discretion_is_open(lowest, distance, rule)
    used = judgement.discretion
    check_discretion(standard, lowest.rating, judgement, rule)
    steps = steps_of_questions(standard, questions, rule, leaves=rule.not_applicable_leaves)
    steps.append(
        f"The lowest key question decides: {lowest.id} at {lowest.percent}% makes {standard.id} {lowest.rating}."
    )
    if used is not None:
        steps += steps_of_discretion(lowest.rating, used, open_because)
    final = used.rating if used is not None else lowest.rating
    return RatedStandard(
        standard.id,
        final,
        computed=lowest.rating,
        points=points_entering(rule, standard, final),
        decided_by=lowest.id,
        questions=questions,
        cases_up=distance.cases_up,
        answers_up=distance.answers_up,
        cases_down=distance.cases_down,
        answers_down=distance.answers_down,
        exact_cases=exact,
        discretion=used,
        discretion_open=open_because,
        not_counted_because=why_never_counted(standard),
        reasons=judgement.reasons,
        steps=tuple(steps),
    )


def check_against_shares(questions: Sequence[RatedQuestion], shares: Mapping[str, Share]) -> None:
    """Where cases and counts are both given the cases are used, and the counts must not contradict them.

    Raises ProblemsFound.
    """
    problems = []
    for question in questions:
        share = shares.get(question.id)
        if share is None:
            continue
        percent = share.percent if share.percent is not None else question.percent
        count = (share.count.yes, share.count.of) if share.count is not None else (question.yes, question.of)
        if (percent, *count) != (question.percent, question.yes, question.of):
            problems.append(
                Problem(
                    f"{question.id} is also given as {_shown(share)}, and the cases make it "
                    f"{question.yes} of {question.of}, {question.percent}%.",
                    "Give the cases or the counts, or correct the one that is wrong.",
                    column=question.id,
                )
            )
    if problems:
        raise ProblemsFound(problems)


def _shown(share: Share) -> str:
    return f"{share.count.yes} of {share.count.of}" if share.count is not None else f"{share.percent}%"


def _check_denominators(standard: Standard, questions: Sequence[RatedQuestion]) -> None:
    """A share of no cases has no percentage: the standard is a problem, never a silent worst or best band."""
    empty = [question.id for question in questions if question.percent is None]
    if empty:
        raise ProblemsFound(
            [
                Problem(
                    f"No case read has an answer that counts for {', '.join(empty)}, so {standard.id} cannot be rated.",
                    f"Say that {standard.id} is not rated and why, or read a case that the key question applies to.",
                    column=standard.id,
                )
            ]
        )


def _distance(
    questions: Sequence[RatedQuestion], cases: Sequence[CaseAnswers], rule: RatingRule
) -> tuple[Distance, bool]:
    """From case rows exactly, and True; from counts a lower bound; nothing where only a percentage is known."""
    tallies = [(each.yes, each.of) for each in questions if each.yes is not None and each.of is not None]
    if len(tallies) < len(questions):
        return Distance(), False
    distance = distance_from_tallies(rule, tallies)
    lacks = lacks_of(rule, tallies, band_of_tallies(rule, tallies) + 1)
    if not cases or lacks is None:
        return distance, bool(cases)
    cases_up, exact = fewest_cases_up(lacks, _liftable(questions, cases, rule))
    return Distance(cases_up, distance.answers_up, distance.cases_down, distance.answers_down), exact


def _liftable(
    questions: Sequence[RatedQuestion], cases: Sequence[CaseAnswers], rule: RatingRule
) -> dict[tuple[int, ...], int]:
    """How many cases could lift which key questions: those answered no, and not applicable where that stays in."""
    lifts = (NO,) if rule.not_applicable_leaves else (NO, NOT_APPLICABLE)
    alike: dict[tuple[str, ...], int] = {}  # cases by all their answers, of which there are few
    for answers in zip(*[[case.answers[question.id] for case in cases] for question in questions], strict=True):
        alike[answers] = alike.get(answers, 0) + 1
    patterns: dict[tuple[int, ...], int] = {}
    for answers, count in alike.items():
        pattern = tuple([place for place, answer in enumerate(answers) if answer in lifts])
        patterns[pattern] = patterns.get(pattern, 0) + count
    return patterns


# -- the working --------------------------------------------------------------------------------------------------


def steps_of_questions(
    standard: Standard, questions: Sequence[RatedQuestion], rule: RatingRule | None, *, leaves: bool
) -> list[str]:
    """One sentence or two for each key question: its share, and its band where there is a rule."""
    topics = {question.id: question.topic for question in standard.key_questions}
    return [_step_of_question(topics[question.id], question, rule, leaves) for question in questions]


def _step_of_question(topic: str, question: RatedQuestion, rule: RatingRule | None, leaves: bool) -> str:
    if question.percent is None:
        share = "applies to none of the cases read"
    elif question.yes is None or question.of is None:
        share = f"{question.percent}% yes; the count is not known"
    else:
        share = f"yes in {question.yes} of {_cases(question.of)}, {question.percent}%"
    sentence = f"{question.id} ({topic}): {share}"
    if rule is None:
        sentence += "."
    else:
        place = [band.rating for band in rule.question_bands].index(question.rating)
        band = rule.question_bands[place]
        sentence += f"; '{band.words}' ({words_of_band(rule, place)}), {band.rating}."
        sentence += _where_rounding_matters(question, rule)
    if question.not_applicable:
        sentence += f" Not applicable to {_cases(question.not_applicable)}"
        sentence += (
            ", left out of the share."
            if leaves
            else ": by the framework they stay in the share and do not count as yes."
        )
    return sentence


def _where_rounding_matters(question: RatedQuestion, rule: RatingRule) -> str:
    """A sentence where the rounded percentage and the exact share lie on two sides of an edge."""
    if question.yes is None or not question.of or question.percent is None:
        return ""
    for band in rule.question_bands:
        if 100 * question.yes < band.at_least * question.of and question.percent >= band.at_least:
            if rule.band_on == "exact":
                return (
                    f" The exact share is below {band.at_least}%, and by the framework the exact share is what counts."
                )
            return f" The exact share is below {band.at_least}%; only rounding reaches it."
    return ""


def _cases(count: int) -> str:
    return "1 case" if count == 1 else f"{count} cases"
