"""Our frozen values behave as the standard library's do, whatever is asked of them."""

import copy
import dataclasses
import pickle
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.intake import values


@values.dataclass(frozen=True, slots=True)
class Ours:
    """A value of ours."""

    id: str
    size: int = 3
    parts: dict[str, int] = values.field(default_factory=dict)
    note: str = values.field(default="none")

    @property
    def double(self) -> int:
        return 2 * self.size


@dataclasses.dataclass(frozen=True, slots=True)
class Theirs:
    """The same by the standard library."""

    id: str
    size: int = 3
    parts: dict[str, int] = dataclasses.field(default_factory=dict)
    note: str = "none"


WORDS = st.dictionaries(st.sampled_from(["id", "size", "parts", "note", "stray"]), st.integers(), max_size=4)


@given(st.lists(st.integers(), max_size=5), WORDS)
def test_takes_what_the_standard_one_takes_and_refuses_what_it_refuses(positions, named):
    def made_by(kind):
        try:
            return dataclasses.asdict(kind(*positions, **named))
        except TypeError:
            return TypeError

    assert made_by(Ours) == made_by(Theirs)


def test_looks_as_the_standard_one():
    assert repr(Ours("a", 4)) == repr(Theirs("a", 4)).replace("Theirs", "Ours")
    assert Ours("a").double == 6
    assert Ours.__match_args__ == Theirs.__match_args__
    assert [field.name for field in dataclasses.fields(Ours)] == [field.name for field in dataclasses.fields(Theirs)]


def test_each_value_has_a_default_of_its_own():
    assert Ours("a").parts is not Ours("b").parts


def test_equal_by_what_it_holds_and_by_its_kind():
    assert Ours("a") == Ours("a")
    assert Ours("a") != Ours("b")
    assert Ours("a") != Theirs("a")


def test_hashes_by_what_it_holds():
    @values.dataclass(frozen=True, slots=True)
    class Small:
        word: str

    assert len({Small("a"), Small("a"), Small("b")}) == 2
    with pytest.raises(TypeError, match="unhashable"):
        hash(Ours("a"))


def test_never_changes():
    value = Ours("a")
    with pytest.raises(dataclasses.FrozenInstanceError):
        value.size = 5
    with pytest.raises(dataclasses.FrozenInstanceError):
        del value.size
    with pytest.raises(dataclasses.FrozenInstanceError):
        value.stray = 5
    assert value == Ours("a")


def test_standard_tools_work_on_it():
    value = Ours("a", parts={"x": 1})
    assert dataclasses.replace(value, size=9) == Ours("a", 9, {"x": 1})
    assert dataclasses.asdict(value) == {"id": "a", "size": 3, "parts": {"x": 1}, "note": "none"}
    assert dataclasses.is_dataclass(value)
    assert copy.deepcopy(value) == value
    assert pickle.loads(pickle.dumps(value)) == value


def test_checks_itself_when_made():
    @values.dataclass(frozen=True, slots=True)
    class Checked:
        size: int

        def __post_init__(self):
            if self.size < 1:
                raise ValueError("too small")

    assert Checked(1).size == 1
    with pytest.raises(ValueError, match="too small"):
        Checked(0)


def test_refuses_what_it_cannot_make_well():
    with pytest.raises(TypeError, match="frozen=True, slots=True"):
        values.dataclass(frozen=True, slots=False)
    with pytest.raises(TypeError, match="extends a value"):

        @values.dataclass(frozen=True, slots=True)
        class Longer(Ours):
            more: int = 1

    with pytest.raises(TypeError, match="follows a field"):

        @values.dataclass(frozen=True, slots=True)
        class Disordered:
            first: int = 1
            second: int


def test_costs_no_import():
    loaded = (
        "import sys, touchstone.intake.values; print({'dataclasses', 'inspect', 'typing', 're'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", loaded], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
