"""The rule of independence, by its table and by what must hold whatever is cited."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.web.evidence.anonymity import flags
from touchstone.web.evidence.independence import ENOUGH, TABLE, independent, is_enough, origin
from touchstone.web.evidence.models import GivenBy, Group, SourceKind

MEETING = ("item", "case_managers")
# Two sources, and are they independent of each other?
PAIRS = [
    (MEETING, MEETING, False),  # two quotes from one meeting; two meetings with one group
    (MEETING, ("item", "children"), True),
    (MEETING, ("observation", "case_managers"), True),
    (("observation", "board"), ("observation", "board"), False),
    (("document", ""), MEETING, True),
    (("document", ""), ("document", ""), False),
    (("document", ""), ("figure", "service"), False),
    (("document", ""), ("figure", "published"), True),
    (("figure", "published"), ("figure", "partner"), True),
    (("cases", "court"), ("cases", "court"), False),
    (("cases", "court"), ("cases", "out_of_court"), True),
    (("cases", "court"), MEETING, True),
    (("survey", "child"), ("item", "children"), True),
    (("survey", "child"), ("survey", "child"), False),
    (("survey", "child"), ("survey", "parent"), True),
]


@pytest.mark.parametrize(("one", "other", "are"), PAIRS)
def test_which_sources_are_independent(one: tuple[str, str], other: tuple[str, str], are: bool) -> None:
    assert (independent([origin(*one), origin(*other)]) == 2) is are
    assert is_enough([origin(*one), origin(*other)], reason_approved=False) is are


def test_every_kind_that_can_be_cited_stands_in_the_table() -> None:
    assert {row.kind for row in TABLE} == {kind.value for kind in SourceKind}
    for by in GivenBy:
        assert origin("figure", by.value)
    with pytest.raises(KeyError):
        origin("rumour")


SOURCES = st.one_of(
    st.tuples(st.sampled_from(["item", "observation"]), st.sampled_from([group.value for group in Group])),
    st.tuples(st.just("figure"), st.sampled_from([by.value for by in GivenBy])),
    st.tuples(st.just("document"), st.just("")),
    st.tuples(st.just("cases"), st.sampled_from(["court", "out_of_court"])),
    st.tuples(st.just("survey"), st.sampled_from(["child", "parent", "victim", "staff"])),
)


@given(st.lists(SOURCES, max_size=12), SOURCES, st.booleans())
def test_whatever_is_cited(cited: list[tuple[str, str]], more: tuple[str, str], approved: bool) -> None:
    origins = [origin(*it) for it in cited]
    count = independent(origins)
    assert count == independent(reversed(origins)) == independent(origins * 3)
    assert count <= independent([*origins, origin(*more)]) <= count + 1
    assert is_enough(origins, reason_approved=False) == (count >= ENOUGH)
    assert is_enough(origins, reason_approved=approved) or count < ENOUGH
    assert not is_enough([], reason_approved=approved)  # no reason makes up for no source


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("She turns up when she says she will.", []),
        ("I said so. I'm fine, and I've told them.", []),
        ("Then Dennis came.", ["Dennis"]),
        ("Dennis came.", ["Dennis"]),
        ("She's good. Mr O'Neill isn’t!", ["Mr", "O'Neill"]),
        ("It was in March, on Mill Street.", ["March", "Mill", "Street"]),
        ("we met by the park near school", ["park", "school"]),
        ("I was 14 on 3/4/2025.", ["14", "3/4/2025."]),
        ("You can ring 01632 960 001 or kim@example.org", ["01632 960 001", "kim@example.org"]),
        ("Dennis and Dennis", ["Dennis"]),
        ("Roedd yn dda. Mae Aled yn dod.", ["Aled"]),
        ("", []),
    ],
)
def test_what_a_quote_is_flagged_for(words: str, found: list[str]) -> None:
    assert [flag.found for flag in flags(words)] == found


@given(st.text(max_size=200))
def test_flags_never_fail_and_show_what_stands_there(words: str) -> None:
    for flag in flags(words):
        assert flag.found
        assert flag.found in words
