"""Dates as people write them in a list, made ISO dates by the one form that was declared; nothing is guessed."""

from touchstone.intake.text import shown

# How dates may be written, by the name that a person gives: nobody guesses whether 03/04 is in March or April.
DATE_FORMS = {"iso": "2022-12-31", "day-first": "31/12/2022"}


class NotADate(ValueError):
    """A text that is no date in the declared form; says so in words."""


def iso_date(text: str, form: str = "iso") -> str:
    """The day as an ISO date. Raises NotADate.

    Takes the declared form, one of DATE_FORMS, and ISO dates always: spreadsheets' own dates arrive as these.
    """
    from datetime import date

    day = text.removesuffix("T00:00:00")
    if form == "day-first" and "/" in day:
        parts = day.split("/")
        if len(parts) == 3 and len(parts[2]) == 4:
            day = f"{parts[2]}-{parts[1]:0>2}-{parts[0]:0>2}"
    if len(day) == 10 and day.isascii() and day[4] == day[7] == "-":
        try:
            return date.fromisoformat(day).isoformat()
        except ValueError:
            pass
    raise NotADate(f"{shown(text)} is not a date written like {DATE_FORMS[form]}.")


def days_before(day: str, days: int) -> str:
    """The ISO date so many days before an ISO date. Raises NotADate where the calendar has no such day."""
    from datetime import date, timedelta

    try:
        return (date.fromisoformat(day) - timedelta(days=days)).isoformat()
    except OverflowError:
        raise NotADate(f"There is no day {days} days before {day}.") from None
