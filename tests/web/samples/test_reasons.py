"""Every reason for a substitute is on its page of the reference, in the words of the form."""

from pathlib import Path

from touchstone.web.samples.reasons import NEEDS_DETAIL, Reason

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "reasons-for-substitutes.md"


def test_the_reference_has_every_reason_and_no_other() -> None:
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    wanted = [f"| `{r.value}` | {r.label} | {'yes ' if r in NEEDS_DETAIL else ''}|" for r in Reason]
    assert lines == wanted
