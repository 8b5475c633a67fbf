"""A second program that draws samples, written from docs/reference/sampling.md alone, must draw the same ones.

Nothing of touchstone's own code is used up to the comparison, and nothing here is written as it is written there.
"""

import csv
import hashlib
import io
import math
import statistics
import unicodedata
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from touchstone.sampling.draw import commitment, draw_sample
from touchstone.sampling.eligibility import Window
from touchstone.sampling.frame import list_hash, read_frame
from touchstone.sampling.record import record
from touchstone.standards.framework import Framework
from touchstone.standards.loading import load_framework

UNSEEN = [
    chr(n)
    for n in (
        0xAD,
        0x61C,
        0x180E,
        0x200B,
        0x200E,
        0x200F,
        0x2060,
        0xFEFF,
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    )
]


def digest(*lines: object) -> str:
    return hashlib.sha256(b"".join(str(line).encode() + b"\n" for line in lines)).hexdigest()


def plain(cell: str) -> str:
    return unicodedata.normalize("NFC", "".join(c for c in cell if c not in UNSEEN)).strip()


def heading(cell: str) -> str:
    return "_".join(plain(cell).lower().replace("_", " ").split())


def second_program(
    text: str, framework: Framework, number: int, count: int, window: tuple[str, str] | None, sizes: dict[str, int]
) -> dict[str, Any]:
    table = [[plain(cell) for cell in row] for row in csv.reader(io.StringIO(text))]
    table = [row for row in table if any(row)]
    names = [heading(cell) for cell in table[0]]
    rows = [dict(zip(names, row, strict=False)) for row in table[1:]]
    columns = sorted(names)
    lines = sorted("\t".join(row[name] for name in columns).encode() for row in rows)
    whole = b"".join(line + b"\n" for line in [b"touchstone list 1", "\t".join(columns).encode(), *lines])
    frozen = hashlib.sha256(whole).hexdigest()
    seed = digest("touchstone seed 1", frozen, number, count)
    return {
        "list_hash": frozen,
        "seed": seed,
        "groups": [draw(group, rows, names, seed, window, sizes.get(group.id)) for group in framework.sample.groups],
    }


def draw(
    group: Any,
    rows: list[dict[str, str]],
    names: list[str],
    seed: str,
    window: tuple[str, str] | None,
    size: int | None,
) -> dict[str, Any]:
    by = [column for column in group.strata if column in names]
    kinds = {heading(called): kind.id for kind in group.kinds for called in (kind.id, kind.title)}
    eligible: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in rows:
        kind = kinds.get(heading(row["kind"]))
        if kind is None or (window and (row["started"] > window[1] or (row["ended"] and row["ended"] < window[0]))):
            continue
        stratum = [kind if column == "kind" else " ".join(row[column].casefold().split()) for column in by]
        eligible[tuple(row.values())] = {"reference": row["reference"], "kind": kind, "stratum": stratum}
    cases = sorted(
        eligible.values(),
        key=lambda case: digest("touchstone order 1", seed, group.id, "\t".join(case["stratum"]), case["reference"]),
    )
    strata = sorted({"\t".join(case["stratum"]).encode() for case in cases})
    n = min(size, len(cases)) if size else how_many(group, len(cases))
    chosen: list[dict[str, Any]] = []
    told = []
    if cases:
        start = int(digest("touchstone start 1", seed, group.id), 16) % len(cases)
        points = [start + k * len(cases) for k in range(n)]
        begin = 0
        for stratum in strata:
            members = [case for case in cases if "\t".join(case["stratum"]).encode() == stratum]
            end = begin + n * len(members)
            seats = len([point for point in points if begin <= point < end])
            chosen += members[:seats]
            told.append({"values": members[0]["stratum"], "eligible": len(members), "drawn": seats})
            begin = end
    return {
        "group": group.id,
        "strata_by": by,
        "eligible": len(cases),
        "strata": told,
        "sample": [case for case in cases if case in chosen],
        "substitutes": [case for case in cases if case not in chosen],
    }


def how_many(group: Any, eligible: int) -> int:
    if eligible == 0:
        return 0
    if group.confidence is None:
        return min(eligible, group.most or eligible)
    z = Fraction(f"{statistics.NormalDist().inv_cdf((100 + group.confidence) / 200):.6f}")
    endless = z * z / 4 / Fraction(group.margin, 100) ** 2
    n = math.ceil(endless * eligible / (endless + eligible - 1))
    return min(eligible, max(n, group.least or 0), group.most or eligible)


KINDS = ["Community sentence", "custodial_sentence", "YOUTH caution", "outcome_22", "Detention and training order", "x"]


@st.composite
def lists(draw: st.DrawFn) -> str:
    extra = draw(st.lists(st.sampled_from(["sex", "Risk of serious harm", "safety_and_wellbeing"]), unique=True))
    columns = draw(st.permutations(["Reference", "kind", "Started", "ended", *extra]))
    rows = []
    for number in range(draw(st.integers(0, 30))):
        started, ended = draw(
            st.sampled_from([("2021-01-01", ""), ("2021-01-01", "2021-02-01"), ("2022-05-05", ""), ("2022-12-01", "")])
        )
        cells = {
            "Reference": draw(st.sampled_from([f"A{number}", f"é-{number}", f"e\u0301-{number}"])),
            "kind": draw(st.sampled_from(KINDS)),
            "Started": started,
            "ended": ended,
            **{name: draw(st.sampled_from(["", "Low", "LOW ", "high", "straße", "STRASSE", "a  b"])) for name in extra},
        }
        rows.append([cells[column] for column in columns])
    rows += rows[: draw(st.integers(0, 2))]  # some rows twice
    out = io.StringIO(newline="")
    csv.writer(out).writerows([columns, *(rows or [["A1", "x", "2022-01-01", "", "", "", ""][: len(columns)]])])
    return out.getvalue()


@settings(max_examples=60, deadline=None)
@given(
    text=lists(),
    number=st.integers(0, 10**40),
    count=st.integers(1, 3),
    window=st.sampled_from([None, ("2021-12-06", "2022-09-30")]),
    sizes=st.sampled_from([{}, {"court": 3}, {"out_of_court": 500}]),
)
def test_the_second_program_draws_the_same(
    text: str, number: int, count: int, window: tuple[str, str] | None, sizes: dict[str, int]
) -> None:
    framework = load_framework("hmip-youth-2021")
    if "A1,x,2022-01-01" in text and not text.startswith("Reference,kind,Started,ended"):
        return  # the one row of an otherwise empty list fits only that order of columns
    frame = read_frame(text.encode(), file="f.csv", framework=framework)
    first = record(
        draw_sample(
            frame,
            framework,
            number=number,
            count=count,
            reason="the list was late" if count > 1 else "",
            window=Window(*window) if window else None,
            sizes=sizes,
        )
    )
    second = second_program(text, framework, number, count, window, sizes)
    assert first["list_hash"] == second["list_hash"] == list_hash(frame)
    assert first["seed"] == second["seed"]
    groups = [{key: told for key, told in group.items() if key != "because"} for group in first["groups"]]  # type: ignore[attr-defined]
    assert groups == second["groups"]


@pytest.mark.parametrize("number", [0, 7, 10**79 + 1])
def test_the_second_program_makes_the_same_commitment(number: int) -> None:
    assert commitment(number) == digest("touchstone commitment 1", number)
