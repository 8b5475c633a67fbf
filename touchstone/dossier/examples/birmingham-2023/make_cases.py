"""Makes the 77 invented case rows of the Birmingham example: the published counts, exactly, and nothing else real.

Run it as `python touchstone/dossier/examples/birmingham-2023/make_cases.py`; it writes `cases.csv` beside itself
and always the same one. No case here was ever a child: only the number of cases of each kind and the number of
'yes' per key question are the published ones (HM Inspectorate of Probation, Birmingham, March 2023; a published
percentage of a known number of cases gives exactly one count).
"""

import hashlib
from pathlib import Path

SEED = "birmingham-2023, invented cases"

# sample group: (letter of its references, how many cases of each kind)
KINDS = {
    "court": ("C", {"community_sentence": 33, "custodial_sentence": 6}),
    "out_of_court": (
        "O",
        {"youth_conditional_caution": 13, "youth_caution": 4, "community_resolution": 12, "outcome_22": 9},
    ),
}

# sample group: standard → how many cases said yes to desistance, safety of the child, safety of others
COUNTS = {
    "court": {"2.1": (27, 23, 20), "2.2": (27, 23, 23), "2.3": (17, 17, 16), "2.4": (17, 17, 17)},
    "out_of_court": {"3.1": (28, 22, 22), "3.2": (33, 28, 31), "3.3": (26, 19, 24)},
}

# How much of an answer comes from each cause, so that answers within one case hang together as they do in
# real casework: work on safety that was missed in the assessment tends to be missed in the plan as well.
# Delivery and reviewing also share a cause of their own: whether somebody held the case throughout.
WEIGHTS = {"the case as a whole": 4, "the theme": 4, "held throughout": 5, "this answer alone": 4}
NEEDS_SOMEBODY = ("2.3", "2.4", "3.3")


def chance(*parts: str) -> int:
    """A number from 0 to 999,999 that follows from the words alone, on every machine and Python."""
    digest = hashlib.sha256("|".join((SEED, *parts)).encode()).digest()
    return int.from_bytes(digest[:8], "big") % 1_000_000


def strength(reference: str, standard: str, theme: int) -> int:
    """How good this case's work on one theme of one standard is, as a number to put cases in order by."""
    total = WEIGHTS["the case as a whole"] * chance(reference)
    total += WEIGHTS["the theme"] * chance(reference, f"theme {theme}")
    if standard in NEEDS_SOMEBODY:
        total += WEIGHTS["held throughout"] * chance(reference, "held throughout")
    return total + WEIGHTS["this answer alone"] * chance(reference, standard, str(theme))


def references(group: str) -> list[tuple[str, str]]:
    """Every case of a group as (reference, kind)."""
    letter, kinds = KINDS[group]
    in_order = [kind for kind, count in kinds.items() for _ in range(count)]
    return [(f"B-{letter}-{number:03}", kind) for number, kind in enumerate(in_order, start=1)]


def said_yes(cases: list[str], standard: str, theme: int, yes: int) -> set[str]:
    """The strongest cases on one theme of one standard, exactly as many as were published."""
    return set(sorted(cases, key=lambda case: (-strength(case, standard, theme), case))[:yes])


def answers(group: str) -> dict[str, dict[str, str]]:
    """Question → reference → answer."""
    cases = [reference for reference, _ in references(group)]
    found: dict[str, dict[str, str]] = {}
    for standard, counts in COUNTS[group].items():
        for theme, yes in enumerate(counts, start=1):
            best = said_yes(cases, standard, theme, yes)
            found[f"{standard}.{theme}"] = {case: "yes" if case in best else "no" for case in cases}
    return found


def rows() -> list[list[str]]:
    """The whole table with its heading. A question that is not asked of a case has an empty cell."""
    by_group = {group: answers(group) for group in KINDS}
    questions = [question for group in KINDS for question in by_group[group]]
    table = [["reference", "group", "kind", *questions]]
    for group in KINDS:
        for reference, kind in references(group):
            given = [by_group[group].get(question, {}).get(reference, "") for question in questions]
            table.append([reference, group, kind, *given])
    return table


def text() -> str:
    """The table as CSV. No cell needs quoting: references and words are letters, digits and hyphens."""
    return "".join(",".join(row) + "\n" for row in rows())


if __name__ == "__main__":
    Path(__file__).with_name("cases.csv").write_text(text(), encoding="utf-8", newline="\n")
