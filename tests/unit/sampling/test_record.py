"""The record of a draw: written, read back, and drawn again by anyone who holds the list."""

import json
from typing import Any

import pytest

from tests.factories.framework import framework
from touchstone.intake.problems import ProblemsFound
from touchstone.sampling.draw import Draw, commitment, draw_sample
from touchstone.sampling.eligibility import Window
from touchstone.sampling.frame import Frame, read_frame
from touchstone.sampling.record import first_difference, read_record, record

FRAMEWORK = framework()
NUMBER = 10**40 + 3


def listed(*, without: str = "") -> Frame:
    kinds = ["Youth caution", "Community sentence"] * 20
    rows = [f"A{n},{kind},{'fm'[n % 2]},2022-0{1 + n % 9}-05" for n, kind in enumerate(kinds)]
    text = "\n".join(["reference,kind,sex,started", *(row for row in rows if not row.startswith(f"{without},"))])
    return read_frame(text.encode(), file="list.csv", framework=FRAMEWORK)


def a_draw() -> Draw:
    return draw_sample(
        listed(),
        FRAMEWORK,
        number=NUMBER,
        commitment=commitment(NUMBER),
        count=2,
        reason="The first list was cut off.",
        window=Window("2022-01-01", "2022-06-30"),
        sizes={"court": 6},
    )


def written(**changes: object) -> bytes:
    return json.dumps({**record(a_draw()), **changes}).encode()


def changed(change: Any) -> bytes:
    says = json.loads(json.dumps(record(a_draw())))
    change(says)
    return json.dumps(says).encode()


def test_anyone_who_holds_list_and_record_draws_the_same() -> None:
    recorded = read_record(written(), file="draw.json")
    assert (recorded.number, recorded.count, recorded.window) == (NUMBER, 2, Window("2022-01-01", "2022-06-30"))
    assert first_difference(listed(), FRAMEWORK, recorded) == ""
    assert first_difference(listed(), FRAMEWORK, recorded) == ""


def test_what_the_command_prints_is_a_record_too() -> None:
    whole = json.dumps({"draw": record(a_draw()), "rows": 40}).encode()
    assert first_difference(listed(), FRAMEWORK, read_record(whole, file="draw.json")) == ""


def test_words_may_change() -> None:
    recorded = read_record(changed(lambda says: says["groups"][0].update(because="otherwise put")), file="draw.json")
    assert first_difference(listed(), FRAMEWORK, recorded) == ""


@pytest.mark.parametrize(
    ("change", "first"),
    [
        (lambda says: says["groups"][0]["sample"].reverse(), "groups[0].sample[0].reference"),
        (lambda says: says["groups"][1]["sample"].pop(), "groups[1].sample: the record has"),
        (lambda says: says["groups"][0]["substitutes"].append({}), "groups[0].substitutes: the record has"),
        (
            lambda says: says["groups"][0]["strata"][0].update(drawn=99),
            "groups[0].strata[0].drawn: the record says '99'",
        ),
        (lambda says: says.update(seed="0" * 64), "seed: the record says"),
        (lambda says: says.pop("seed"), "seed: the record says nothing"),
        (lambda says: says.update(list_hash="0" * 64), "list_hash: the record says"),
        (lambda says: says.update(window=None), "groups[0].eligible: the record says"),
        (lambda says: says.update(extra=1), "extra: the record says '1', the draw done again nothing"),
        (lambda says: says.update(sizes={"court": 7}), "groups[0].strata[0].drawn"),
        (lambda says: says.update(number=str(NUMBER + 1), commitment=""), "seed"),
    ],
)
def test_the_first_difference_is_named(change: Any, first: str) -> None:
    recorded = read_record(changed(change), file="draw.json")
    assert first_difference(listed(), FRAMEWORK, recorded).startswith(first)


def test_another_list_is_told_by_its_hash() -> None:
    recorded = read_record(written(), file="draw.json")
    assert first_difference(listed(without="A7"), FRAMEWORK, recorded).startswith("list_hash: the record says")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{}", "not the record of a draw"),
        (b"[]", "not the record of a draw"),
        (b'{"draw": 5}', "not the record of a draw"),
        (b"{", "line 1"),
        (written(version=2), "that this release can read"),
        (written(number=5), "number: It is not a text of at most 80 digits."),
        (written(number="٣"), "number: It is not a text"),
        (written(number="9" * 81), "number: It is not a text"),
        (written(count=True), "count: It is not a whole number of at least 1."),
        (written(revision=0), "revision: It is not"),
        (written(sizes={"court": "6"}), "sizes: It is not an object of whole numbers."),
        (written(window={"first": "yesterday", "last": "2022-01-01"}), "window: It is not null, or an object"),
        (written(window={"first": "2022-01-01"}), "window: It is not null, or an object"),
        (written(window={"first": "2022-02-01", "last": "2022-01-01"}), "begins"),
        (changed(lambda says: says.pop("window")), "window: It is not null, or an object"),
        (written(framework=None), "framework: It is not a text."),
    ],
)
def test_what_is_no_record_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(ProblemsFound) as found:
        read_record(data, file="draw.json")
    assert message in str(found.value)
