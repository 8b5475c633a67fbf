"""Whole numbers as they are given on a command line, alone or by sample group (`GROUP=N`); every problem is noted."""

from collections.abc import Iterable

from touchstone.intake.problems import Problem
from touchstone.intake.text import shown

MOST_DIGITS = 80


def whole(text: str, name: str, problems: list[Problem]) -> int:
    """A whole number as given on the command line; 1 and a problem where it is none."""
    if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS:
        return int(text)
    problems.append(
        Problem(f"{shown(text)} is not a whole number.", f"Write it in digits, at most {MOST_DIGITS}.", column=name)
    )
    return 1


def whole_by_group(given: Iterable[str], option: str, problems: list[Problem]) -> dict[str, int]:
    """Sample group → its number, from every `GROUP=N`; a group that is given twice is a problem, not the last word."""
    numbers: dict[str, int] = {}
    for word in given:
        group, _, number = word.partition("=")
        if group in numbers:
            problems.append(Problem(f"{option} names the group {shown(group)} twice.", "Give it once.", column=option))
        numbers[group] = whole(number, f"{option} {group}", problems)
    return numbers
