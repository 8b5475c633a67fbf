"""Agreement between inspectors as a page of plain text, at most 80 characters wide, and as JSON."""

from touchstone.cli.rating_page import wrapped
from touchstone.dossier.prose import in_figures
from touchstone.intake.values import dataclass
from touchstone.rating.agreement import Difference, agreement_by_question, alpha_by_question, differences
from touchstone.rating.answers import CaseAnswers
from touchstone.reports.sections_fragility import percent
from touchstone.reports.wording import capital, counted
from touchstone.standards.framework import Framework

NOT_FOR_PUBLICATION = (
    "For the inspectors and whoever trains them. Not for publication: it names cases by their references."
)
READ_SO = "1 is full agreement, 0 is no better than chance, below 0 is worse."
NOT_DEFINED = "not defined"
WHY_NOT_DEFINED = (
    "Not defined: everybody gave one and the same answer to all of these cases, so chance alone would agree just as "
    "fully."
)
TOPIC = 27


@dataclass(frozen=True, slots=True)
class Agreement:
    """What inspectors answered, each in the table of that name, by the key questions of one framework."""

    framework: Framework
    names: tuple[str, ...]
    inspectors: tuple[tuple[CaseAnswers, ...], ...]

    def questions(self) -> "tuple[Measured, ...]":
        """Every key question that two inspectors answered in the same case, in the framework's order."""
        if len(self.inspectors) == 2:
            found = [
                Measured(it.question, it.of, it.same, it.kappa, it.alpha)
                for it in agreement_by_question(*self.inspectors)
            ]
        else:
            found = [Measured(it.question, it.of, None, None, it.alpha) for it in alpha_by_question(self.inspectors)]
        order = [question.id for standard in self.framework.standards for question in standard.key_questions]
        return tuple(sorted(found, key=lambda it: order.index(it.question)))

    def read_by_one(self) -> dict[str, tuple[str, ...]]:
        """Table → the cases that are in no other."""
        often: dict[str, int] = {}
        for cases in self.inspectors:
            for case in cases:
                often[case.reference] = often.get(case.reference, 0) + 1
        return {
            name: tuple([case.reference for case in cases if often[case.reference] == 1])
            for name, cases in zip(self.names, self.inspectors, strict=True)
        }

    def read_by_two(self) -> int:
        """How many cases at least two of them read."""
        every = {case.reference for cases in self.inspectors for case in cases}
        return len(every) - sum(len(alone) for alone in self.read_by_one().values())


@dataclass(frozen=True, slots=True)
class Measured:
    """One key question: the cases two inspectors answered, in how many alike, and the two measures.

    Of more than two inspectors only alpha is told. None is "not defined", or "not told".
    """

    question: str
    cases: int
    same: int | None
    kappa: float | None
    alpha: float | None


def agreement_json(agreement: Agreement) -> str:
    """One object on a line, in plain ASCII; null where a measure is not defined, or not told of so many."""
    import json

    found = {
        "framework": agreement.framework.id,
        "revision": agreement.framework.revision,
        "inspectors": [
            {"file": name, "cases": len(cases), "read_by_this_one_alone": list(agreement.read_by_one()[name])}
            for name, cases in zip(agreement.names, agreement.inspectors, strict=True)
        ],
        "cases_read_by_two": agreement.read_by_two(),
        "key_questions": [
            {
                "id": it.question,
                "cases": it.cases,
                "same": it.same,
                "percent_agreed": None if it.same is None else round(100 * it.same / it.cases, 2),
                "kappa": rounded(it.kappa),
                "alpha": rounded(it.alpha),
            }
            for it in agreement.questions()
        ],
        "differences": [
            {"case": it.reference, "key_question": it.question, "answers": list(it.answers)}
            for it in differences(agreement.inspectors)
        ],
    }
    return json.dumps(found) + "\n"


def rounded(measure: float | None) -> float | None:
    """A measure to four decimals, never a zero below zero."""
    return None if measure is None else round(measure, 4) + 0.0


def agreement_page(agreement: Agreement) -> str:
    """Who read what, the measures by key question, where they differ, what only one of them read."""
    parts = [
        wrapped(NOT_FOR_PUBLICATION),
        heading(agreement),
        measures(agreement),
        where_they_differ(differences(agreement.inspectors)) if agreement.questions() else [],
        read_by_one(agreement),
    ]
    return "\n\n".join("\n".join(line.rstrip() for line in part) for part in parts if part) + "\n"


def heading(agreement: Agreement) -> list[str]:
    """The tables and how many cases are in each."""
    lines = wrapped(f"Agreement between {counted(len(agreement.names), 'inspector')}")
    lines += wrapped(f"{agreement.framework.title} ({agreement.framework.id}, revision {agreement.framework.revision})")
    lines.append("")
    for place, (name, cases) in enumerate(zip(agreement.names, agreement.inspectors, strict=True), start=1):
        lines += wrapped(f"{place}. {name}: {counted(len(cases), 'case')}", "  ", "     ")
    who = "both" if len(agreement.names) == 2 else "at least two of them"
    return [*lines, *wrapped(f"{capital(counted(agreement.read_by_two(), 'case'))} read by {who}.", "  ", "  ")]


def measures(agreement: Agreement) -> list[str]:
    """A table by standard and key question; per cent and kappa are told of two inspectors only."""
    found = agreement.questions()
    if not found:
        return ["They answered no key question of the same case."]
    two = len(agreement.names) == 2
    between = f"{'Agreed':>9}{'Kappa':>14}" if two else ""
    lines = [f"  {'Key question':<{TOPIC + 8}}{'Cases':>5}{between}{'Alpha':>14}"]
    by_number = {it.question: it for it in found}
    for standard in agreement.framework.standards:
        asked = [question for question in standard.key_questions if question.id in by_number]
        if asked:
            lines += wrapped(f"{standard.id} {standard.title}", "", "    ")
        for question in asked:
            lines += question_lines(by_number[question.id], question.topic, two=two)
    if two:
        same, of = sum(it.same or 0 for it in found), sum(it.cases for it in found)
        lines.append(f"  {'All answers':<{TOPIC + 8}}{in_figures(of):>5}{percent(same, of):>9}")
    lines += ["", *wrapped(READ_SO)]
    if any(it.alpha is None for it in found):
        lines += wrapped(WHY_NOT_DEFINED)
    return lines


def question_lines(it: Measured, topic: str, *, two: bool) -> list[str]:
    """One key question; a long topic goes on below."""
    first, *more = wrapped(topic, width=TOPIC)
    between = f"{percent(it.same or 0, it.cases):>9}{in_words(it.kappa):>14}" if two else ""
    line = f"  {it.question:<8}{first:<{TOPIC}}{in_figures(it.cases):>5}{between}{in_words(it.alpha):>14}"
    return [line, *[" " * 10 + part for part in more]]


def in_words(measure: float | None) -> str:
    """A measure to two decimals, or that it is not defined."""
    return NOT_DEFINED if measure is None else f"{round(measure, 2) + 0.0:.2f}"


def where_they_differ(found: tuple[Difference, ...]) -> list[str]:
    """Every case with the key questions that were not answered alike, answers in the order of the tables."""
    if not found:
        return ["They differ in no answer."]
    together: dict[str, list[str]] = {}
    for it in found:
        answers = ", ".join(answer or "–" for answer in it.answers)
        together.setdefault(it.reference, []).append(f"{it.question} ({answers})")
    lines = wrapped(
        f"Where they differ: {counted(len(found), 'answer')} in {counted(len(together), 'case')}, "
        "answers in the order of the tables"
    )
    for reference, questions in together.items():
        lines += wrapped(f"{reference}: {'; '.join(questions)}", "  - ", "    ")
    return lines


def read_by_one(agreement: Agreement) -> list[str]:
    """The cases that only one of them read, which tell nothing here."""
    lines: list[str] = []
    for name, alone in agreement.read_by_one().items():
        if alone:
            lines += wrapped(f"Only in {name}: {', '.join(alone)}", "  - ", "    ")
    return ["Cases that only one of them read, which tell nothing here", *lines] if lines else []
