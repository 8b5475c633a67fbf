"""Figures inside prose are named, never typed: finds the names, and fills them in as the report prints numbers.

A figure is kept once, where it has its source, and prose points at it:

    {context:staff}               a context figure, with its % or £
    {sample:court}                how many cases of a sample group were read
    {sample:court.custodial_sentence}   … and of one kind in it
    {caseload:court}              how many cases of the group the service had
    {activity:interviews}         how often inspectors did something
    {survey:parents}              how many answered a survey
    {survey:parents.average}      … and their average score, to one decimal
    {recommendations}             how many recommendations the report makes

Whole numbers below ten are printed as words, as the published reports do, with a capital where a sentence
begins. A brace that is meant as a brace is written twice: {{ or }}.
"""

from collections.abc import Iterator, Mapping

from touchstone.dossier.inspection import Inspection

SMALL_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
SENTENCE_ENDS = (".", "!", "?", "…")
CLOSING_MARKS = "'\"’”)"


def filled(text: str, inspection: Inspection) -> str:
    """The text with every named figure printed. Raises KeyError for a name that the inspection does not have."""
    if "{" not in text and "}" not in text:
        return text
    known = figures(inspection)
    printed = ""
    for piece, is_name in pieces(text):
        printed += at_this_place(known[piece], printed) if is_name else piece
    return printed


def unknown_names(text: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """The names in the text that no figure has, and every lone brace, in the order of the text."""
    if "{" not in text and "}" not in text:
        return ()
    found = [piece for piece, is_name in pieces(text) if is_name and piece not in known]
    return tuple(dict.fromkeys(found))


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text cut into (words, False) and (name, True); a lone brace comes as the name it would be."""
    at = 0
    while at < len(text):
        opens, closes = text.find("{", at), text.find("}", at)
        brace = min((place for place in (opens, closes) if place >= 0), default=-1)
        if brace < 0:
            yield text[at:], False
            return
        if brace > at:
            yield text[at:brace], False
        mark = text[brace]
        if text[brace + 1 : brace + 2] == mark:
            yield mark, False
            at = brace + 2
        elif mark == "{" and closes > 0 and "{" not in text[brace + 1 : closes]:
            yield text[brace + 1 : closes], True
            at = closes + 1
        else:
            yield mark, True
            at = brace + 1


def figures(inspection: Inspection) -> dict[str, str]:
    """Every name that prose may use, with the figure as it is printed in the middle of a sentence."""
    named: dict[str, str] = {"recommendations": in_words(len(inspection.recommendations))}
    for figure in inspection.context:
        named[f"context:{figure.id}"] = with_unit(figure.value, figure.unit)
    groups: dict[str, int] = {}
    for count in inspection.sample:
        groups[count.group] = groups.get(count.group, 0) + count.cases
        named[f"sample:{count.group}.{count.kind}"] = in_words(count.cases)
    for group, cases in groups.items():
        named[f"sample:{group}"] = in_words(cases)
    for group, cases in inspection.evidence.caseloads.items():
        named[f"caseload:{group}"] = in_words(cases)
    for activity in inspection.activities:
        named[f"activity:{activity.id}"] = in_words(activity.count)
    for survey in inspection.surveys:
        answered = sum(how_many for _, how_many in survey.scores)
        named[f"survey:{survey.id}"] = in_words(answered)
        if answered:
            named[f"survey:{survey.id}.average"] = average(survey.scores)
    return named


def in_words(number: int | float) -> str:
    """A number as the reports print it: below ten in words, then figures with commas ("no", "nine", "1,250")."""
    if isinstance(number, int) and 0 <= number < len(SMALL_NUMBERS):
        return SMALL_NUMBERS[number]
    return in_figures(number)


def in_figures(number: int | float) -> str:
    """A number in figures: commas between thousands, no decimals where there are none ("38.2", "12")."""
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    return f"{number:,}"


def with_unit(number: int | float, unit: str) -> str:
    """A context figure: percentages and money in figures with their sign, everything else as `in_words`."""
    if unit == "%":
        return f"{in_figures(number)}%"
    if unit == "£":
        return f"£{in_figures(number)}"
    return in_words(number)


def average(scores: tuple[tuple[int, int], ...]) -> str:
    """The average of a survey's scores to one decimal, rounded half up, worked out in whole numbers ("7.3")."""
    answered = sum(how_many for _, how_many in scores)
    total = sum(score * how_many for score, how_many in scores)
    tenths = (20 * total + answered) // (2 * answered)
    return f"{tenths // 10}.{tenths % 10}"


def at_this_place(figure: str, before: str) -> str:
    """The figure with a capital where it begins the text or a sentence."""
    ended = before.rstrip()
    begins = not ended or (ended != before and ended.rstrip(CLOSING_MARKS).endswith(SENTENCE_ENDS))
    return figure[:1].upper() + figure[1:] if begins else figure
