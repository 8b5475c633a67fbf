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
    """Sample group → its number, from every `GROUP=N` that is right; one given twice is wrong, not the last word."""
    numbers: dict[str, int] = {}
    seen: set[str] = set()
    for word in given:
        group, _, number = word.partition("=")
        if group in seen:
            problems.append(Problem(f"The group {shown(group)} is given twice.", "Give it once.", column=option))
        seen.add(group)
        before = len(problems)
        read = whole(number, f"{option} {group}", problems)
        if len(problems) == before:
            numbers[group] = read
    return numbers
