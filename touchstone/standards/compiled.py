"""A framework as plain JSON values and back again, exactly."""

from touchstone.standards.framework import (
    CaseKind,
    Discretion,
    Domain,
    Fact,
    Framework,
    KeyQuestion,
    OverallBand,
    Prompt,
    QuestionBand,
    RatingRule,
    SampleGroup,
    SampleRule,
    Standard,
)

TYPE_CHECKING = False  # spares the import of `typing`; type checkers know the name
if TYPE_CHECKING:
    from typing import Any

    Row = dict[str, Any]
    Facts = list[Fact]


def plain_from(value: object) -> dict[str, object]:
    """A value as JSON under the names of its fields; each distinct fact is written once and named by its number."""
    facts: dict[Fact, int] = {}
    whole = plain(value, facts)
    return {"value": whole, "facts": [[fact.standing, fact.source, fact.note] for fact in facts]}


def plain(value: object, facts: dict[Fact, int] | None = None) -> object:
    """A value as JSON under the names of its fields; facts as numbers in `facts`, or written out where it is None."""
    if isinstance(value, Fact) and facts is not None:
        return facts.setdefault(value, len(facts))
    if isinstance(value, tuple):
        return [plain(item, facts) for item in value]
    if hasattr(value, "__match_args__"):
        return {name: plain(getattr(value, name), facts) for name in type(value).__match_args__}
    return value


def facts_from(document: "Row") -> "Facts":
    """The numbered facts of a compiled file."""
    return [Fact(*row) for row in document["facts"]]


def framework_from(document: "Row") -> Framework:
    """The framework again; the exact inverse of `plain_from`."""
    facts = facts_from(document)
    whole = document["value"]
    return Framework(
        **whole
        | {
            "notes": tuple(whole["notes"]),
            "domains": tuple([domain_from(row, facts) for row in whole["domains"]]),
            "rating": None if whole["rating"] is None else rule_from(whole["rating"], facts),
            "sample": sample_from(whole["sample"], facts),
            "in_force_fact": fact_or_none(whole["in_force_fact"], facts),
        }
    )


def fact_or_none(number: int | None, facts: "Facts") -> Fact | None:
    """The fact with this number, or None."""
    return None if number is None else facts[number]


def domain_from(row: "Row", facts: "Facts") -> Domain:
    """One domain."""
    return Domain(**row | {"standards": tuple([standard_from(inner, facts) for inner in row["standards"]])})


def standard_from(row: "Row", facts: "Facts") -> Standard:
    """One standard."""
    questions = tuple([question_from(inner, facts) for inner in row["key_questions"]])
    return Standard(**row | {"fact": facts[row["fact"]], "key_questions": questions})


def question_from(row: "Row", facts: "Facts") -> KeyQuestion:
    """One key question."""
    prompts = tuple([Prompt(inner["text"], facts[inner["fact"]]) for inner in row["prompts"]])
    return KeyQuestion(**row | {"fact": facts[row["fact"]], "prompts": prompts})


def rule_from(row: "Row", facts: "Facts") -> RatingRule:
    """The rating rule."""
    discretion = row["discretion"]
    return RatingRule(
        **row
        | {
            "scale": tuple([(word, points) for word, points in row["scale"]]),
            "question_bands": tuple([QuestionBand(**band) for band in row["question_bands"]]),
            "overall_bands": tuple([OverallBand(**band) for band in row["overall_bands"]]),
            "discretion": Discretion(**discretion | {"fact": facts[discretion["fact"]]}),
            "facts": tuple([(name, facts[number]) for name, number in row["facts"]]),
        }
    )


def sample_from(row: "Row", facts: "Facts") -> SampleRule:
    """The sample rule."""
    groups = tuple([group_from(inner, facts) for inner in row["groups"]])
    return SampleRule(**row | {"window_fact": facts[row["window_fact"]], "groups": groups})


def group_from(row: "Row", facts: "Facts") -> SampleGroup:
    """One sample group."""
    return SampleGroup(
        **row
        | {
            "kinds": tuple([CaseKind(**kind) for kind in row["kinds"]]),
            "strata": tuple(row["strata"]),
            "fact": facts[row["fact"]],
            "size_fact": fact_or_none(row["size_fact"], facts),
        }
    )
