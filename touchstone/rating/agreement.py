"""Do two inspectors, reading the same cases, agree? Cohen's kappa and Krippendorff's alpha, by key question.

Both compare the disagreement that was seen with the disagreement that chance alone would give. 1 is full agreement,
0 is no better than chance, below 0 is worse. They describe inspectors, never a rating, so here there are fractions.

Where everybody always gave the same one answer, chance would agree just as fully and neither measure exists: the
published formulas divide nothing by nothing. Both are then None, which says "cannot be told", not "agreed". Nor can
it be told where no unit was read by two.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from touchstone.intake.values import dataclass
from touchstone.rating.answers import CaseAnswers


@dataclass(frozen=True, slots=True)
class QuestionAgreement:
    """Two inspectors on one key question: in how many of the cases both read they gave the same answer."""

    question: str
    same: int
    of: int
    kappa: float | None
    alpha: float | None


@dataclass(frozen=True, slots=True)
class QuestionAlpha:
    """Several inspectors on one key question, over the `of` cases in which at least two of them answered it."""

    question: str
    of: int
    alpha: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A key question of a case that not everybody who answered it answered alike: what each said, None for nothing."""

    reference: str
    question: str
    answers: tuple[str | None, ...]


def cohens_kappa(first: Sequence[str], second: Sequence[str]) -> float | None:
    """Cohen's kappa of two inspectors' answers to the same cases, in the same order.

        (observed - expected) / (1 - expected)

    where `observed` is the share of cases in which both gave the same answer, and `expected` what it would be if
    each answered as often yes, no and not applicable as they did, but without looking. None where there is no case,
    or both gave one and the same answer to all. Raises ValueError where the two did not read the same number.

    Source: J. Cohen, Educational and Psychological Measurement 20 (1960), 37-46.
    """
    if len(first) != len(second):
        raise ValueError(f"one answered {len(first)} cases and the other {len(second)}")
    cases = len(first)
    same = sum([one == other for one, other in zip(first, second, strict=True)])
    said_first, said_second = _how_often(first), _how_often(second)
    by_chance = sum([count * said_second.get(answer, 0) for answer, count in said_first.items()])
    # Multiplied through by cases², so that whole numbers decide whether there is anything to divide by.
    if by_chance == cases * cases:
        return None
    return (same * cases - by_chance) / (cases * cases - by_chance)


def krippendorffs_alpha(answers: Iterable[Sequence[str | None]]) -> float | None:
    """Krippendorff's alpha for answers without an order (nominal), any number of inspectors, answers may be missing.

    `answers` has one row for each thing judged (a case, or a key question of a case) with what each inspector said
    of it, None where one said nothing. Units that fewer than two judged tell nothing and are left out. None where
    nothing is left, or everybody gave one and the same answer to all of it.

        1 - (n - 1) Σ_units (pairs that differ / (m - 1)) / Σ (pairs of answers that differ)

    with m the answers to a unit and n all answers. Worked out by patterns: what alpha owes to a unit depends only
    on how often each answer was given to it, and there are few such patterns however many cases were read.

    Source: K. Krippendorff, Content Analysis, 4th edition (2019), chapter 12.
    """
    patterns: dict[tuple[str | None, ...], int] = {}
    for row in answers:
        pattern = tuple(row)
        patterns[pattern] = patterns.get(pattern, 0) + 1
    given: dict[str, int] = {}
    seen = 0.0
    for pattern, units in patterns.items():
        said = _how_often([answer for answer in pattern if answer is not None])
        judged = sum(said.values())
        if judged < 2:
            continue
        for answer, count in said.items():
            given[answer] = given.get(answer, 0) + count * units
        differing = judged * judged - sum([count * count for count in said.values()])
        seen += units * differing / (judged - 1)
    total = sum(given.values())
    by_chance = total * total - sum([count * count for count in given.values()])
    if not by_chance:
        return None
    return 1 - (total - 1) * seen / by_chance


def agreement_by_question(first: Iterable[CaseAnswers], second: Iterable[CaseAnswers]) -> tuple[QuestionAgreement, ...]:
    """Two inspectors' agreement on every key question that both answered, over the cases that both read.

    Cases are the same where their reference is; key questions come in the order the first inspector answered them.
    """
    again = {case.reference: case.answers for case in second}
    both = [(case.answers, again[case.reference]) for case in first if case.reference in again]
    found = []
    for question in dict.fromkeys(question for answers, _ in both for question in answers):
        pairs = [(one[question], other[question]) for one, other in both if question in one and question in other]
        if pairs:
            found.append(_agreement(question, pairs))
    return tuple(found)


def alpha_by_question(inspectors: Sequence[Sequence[CaseAnswers]]) -> tuple[QuestionAlpha, ...]:
    """Two or more inspectors' agreement on every key question that two of them answered in the same case."""
    rows: dict[str, list[tuple[str | None, ...]]] = {}
    for _reference, question, answers in _answered_by_two(inspectors):
        rows.setdefault(question, []).append(answers)
    return tuple([QuestionAlpha(number, len(said), krippendorffs_alpha(said)) for number, said in rows.items()])


def differences(inspectors: Sequence[Sequence[CaseAnswers]]) -> tuple[Difference, ...]:
    """Every case and key question that at least two inspectors answered, and not alike, in the order first met."""
    return tuple(
        [
            Difference(reference, question, answers)
            for reference, question, answers in _answered_by_two(inspectors)
            if len({answer for answer in answers if answer is not None}) > 1
        ]
    )


def _answered_by_two(
    inspectors: Sequence[Sequence[CaseAnswers]],
) -> Iterator[tuple[str, str, tuple[str | None, ...]]]:
    """Each case and key question that at least two answered, with what everyone said of it (None for nothing)."""
    read = [{case.reference: case.answers for case in cases} for cases in inspectors]
    for reference in dict.fromkeys(reference for answers in read for reference in answers):
        said = [answers.get(reference, {}) for answers in read]
        for question in dict.fromkeys(question for answers in said for question in answers):
            answers = tuple([each.get(question) for each in said])
            if sum([answer is not None for answer in answers]) > 1:
                yield reference, question, answers


def _agreement(question: str, pairs: Sequence[tuple[str, str]]) -> QuestionAgreement:
    first, second = [one for one, _ in pairs], [other for _, other in pairs]
    same = sum([one == other for one, other in pairs])
    return QuestionAgreement(question, same, len(pairs), cohens_kappa(first, second), krippendorffs_alpha(pairs))


def _how_often(answers: Iterable[str]) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for answer in answers:
        counts[answer] = counts.get(answer, 0) + 1
    return counts
