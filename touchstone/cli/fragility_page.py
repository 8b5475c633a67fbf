"""How fragile the ratings of an inspection are as a page of plain text, at most 80 characters wide."""

from touchstone.cli.rating_page import beside, heading, mark, share, wrapped
from touchstone.dossier.prose import in_figures
from touchstone.dossier.ratable import Ratable
from touchstone.rating.fragility import InspectionFragility, QuestionFragility, StandardFragility
from touchstone.rating.interval import CONFIDENCE
from touchstone.rating.sensitivity import DecidingCase
from touchstone.rating.working import RatedInspection, RatedQuestion
from touchstone.reports.panel_paper import (
    CASES_THAT_DECIDE,
    NOT_FOR_PUBLICATION,
    ONE_ANSWER_DECIDES,
    deciding_answer,
    standards_without,
)
from touchstone.reports.sections_fragility import overall_changes, percent, spread_in_words
from touchstone.reports.wording import counted, interval, listed
from touchstone.standards.framework import RatingRule

NOT_FOR_PUBLICATION_WITHOUT_CASES = (
    "For the panel and the service. Not for publication: it shows how near each rating is to the next."
)
PUBLISHED = "The framework lets a report print how fragile the ratings are."
PUBLISHED_WITHOUT_CASES = f"{PUBLISHED} Case references stay between the panel and the service."
BAR = 30  # characters for all of the samples
TOPIC = 22
DRIVES = "▸"


def fragility_page(ratable: Ratable, rated: RatedInspection, known: InspectionFragility) -> str:
    """For whom it is, the overall rating and what would move it, then every counted standard and every case."""
    rule = ratable.framework.rating
    assert rule is not None  # `rate` refuses a framework without a rule
    parts = [
        wrapped(for_whom(ratable)),
        heading(ratable, rated, rule),
        [line for sentence in rated.assumptions for line in wrapped(f"Assumption: {sentence}", "", "  ")],
        overall(ratable, rated, known),
        samples(known, rule),
        how_to_read(ratable, known),
        *[standard(ratable, rated, it, rule) for it in known.standards],
        cases_that_decide(known.sensitivity.cases),
    ]
    return "\n\n".join("\n".join(line.rstrip() for line in part) for part in parts if part) + "\n"


def for_whom(ratable: Ratable) -> str:
    """Who may read it: the framework says whether fragility is published, and cases never are."""
    names_cases = bool(ratable.evidence.cases)
    if ratable.framework.publishes_fragility:
        return PUBLISHED_WITHOUT_CASES if names_cases else PUBLISHED
    return NOT_FOR_PUBLICATION if names_cases else NOT_FOR_PUBLICATION_WITHOUT_CASES


def overall(ratable: Ratable, rated: RatedInspection, known: InspectionFragility) -> list[str]:
    """The smallest changes of judgements that would move the overall rating."""
    if not rated.overall:
        return []
    lines = ["What would move the overall rating"]
    for sentence in overall_changes(ratable.framework, rated, known):
        lines += wrapped(sentence, "  - ", "    ")
    return lines


def samples(known: InspectionFragility, rule: RatingRule) -> list[str]:
    """How often samples drawn again give each overall rating; or why none can be drawn."""
    drawn = known.replicates
    if drawn is None:
        return ["Samples drawn again", *wrapped(known.no_replicates_because, "  ", "  ")]
    noun = "sample" if drawn.count == 1 else "samples"
    title = f"Overall rating in {in_figures(drawn.count)} {noun} drawn again (seed {drawn.seed})"
    found = dict(drawn.overall)
    lines = wrapped(title)
    for word in (*([""] if "" in found else []), *rule.words):
        how_many = found.get(word, 0)
        bar = "█" * ((BAR * how_many * 2 + drawn.count) // (2 * drawn.count))
        lines.append(f"  {word or 'Not rated':<21}{percent(how_many, drawn.count):>6} {in_figures(how_many):>9}  {bar}")
    return lines


def how_to_read(ratable: Ratable, known: InspectionFragility) -> list[str]:
    """What the figures of each standard mean, and for which caseloads the intervals are narrowed."""
    if not known.standards:
        return []
    shown = {it.id for it in known.standards if any(question.interval for question in it.questions)}
    narrowed = []
    for group in ratable.framework.sample.groups:
        if any(each.id in shown and each.cases == group.id for each in ratable.framework.standards):
            caseload = ratable.evidence.caseloads.get(group.id)
            says = "not narrowed, since the caseload is not known"
            if caseload is not None:
                says = f"narrowed for the known caseload of {in_figures(caseload)}"
            narrowed.append(f" {group.title}: {says}.")
    said = (
        "Up and down: the fewest cases, and the fewest single answers, that would move the standard by a band. One "
        "case can change several answers.",
        f"Interval: of the share, {CONFIDENCE}%, by Wilson.{''.join(narrowed)}",
        "To spare: how many yes could have been no before the standard falls. Lacks: how many more yes it takes "
        "before it can rise.",
        f"{DRIVES} marks the key questions that drive the rating: those in its band.",
    )
    return ["How to read the standards", *[line for each in said for line in wrapped(each, "  - ", "    ")]]


def standard(ratable: Ratable, rated: RatedInspection, it: StandardFragility, rule: RatingRule) -> list[str]:
    """One standard: how far the next bands are, its key questions, samples drawn again, the answers that decide."""
    described = ratable.framework.standard(it.id)
    assert described is not None
    lines = wrapped(f"{it.id} {described.title}", "", "    ")
    lines.append(f"  {mark(it.computed, rule)} {it.computed}, driven by {listed(it.driven_by)}")
    if it.rating != it.computed:
        says = f"The panel's discretion made it {it.rating}; what follows is of the computed {it.computed}."
        lines += wrapped(says, "  ", "  ")
    lines += [*ways(it, rule), "", f"  {'':<30}{'Share of yes':<18}{'Interval':<14}{'To spare':>8}{'Lacks':>7}"]
    topics = {question.id: question.topic for question in described.key_questions}
    shares = {question.id: question for question in rated.standard(it.id).questions}
    for question in it.questions:
        lines += question_lines(question, topics[question.id], shares[question.id])
    if it.replicates:
        lines += ["", *wrapped(f"In samples drawn again: {spread_in_words(it.replicates)}.", "  ", "  ")]
    if it.deciding_answers:
        lines += ["", f"  {ONE_ANSWER_DECIDES}"]
        for found in it.deciding_answers:
            lines += wrapped(deciding_answer(found), "  - ", "    ")
    return lines


def ways(it: StandardFragility, rule: RatingRule) -> list[str]:
    """How many cases and how many answers it takes to the band above and to the one below."""
    if all(question.answers_lacking is None and question.answers_to_spare is None for question in it.questions):
        return wrapped("How near the next band is cannot be said: only percentages are known.", "  ", "  ")
    lines = []
    for word, step, cases, answers in (
        ("Up", +1, it.cases_up, it.answers_up),
        ("Down", -1, it.cases_down, it.answers_down),
    ):
        if cases is None or answers is None:
            lines.append(f"  {word}: there is no band {'above' if step > 0 else 'below'}")
            continue
        at_least = "" if it.exact_cases or step < 0 else "at least "
        told = f"{at_least}{counted(cases, 'case')}, {counted(answers, 'answer')}"
        lines.append(f"  {word} to {beside(it.computed, step, rule)}: {told}")
    return lines


def question_lines(it: QuestionFragility, topic: str, asked: RatedQuestion) -> list[str]:
    """One key question: "▸ 2.1.3 safety of others   51%  20 of 39   36% to 66%   1   6"; a long topic goes on."""
    first, *more = wrapped(topic, width=TOPIC)
    sure = interval(it.interval.low, it.interval.high) if it.interval else "not known"
    line = f"  {DRIVES if it.drives else ' '} {it.id:<6}{first:<{TOPIC}}{share(asked):<18}{sure:<14}"
    line += f"{number(it.answers_to_spare):>8}{number(it.answers_lacking):>7}"
    return [line, *[" " * 10 + part for part in more]]


def number(known: int | None) -> str:
    """A number, or a dash where it is not known or there is no band beyond."""
    return "–" if known is None else str(known)


def cases_that_decide(found: tuple[DecidingCase, ...]) -> list[str]:
    """Cases without which a rating would be another; those that decide the same stand together."""
    together: dict[tuple[str, str], list[str]] = {}
    for it in found:
        together.setdefault((standards_without(it), it.overall_becomes or "none"), []).append(it.case)
    if not together:
        return []
    lines = [CASES_THAT_DECIDE]
    for (standards, becomes), cases in together.items():
        any_one = "" if len(cases) == 1 else "any one of "
        lines += wrapped(f"{standards}; overall {becomes}: without {any_one}{', '.join(cases)}", "  - ", "    ")
    return lines
