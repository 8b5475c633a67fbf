"""The compiled form of a framework: plain JSON values with a stamp of the files they came from."""

import os

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

# A change of what reads the YAML makes old compiled files as stale as a change of the YAML does.
MADE_BY = ("compiled.py", "compiling.py", "entries.py", "framework.py", "reading.py", "comparing.py")


def stamp_of(folder: str) -> list[list[object]]:
    """Name, length and CRC-32 of every YAML file in `folder` and of the modules that compile them.

    Contents, not dates: an installer and a copy set dates as they like. It guards against forgetting to compile,
    not against malice; whoever can write the compiled file can write the YAML.
    """
    from zlib import crc32

    here = os.path.dirname(__file__)
    paths = [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".yaml")]
    paths += [os.path.join(here, name) for name in MADE_BY]
    stamp: list[list[object]] = []
    for path in paths:
        try:
            with open(path, "rb") as file:
                content = file.read()
        except OSError:  # a module that was shipped without its source
            content = b""
        stamp.append([os.path.basename(path), len(content), crc32(content)])
    return stamp


def plain_from(framework: Framework) -> dict[str, object]:
    """The framework as JSON values, under the names of its fields; each distinct fact is written once, by number."""
    facts: dict[Fact, int] = {}

    def plain(value: object) -> object:
        if isinstance(value, Fact):
            return facts.setdefault(value, len(facts))
        if isinstance(value, tuple):
            return [plain(item) for item in value]
        if hasattr(value, "__match_args__"):
            return {name: plain(getattr(value, name)) for name in type(value).__match_args__}
        return value

    whole = plain(framework)
    return {"framework": whole, "facts": [[fact.standing, fact.source, fact.note] for fact in facts]}


def framework_from(plain: "dict[str, Any]") -> Framework:
    """The framework again; the exact inverse of `plain_from`."""
    facts = [Fact(*row) for row in plain["facts"]]

    def fact(row: "dict[str, Any]", key: str = "fact") -> Fact | None:
        return None if row[key] is None else facts[row[key]]

    def prompt(row: "dict[str, Any]") -> Prompt:
        return Prompt(row["text"], facts[row["fact"]])

    def question(row: "dict[str, Any]") -> KeyQuestion:
        return KeyQuestion(**(row | {"fact": fact(row), "prompts": tuple([prompt(item) for item in row["prompts"]])}))

    def standard(row: "dict[str, Any]") -> Standard:
        questions = tuple([question(item) for item in row["key_questions"]])
        return Standard(**(row | {"fact": fact(row), "key_questions": questions}))

    def rule(row: "dict[str, Any] | None") -> RatingRule | None:
        if row is None:
            return None
        return RatingRule(
            **row
            | {
                "scale": tuple([(word, points) for word, points in row["scale"]]),
                "question_bands": tuple([QuestionBand(**band) for band in row["question_bands"]]),
                "overall_bands": tuple([OverallBand(**band) for band in row["overall_bands"]]),
                "discretion": Discretion(**(row["discretion"] | {"fact": fact(row["discretion"])})),
                "facts": tuple([(name, facts[number]) for name, number in row["facts"]]),
            }
        )

    def group(row: "dict[str, Any]") -> SampleGroup:
        return SampleGroup(
            **row
            | {
                "kinds": tuple([CaseKind(**kind) for kind in row["kinds"]]),
                "strata": tuple(row["strata"]),
                "fact": fact(row),
                "size_fact": fact(row, "size_fact"),
            }
        )

    whole = plain["framework"]
    sample = whole["sample"]
    return Framework(
        **whole
        | {
            "notes": tuple(whole["notes"]),
            "domains": tuple(
                [
                    Domain(**(row | {"standards": tuple([standard(it) for it in row["standards"]])}))
                    for row in whole["domains"]
                ]
            ),
            "rating": rule(whole["rating"]),
            "sample": SampleRule(
                **sample
                | {
                    "window_fact": fact(sample, "window_fact"),
                    "groups": tuple([group(row) for row in sample["groups"]]),
                }
            ),
            "in_force_fact": fact(whole, "in_force_fact"),
        }
    )
