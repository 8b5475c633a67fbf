"""Every promise of speed is kept; measured in this run, one benchmark after the other."""

from importlib import import_module

import pytest

from benchmarks.__main__ import names, page
from benchmarks.figures import Figure


@pytest.mark.slow
@pytest.mark.alone
@pytest.mark.parametrize("name", names())
def test_promises_are_kept(name: str) -> None:
    """Once more where it fails: a machine that is shared has bad moments, and a slow program is slow twice."""
    figures = list(import_module(f"benchmarks.{name}").figures())
    assert figures
    if not all(figure.holds for figure in figures):
        figures = list(import_module(f"benchmarks.{name}").figures())
    assert all(figure.holds for figure in figures), "\n".join(str(figure) for figure in figures)


def test_a_promise_can_be_broken() -> None:
    kept, broken, told = Figure("a", 4.9, most=5), Figure("b", 5.1, most=5), Figure("c", 9, "ms")
    assert kept.holds
    assert told.holds
    assert not broken.holds
    assert "NOT KEPT" in str(broken)
    assert "| b | 5.1 × | 5 × |" in page([("x", broken)])
