"""Can this evidence be rated? Every problem is found at once, and each names the case or question it is about.

File readers check the shape of what is handed in (types, keys, whole numbers). Here only the meaning is checked:
that the numbers exist in the framework, that counts are possible, that no case is missing or there twice. The
method stands alone on this, because not everything that is rated comes from a file.
"""

from collections.abc import Iterable, Mapping

from touchstone.intake.problems import Problem
from touchstone.intake.values import dataclass
from touchstone.rating.answers import ANSWERS, CaseAnswers, Evidence, Judgement, Share
from touchstone.rating.scale import counts_giving, whole_percent
from touchstone.rating.working import NOT_RATED
from touchstone.standards.framework import Framework, Standard

_ANSWERS = frozenset(ANSWERS)
NOTHING_SAID = Judgement()


class Complaints:
    """The problems found so far, and the standards that cannot be rated because of them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.broken: set[str] = set()

    def add(self, what: str, do: str, *, column: str = "", breaks: Iterable[str] = ()) -> None:
        """Note one problem and the numbers of the standards that it spoils."""
        self.problems.append(Problem(what, do, column=column))
        self.broken.update(breaks)


def check_evidence(framework: Framework, evidence: Evidence) -> Complaints:
    """Everything that is wrong with the evidence, whatever the rule makes of it."""
    complaints = Complaints()
    _check_judgements(framework, evidence.judgements, complaints)
    _check_cases(framework, evidence, complaints)
    _check_shares(framework, evidence, complaints)
    _check_caseloads(framework, evidence, complaints)
    if not complaints.problems and not _anything_known(framework, evidence):
        complaints.add(
            "There is no standard at all: no cases, no counts and no ratings.",
            f"Give at least one of the standards {_listed(standard.id for standard in framework.standards)}.",
        )
    return complaints


def _anything_known(framework: Framework, evidence: Evidence) -> bool:
    """True where there is anything that a standard could be rated, or left unrated, on.

    Cases of a group that only illustrates a judged standard are not enough: they rate nothing.
    """
    if evidence.shares or any(judgement != NOTHING_SAID for judgement in evidence.judgements.values()):
        return True
    counted = {standard.cases for standard in framework.standards if standard.is_counted_from_cases}
    return any(case.group in counted for case in evidence.cases)


def is_left_unrated(judgement: Judgement | None) -> bool:
    """True where people said that the standard is not rated, with the reason."""
    return judgement is not None and bool(judgement.not_rated_because)


def not_applicable_leaves(framework: Framework) -> bool:
    """Does an answer 'not applicable' leave the denominator? So the rule says, even one that may not rate."""
    return framework.rating is not None and framework.rating.not_applicable_leaves


def closest(word: str, words: Iterable[str]) -> str:
    """The question "Did you mean …?" for a misspelt word; "" where nothing is near."""
    from difflib import get_close_matches  # only needed when something is wrong

    by_plain = {_plain(each): each for each in words}
    near = get_close_matches(_plain(word), by_plain, n=1, cutoff=0.75)
    return f"Did you mean '{by_plain[near[0]]}'?" if near else ""


def _plain(word: str) -> str:
    return " ".join(word.casefold().split())


# -- judgements ---------------------------------------------------------------------------------------------------


def _check_judgements(framework: Framework, judgements: Mapping[str, Judgement], complaints: Complaints) -> None:
    known = [standard.id for standard in framework.standards]
    for number, judgement in judgements.items():
        standard = framework.standard(number)
        if standard is None:
            complaints.add(
                f"The framework {framework.id} has no standard '{number}'.",
                f"Use one of: {', '.join(known)}.",
                column=number,
            )
            continue
        _check_words(framework, standard, judgement, complaints)
        if judgement.not_rated_because and (judgement.rating not in ("", NOT_RATED) or judgement.discretion):
            complaints.add(
                f"{number} is said to be not rated ({judgement.not_rated_because}) and yet has a rating.",
                "Give either the rating or the reason why there is none.",
                column=number,
                breaks=[number],
            )
        if judgement.discretion and not standard.is_counted_from_cases:
            complaints.add(
                f"{number} is judged, not counted from cases, so there is no computed band to depart from.",
                "Give its rating and the reasons, without discretion.",
                column=number,
                breaks=[number],
            )


def _check_words(framework: Framework, standard: Standard, judgement: Judgement, complaints: Complaints) -> None:
    """Rating words must be the framework's own, letter by letter."""
    if judgement.rating == NOT_RATED and not judgement.not_rated_because:
        complaints.add(
            f"{standard.id} is '{NOT_RATED}' and no reason is given.",
            "Say why it is not rated, or leave the standard out if it is not rated yet.",
            column=standard.id,
            breaks=[standard.id],
        )
    if framework.rating is None:
        return
    words = framework.rating.words
    for word in (judgement.rating, judgement.discretion.rating if judgement.discretion else ""):
        if word and word != NOT_RATED and word not in words:
            guess = closest(word, [*words, NOT_RATED])
            complaints.add(
                f"'{word}' is not a rating for {standard.id}.{' ' + guess if guess else ''}",
                f"Use one of: {', '.join(words)}; or {NOT_RATED} with a reason.",
                column=standard.id,
                breaks=[standard.id],
            )


# -- cases --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of the cases of one group: the questions they may answer and those they must."""

    standards: tuple[str, ...]
    kinds: tuple[str, ...]  # ("",) where the group has none
    may: frozenset[str]
    must: frozenset[str]


def _asked_groups(framework: Framework, judgements: Mapping[str, Judgement]) -> dict[str, _Asked]:
    """A judged standard may be illustrated by cases (resettlement is); they may answer its questions, need not."""
    asked = {}
    for group in framework.sample.groups:
        standards = [standard for standard in framework.standards if standard.cases == group.id]
        must = [
            standard
            for standard in standards
            if standard.is_counted_from_cases and not is_left_unrated(judgements.get(standard.id))
        ]
        asked[group.id] = _Asked(
            tuple([standard.id for standard in standards]),
            tuple([kind.id for kind in group.kinds]) or ("",),
            frozenset([question.id for standard in standards for question in standard.key_questions]),
            frozenset([question.id for standard in must for question in standard.key_questions]),
        )
    return asked


def _check_cases(framework: Framework, evidence: Evidence, complaints: Complaints) -> None:
    groups = _asked_groups(framework, evidence.judgements)
    seen: dict[str, str] = {}
    for case in evidence.cases:
        asked = groups.get(case.group)
        if asked is None:
            complaints.add(
                f"Case '{case.reference}' is in the group '{case.group}', which {framework.id} does not have.",
                f"Use one of: {', '.join(groups)}.",
                column="group",
                breaks=[each.id for each in framework.standards],  # nobody can tell whose case it is
            )
            continue
        _check_reference(case, seen, asked, complaints)
        if case.kind not in asked.kinds:
            complaints.add(
                f"Case '{case.reference}' is of the kind '{case.kind}', which the group '{case.group}' does not have.",
                f"Use one of: {', '.join(asked.kinds)}." if any(asked.kinds) else "Leave the kind empty.",
                column="kind",
            )
        _check_answers(case, asked, complaints)


def _check_reference(case: CaseAnswers, seen: dict[str, str], asked: _Asked, complaints: Complaints) -> None:
    if not case.reference:
        complaints.add(
            "A case has no reference.",
            "Give every case the service's own reference, never a name.",
            column="reference",
        )
    elif case.reference not in seen:
        seen[case.reference] = case.group
    elif seen[case.reference] == case.group:
        complaints.add(
            f"Case '{case.reference}' is there more than once.",
            "Keep one of them; each case counts once.",
            column="reference",
            breaks=asked.standards,
        )
    else:
        complaints.add(
            f"Case '{case.reference}' is in two groups, '{seen[case.reference]}' and '{case.group}'.",
            "A case belongs to one group; keep it in one of them.",
            column="reference",
            breaks=asked.standards,
        )


def _check_answers(case: CaseAnswers, asked: _Asked, complaints: Complaints) -> None:
    answered = case.answers.keys()
    missing = asked.must - answered
    if missing:
        complaints.add(
            f"Case '{case.reference}' has no answer to {_listed(sorted(missing))}.",
            "Answer yes, no or not applicable to every key question of its group, or leave the case out.",
            column="answers",
            breaks=asked.standards,
        )
    unknown = answered - asked.may
    if unknown:
        complaints.add(
            f"Case '{case.reference}' answers what is not asked of '{case.group}': {_listed(sorted(unknown))}.",
            f"Leave it out; asked are {_listed(sorted(asked.may))}."
            if asked.may
            else "Leave it out; nothing is asked of this group.",
            column="answers",
        )
    if not _ANSWERS.issuperset(case.answers.values()):
        for question, answer in case.answers.items():
            if answer not in _ANSWERS:
                complaints.add(
                    f"Case '{case.reference}' answers '{answer}' to {question}.",
                    f"Use one of: {', '.join(ANSWERS)}.",
                    column=question,
                    breaks=asked.standards,
                )


# -- shares -------------------------------------------------------------------------------------------------------


def _check_shares(framework: Framework, evidence: Evidence, complaints: Complaints) -> None:
    counted = [standard for standard in framework.standards if standard.is_counted_from_cases]
    asked = {question.id: standard for standard in counted for question in standard.key_questions}
    for number, share in evidence.shares.items():
        if number not in asked:
            complaints.add(
                f"{framework.id} has no key question '{number}' that is counted from cases.",
                f"Use these: {_listed(asked)}.",
                column=number,
                breaks=_owner(number, counted),
            )
        else:
            wrong = _wrong_with(number, share, leaves=not_applicable_leaves(framework))
            if wrong:  # the first thing that is wrong, since it makes the next meaningless
                complaints.add(*wrong, column=number, breaks=[asked[number].id])
    spoken_for = {case.group for case in evidence.cases}
    for standard in counted:
        if standard.cases in spoken_for:
            continue
        missing = [question.id for question in standard.key_questions if question.id not in evidence.shares]
        if 0 < len(missing) < len(standard.key_questions):
            complaints.add(
                f"{standard.id} has {len(standard.key_questions)} key questions; missing: {_listed(missing)}.",
                "Give all of them: the lowest one decides the rating.",
                column=standard.id,
                breaks=[standard.id],
            )


def _owner(question: str, standards: list[Standard]) -> list[str]:
    """The standard a surplus question would belong to: 2.1 for 2.1.4."""
    return [standard.id for standard in standards if question.startswith(f"{standard.id}.")]


def _wrong_with(id: str, share: Share, *, leaves: bool) -> tuple[str, str] | None:
    percent, count = share.percent, share.count
    of = count.of if count is not None else share.of
    if percent is None and count is None:
        return f"{id} has neither a count nor a percentage.", "Give yes and of, or the percentage."
    if percent is not None and not 0 <= percent <= 100:
        return f"{id} is {percent}%, which no share can be.", "Give a whole percentage from 0 to 100."
    if of is None:
        return None
    if of < 1:
        return (
            f"{id} is a share of {of} cases.",
            "Give the cases read, at least 1; or say that it is not rated, and why.",
        )
    if count is not None and not 0 <= count.yes <= of:
        return f"{id} has {count.yes} yes of {of} cases, which cannot be.", f"Give a number of yes from 0 to {of}."
    room = of - (count.yes if count is not None else 0)
    if share.not_applicable < 0 or (share.not_applicable > room and not leaves):
        return (
            f"{id} has {share.not_applicable} answers 'not applicable', which cannot be.",
            "Give a number that is not negative."
            if leaves
            else f"Give a number from 0 to {room}: no yes is among them.",
        )
    if share.of is not None and share.of != of:
        return f"{id} is counted of {of} cases and said to be of {share.of}.", "Give the number of cases once."
    return _check_percent(id, percent, of, count.yes if count else None) if percent is not None else None


def _check_percent(id: str, percent: int, of: int, yes: int | None) -> tuple[str, str] | None:
    """What is wrong with a percentage of a known number of cases, and what to do; None where nothing is."""
    if yes is not None and whole_percent(yes, of) == percent:
        return None
    if counts_giving(percent, of):
        if yes is None:
            return None
        return (
            f"{id} is {yes} of {of} cases, which is {whole_percent(yes, of)}%, not {percent}%.",
            "Correct the one that is wrong, or leave the percentage out.",
        )
    below = (percent * of) // 100
    return (
        f"{id} is {percent}%, which no count of {of} cases gives: "
        f"{below} is {whole_percent(below, of)}% and {below + 1} is {whole_percent(below + 1, of)}%.",
        "Correct the percentage or the number of cases.",
    )


# -- caseloads ----------------------------------------------------------------------------------------------------


def _check_caseloads(framework: Framework, evidence: Evidence, complaints: Complaints) -> None:
    """A caseload holds at least the cases that were read of it."""
    for named, caseload in evidence.caseloads.items():
        if framework.group(named) is None:
            complaints.add(
                f"A caseload is given for the group '{named}', which {framework.id} does not have.",
                f"Use one of: {_listed(group.id for group in framework.sample.groups)}.",
                column=named,
            )
            continue
        read = cases_read(framework, evidence, named)
        if caseload < max(read, 1):
            complaints.add(
                f"The caseload of '{named}' is {caseload}, and {read} of its cases were read.",
                "Give the number of cases that could have been read, which holds those that were.",
                column=named,
            )


def cases_read(framework: Framework, evidence: Evidence, group: str) -> int:
    """How many cases of a group were read: the rows, or else the largest number any count is of."""
    rows = sum(case.group == group for case in evidence.cases)
    if rows:
        return rows
    asked = [
        question.id
        for standard in framework.standards
        if standard.cases == group
        for question in standard.key_questions
    ]
    shares = [evidence.shares[number] for number in asked if number in evidence.shares]
    leaves = not_applicable_leaves(framework)
    read = [
        (share.count.of if share.count else share.of or 0) + (share.not_applicable if leaves else 0) for share in shares
    ]
    return max(read, default=0)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
