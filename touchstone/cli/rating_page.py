"""A rated inspection as a page of plain text, at most 80 characters wide."""

from touchstone.dossier.ratable import Ratable
from touchstone.rating.working import NOT_RATED, RatedInspection, RatedQuestion, RatedStandard
from touchstone.standards.framework import RatingRule, Standard

WIDTH = 80
TITLE_WIDTH = 32
FULL, EMPTY = "■", "□"
MOST_SENTENCES = 5  # that hang on one case; more would not be read one by one


def rating_page(ratable: Ratable, rated: RatedInspection, explain: tuple[str, ...] = ()) -> str:
    """The overall rating, every standard at a glance, what hangs on one case, and the working asked for."""
    rule = ratable.framework.rating
    assert rule is not None  # `rate` refuses a framework without a rule
    lines = [*heading(ratable, rated, rule), "", *marks(ratable, rated, rule)]
    for part in (
        hanging(ratable, rated, rule),
        notes(ratable, rated),
        *[working(ratable, rated.standard(number)) for number in explain],
    ):
        if part:
            lines += ["", *part]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def heading(ratable: Ratable, rated: RatedInspection, rule: RatingRule) -> list[str]:
    """Who was inspected, by what, and the overall rating with its score."""
    lines = wrapped(ratable.service)
    lines += wrapped(f"{ratable.framework.title} ({rated.framework}, revision {ratable.framework.revision})")
    if ratable.demonstration:
        lines += ["", *wrapped(ratable.demonstration)]
    lines.append("")
    if not rated.overall:
        return [*lines, "Overall: nothing could be rated"]
    provisional = ", provisional" if rated.provisional else ""
    score = f"{rated.score}/{rated.score_of}{provisional}"
    return [*lines, f"Overall: {mark(rated.overall, rule)} {rated.overall}   {score}"]


def marks(ratable: Ratable, rated: RatedInspection, rule: RatingRule) -> list[str]:
    """Every standard with its mark, its word and the share that decides it."""
    lines: list[str] = []
    for domain in ratable.framework.domains:
        lines += [*([""] if lines else []), *wrapped(domain.title)]
        for standard in domain.standards:
            lines += standard_lines(standard, rated.standard(standard.id), rule)
    return lines


def standard_lines(standard: Standard, rated: RatedStandard, rule: RatingRule) -> list[str]:
    """One standard: "2.1  Assessment  ■■□□ Requires improvement  51%  20 of 39"; a long title goes on below."""
    word = rated.rating or "not rated yet"
    title, *more = wrapped(standard.title, width=TITLE_WIDTH)
    line = f"  {standard.id:<5}{title:<{TITLE_WIDTH}} {mark(rated.rating, rule)} {word:<20}"
    decides = rated.deciding_question
    return [f"{line} {share(decides)}" if decides else line, *[" " * 9 + part for part in more]]


def mark(word: str, rule: RatingRule) -> str:
    """A rating word as filled squares; blanks for what is not rated."""
    words = rule.words
    if word not in words:
        return " " * len(words)
    filled = words.index(word) + 1
    return FULL * filled + EMPTY * (len(words) - filled)


def share(question: RatedQuestion) -> str:
    """The share of yes, with its count where that is known."""
    if question.percent is None:
        return ""
    count = f"  {question.yes} of {question.of}" if question.yes is not None else ""
    return f"{question.percent:>3}%{count}"


def hanging(ratable: Ratable, rated: RatedInspection, rule: RatingRule) -> list[str]:
    """The standards whose computed rating one case would move; told together where they are many."""
    moves = []
    for standard in ratable.framework.standards:
        one = rated.standard(standard.id)
        if one.cases_down == 1:
            moves.append((standard, "fewer", beside(one.computed, -1, rule)))
        if one.cases_up == 1:
            moves.append((standard, "more", beside(one.computed, +1, rule)))
    if not moves:
        return []
    if len(moves) <= MOST_SENTENCES:
        sentences = [f"{each.id} {each.title}: one case {way} and this is {word}." for each, way, word in moves]
    else:
        together: dict[tuple[str, str], list[str]] = {}
        for standard, way, word in moves:
            together.setdefault((way, word), []).append(standard.id)
        sentences = [f"One case {way} and it is {word}: {', '.join(ids)}." for (way, word), ids in together.items()]
    return ["On one case hangs", *[line for sentence in sentences for line in wrapped(sentence, "  ", "    ")]]


def beside(word: str, step: int, rule: RatingRule) -> str:
    """The next rating word below or above."""
    return rule.words[rule.words.index(word) + step]


def notes(ratable: Ratable, rated: RatedInspection) -> list[str]:
    """What a reader must know: discretion used, what is not counted or not rated yet, assumptions."""
    lines: list[str] = []
    for one in rated.standards:
        if one.discretion is not None:
            by = "; ".join(one.discretion.by)
            what = f"{one.id}: the panel moved {one.computed} to {one.rating} ({by}): {one.discretion.reason}"
            lines += wrapped(what, "", "  ")
    for number, why in rated.not_counted.items():
        verb = NOT_RATED.lower() if rated.standard(number).rating == NOT_RATED else "not counted"
        lines += wrapped(f"{number} is {verb}: {why}", "", "  ")
    absent = [one.id for one in rated.standards if not one.rating]
    if absent:
        tail = " The score is provisional: it is of the standards rated so far." if rated.provisional else ""
        lines += wrapped(f"Not rated yet: {', '.join(absent)}.{tail}", "", "  ")
    for assumption in rated.assumptions:
        lines += wrapped(f"Assumption: {assumption}", "", "  ")
    return lines


def working(ratable: Ratable, rated: RatedStandard) -> list[str]:
    """How one rating came about, down to the case references behind each share."""
    standard = ratable.framework.standard(rated.id)
    title = standard.title if standard else ""
    lines = [f"How {rated.id} {title} came about"]
    for step in rated.steps or ("It is not rated yet.",):
        for place, paragraph in enumerate(step.split("\n")):
            lines += wrapped(paragraph, "    " if place else "  - ", "    ")
    for question in rated.questions:
        lines += ["", f"  {question.id}  {share(question).strip()}"]
        listed = (("yes", question.yes_cases), ("no", question.no_cases), ("n/a", question.not_applicable_cases))
        if not any(cases for _, cases in listed):
            known = "the percentage is" if question.yes is None else "counts are"
            lines.append(f"    Only {known} known, no cases.")
        for word, cases in listed:
            if cases:
                lines += wrapped(", ".join(cases), f"    {word + ':':<5}", " " * 9)
    if rated.discretion_open:
        lines += ["", "  The panel may consider discretion, because:"]
        for reason in rated.discretion_open:
            lines += wrapped(reason, "  - ", "    ")
    return lines


def wrapped(text: str, first: str = "", rest: str = "", *, width: int = WIDTH) -> list[str]:
    """The text in lines of at most `width` characters; a longer word stands alone and is not cut."""
    lines: list[str] = []
    line, empty = first, True
    for word in text.split():
        if not empty and len(line) + 1 + len(word) > width:
            lines.append(line)
            line, empty = rest, True
        line += word if empty else f" {word}"
        empty = False
    return [*lines, line]
