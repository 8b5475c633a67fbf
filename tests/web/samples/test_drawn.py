"""What a record says, what changed between two lists, and who stands in for whom: for whatever list there is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.factories.framework import framework
from touchstone.sampling.draw import draw_sample
from touchstone.sampling.frame import Frame, FrameRow
from touchstone.sampling.record import record
from touchstone.web.samples.drawn import as_read, changes, group_draws, next_for, record_file, record_hash, sample_of
from touchstone.web.samples.models import CaseState, SampledCase
from touchstone.web.samples.plot import figures_of

FRAMEWORK = framework()
SEXES = st.sampled_from(["F", "M", ""])


def frame_of(sexes: list[str]) -> Frame:
    """A list of community sentences."""
    columns = ("kind", "reference", "sex")
    rows = (
        FrameRow(at, tuple(zip(columns, ("Community sentence", f"A{at}", sex), strict=True)))
        for at, sex in enumerate(sexes, start=2)
    )
    return Frame(columns, tuple(rows))


@given(st.lists(SEXES, min_size=1, max_size=40), st.integers(0, 10**30))
def test_a_record_gives_back_the_draw_it_was_made_of(sexes: list[str], number: int) -> None:
    made = draw_sample(frame_of(sexes), FRAMEWORK, number=number)
    told = record(made)
    assert group_draws(told) == made.groups
    assert record_hash(told) == record_hash(dict(told))
    assert record_file(told).endswith(b"}\n")


@given(st.lists(SEXES, min_size=2, max_size=40), st.integers(0, 10**30), st.data())
def test_substitutes_come_by_the_recorded_order_and_each_once(
    sexes: list[str], number: int, data: st.DataObject
) -> None:
    drawn = draw_sample(frame_of(sexes), FRAMEWORK, number=number, sizes={"court": max(1, len(sexes) // 2)}).groups[0]
    cases = [
        SampledCase(
            group=each.case.group, reference=each.case.reference, strata=each.strata, drawn_position=each.position
        )
        for each in sample_of(drawn)
    ]
    everybody = {case.reference for case in (*drawn.sample, *drawn.substitutes)}
    for _again in range(len(everybody)):
        read = [case for case in cases if case.state != CaseState.REPLACED]
        if not read:
            break
        missing = data.draw(st.sampled_from(read))
        missing.state = CaseState.REPLACED
        taken = [case.reference for case in cases]
        found = next_for(drawn, missing, taken)
        if found is None:
            assert set(taken) == everybody
            continue
        assert found.case.reference not in taken
        same = [
            case
            for case in drawn.substitutes
            if case.reference not in taken and case.stratum == tuple(missing.strata.values())
        ]
        assert not same or found.case == same[0]
        cases.append(SampledCase(group=found.case.group, reference=found.case.reference, strata=found.strata,
                                 drawn_position=found.position, state=CaseState.SUBSTITUTE))  # fmt: skip
    assert len({case.drawn_position for case in cases}) == len(cases)
    read_now = {case.reference for case in cases if case.state != CaseState.REPLACED}
    after = as_read(drawn, cases)
    assert {case.reference for case in after.sample} == read_now
    assert len(after.sample) + len(after.substitutes) == len(everybody)


lists = st.lists(st.tuples(st.sampled_from("abcdefg"), SEXES), max_size=12)


def listed(rows: list[tuple[str, str]]) -> Frame:
    columns = ("reference", "sex")
    return Frame(columns, tuple(FrameRow(at, tuple(zip(columns, row, strict=True))) for at, row in enumerate(rows, 2)))


@given(lists, lists)
def test_what_changed_accounts_for_every_row_of_both_lists(
    earlier: list[tuple[str, str]], later: list[tuple[str, str]]
) -> None:
    found = changes(listed(earlier), listed(later))
    assert len(earlier) - len(found.went) + len(found.came) == len(later)
    assert changes(listed(earlier), listed(earlier)).cases == 0
    back = changes(listed(later), listed(earlier))
    assert (len(back.came), len(back.went), len(back.altered)) == (len(found.went), len(found.came), len(found.altered))
    if sorted(earlier) != sorted(later):
        assert found.cases


def test_the_order_of_rows_changes_nothing() -> None:
    rows = [("a", "F"), ("b", "M"), ("c", "")]
    assert changes(listed(rows), listed(rows[::-1])).cases == 0


@given(st.lists(SEXES, min_size=1, max_size=30))
def test_every_plot_says_what_it_shows_in_words_and_in_a_table(sexes: list[str]) -> None:
    drawn = draw_sample(frame_of(sexes), FRAMEWORK, number=7)
    figures = figures_of(drawn.groups, FRAMEWORK)
    assert len({figure.id for figure in figures}) == len(figures)
    for figure in figures:
        assert "just like" in figure.title or "would have to be others" in figure.title
        assert "% of the caseload" in figure.description
        assert sum(int(row[3]) for row in figure.table.rows) == len(drawn.groups[0].sample)
        assert "<script" not in figure.svg
        assert " style=" not in figure.svg
