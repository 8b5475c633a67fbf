"""How a report says dates, lists, counts and bands in English."""

from collections.abc import Sequence

from touchstone.dossier.prose import CLOSING_MARKS, SENTENCE_ENDS, in_figures, in_words
from touchstone.standards.framework import RatingRule

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def printed_date(iso: str) -> str:
    """A date as people read it: "21 March 2023", "March 2023", "2023", with the minute "00.01 on 21 March 2023"."""
    day, _, minute = iso.partition("T")
    parts = day.split("-")
    if len(parts) == 1:
        return day
    month = f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"
    date = f"{int(parts[2])} {month}" if len(parts) == 3 else month
    return f"{minute.replace(':', '.')} on {date}" if minute else date


def printed_month(iso: str) -> str:
    """The month and year of a date: "March 2023"; the year alone where that is all that is known."""
    return printed_date(iso.partition("T")[0][:7])


def on_or_in(iso: str) -> str:
    """A day, month or year inside a sentence: "on 21 March 2023", "in March 2023", "in 2023"."""
    return f"{'on' if iso.count('-') == 2 else 'in'} {printed_date(iso)}"


def listed(words: Sequence[str]) -> str:
    """Words as a sentence lists them: "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def counted(number: int, one: str, many: str = "") -> str:
    """A count with its noun: "one case", "39 cases"."""
    return f"{in_words(number)} {one if number == 1 else many or one + 's'}"


def counted_points(score: int) -> str:
    """A score in figures, as ratings are added up: "1 point", "11 points"."""
    return f"{score} point{'' if score == 1 else 's'}"


def capital(text: str) -> str:
    """The text with a capital in front."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """The text with a full stop, where it does not end with one, be it inside a quotation or a bracket."""
    text = text.rstrip()
    return text if text.rstrip(CLOSING_MARKS).endswith(SENTENCE_ENDS) else f"{text}."


def people(names: Sequence[str]) -> str:
    """People as a sentence lists them. Each may bring a comma, "A. Ward, lead inspector", so none stands between."""
    return "; ".join(names)


def is_or_are(numbers: Sequence[str]) -> str:
    """Official numbers with their verb: "1.2 is", "1.2 and 1.3 are"."""
    return f"{listed(numbers)} {'is' if len(numbers) == 1 else 'are'}"


def figure(number: int | float, unit: str) -> str:
    """A figure as a table shows it, with its unit: "141 people", "67%", "£7,000,000"."""
    if unit == "%":
        return f"{in_figures(number)}%"
    if unit == "£":
        return f"£{in_figures(number)}"
    return f"{in_figures(number)} {unit}".rstrip()


def interval(low: float, high: float) -> str:
    """An interval in whole percent: "36% to 66%"."""
    return f"{low:.0f}% to {high:.0f}%"


def band_range(rule: RatingRule, place: int) -> str:
    """The shares that belong to a band: "below 50%", "50% to 64%", "80% or more"."""
    bands = rule.question_bands
    at_least = bands[place].at_least
    if place + 1 == len(bands):
        return f"{at_least}% or more"
    below = bands[place + 1].at_least
    if place == 0:
        return f"below {below}%"
    return f"{at_least}% to {below - 1}%" if rule.band_on == "rounded" else f"{at_least}% to below {below}%"


def band_words(rule: RatingRule | None, rating: str) -> str:
    """The words of the band that gives a rating ("too few"); "" where there is no rule."""
    if rule is None:
        return ""
    return next((band.words for band in rule.question_bands if band.rating == rating), "")


def safe_id(*parts: str) -> str:
    """An id that is safe in an address and in a document: "standard-2-1"."""
    joined = "-".join(parts).lower()
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in joined)
