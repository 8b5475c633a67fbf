"""Everything that does not fit in a timetable is told, all at once, and nothing else is."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from touchstone.web.inspections.clashes import Around, Away, Clash, Placed, about, clashes

ANN, BEN = uuid4(), uuid4()
NAMES = {ANN: "Ann", BEN: "Ben"}
MONDAY, BANK_HOLIDAY, SUNDAY = date(2026, 5, 11), date(2026, 5, 4), date(2026, 5, 10)
AROUND = Around(date(2026, 5, 11), date(2026, 5, 15), names=NAMES, team=frozenset({ANN, BEN}))


def slot(begins: int = 9, ends: int = 10, *, day: date = MONDAY, people: tuple[UUID, ...] = (ANN,), room: str = "",
         interpreter: bool = False, words: str = "Read a case") -> Placed:  # fmt: skip
    """An entry from one full hour to another."""
    return Placed(uuid4(), day, time(begins), time(ends), "read", words, room, frozenset(people), interpreter)


def told(slots: list[Placed], around: Around = AROUND) -> list[str]:
    """The sentences, without their day and time."""
    return [clash.says.partition(", ")[2].partition(" ")[2] for clash in clashes(slots, around)]


def test_what_fits_is_not_told() -> None:
    assert not clashes([slot(9, 10), slot(10, 11), slot(9, 10, people=(BEN,))], AROUND)


@pytest.mark.parametrize(
    ("slots", "says"),
    [
        ([slot(10, 9)], "it ends before it begins"),
        ([slot(people=())], "nobody of the team is there"),
        ([slot(interpreter=True)], "an interpreter is needed and not arranged"),
        ([slot(day=date(2026, 5, 18))], "outside the days of fieldwork"),
        ([slot(day=SUNDAY)], "a weekend or a bank holiday"),
        ([slot(day=BANK_HOLIDAY)], "a weekend or a bank holiday"),
        ([slot(day=date(2099, 5, 11))], "the bank holidays of this year are not known"),
        ([slot(9, 11), slot(10, 12, words="Travel")], "Ann is in two places, Read a case and Travel"),
        ([slot(room="Room 1"), slot(room="room 1", people=(BEN,))], " 1 is taken twice"),
        ([slot(people=(uuid4(),))], "somebody is not in the team any more"),
    ],
)
def test_each_thing_that_does_not_fit(slots: list[Placed], says: str) -> None:
    assert any(says in sentence.says for sentence in clashes(slots, AROUND))


def test_leave_and_other_inspections_are_told_without_their_reasons() -> None:
    around = Around(
        AROUND.fieldwork_from, AROUND.fieldwork_until,
        away=(Away(BEN, MONDAY, MONDAY),), elsewhere=(slot(9, 12, words="", people=(ANN,)),), names=NAMES,
        team=AROUND.team,
    )  # fmt: skip
    said = [clash.says for clash in clashes([slot(people=(ANN, BEN))], around)]
    assert any("Ann is at another inspection then" in words for words in said)
    assert any("Ben is away that day" in words for words in said)


def test_all_of_it_is_told_at_once_and_to_each_slot() -> None:
    one, other = slot(9, 11, room="Hall", interpreter=True), slot(10, 12, room="Hall", day=MONDAY)
    found = clashes([other, one], AROUND)
    assert len(found) == 3
    assert len(about(found, one.id)) == 3
    assert len(about(found, other.id)) == 2


hours = st.integers(7, 18)
slots = st.lists(
    st.builds(
        lambda begins, length, day, people, room: slot(
            begins, min(begins + length, 23), day=date(2026, 5, 11 + day), people=tuple(people), room=room
        ),
        hours,
        st.integers(1, 4),
        st.integers(0, 4),
        st.sets(st.sampled_from([ANN, BEN])),
        st.sampled_from(["", "A", "B"]),
    ),
    max_size=9,
)


@settings(max_examples=60, deadline=None)
@given(slots)
def test_a_person_twice_is_told_exactly_where_two_entries_overlap(made: list[Placed]) -> None:
    found = {frozenset(clash.slots) for clash in clashes(made, AROUND) if "two places" in clash.says}
    wanted = {
        frozenset({one.id, other.id})
        for one in made
        for other in made
        if one is not other and one.people & other.people and one.day == other.day
        and max(one.begins, other.begins) < min(one.ends, other.ends)
    }  # fmt: skip
    assert found == wanted


@settings(max_examples=30, deadline=None)
@given(slots)
def test_the_order_in_which_entries_were_written_does_not_matter(made: list[Placed]) -> None:
    def sentences(found: list[Clash]) -> list[str]:
        return sorted(clash.says for clash in found)

    assert sentences(clashes(made, AROUND)) == sentences(clashes(made[::-1], AROUND))
