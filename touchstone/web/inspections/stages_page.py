"""The table of stages as a page of the reference, with a diagram drawn from it."""

from __future__ import annotations

from collections.abc import Iterable

from touchstone.web.accounts.roles import ROLES
from touchstone.web.inspections.clocks import counted
from touchstone.web.inspections.needs import NEEDS
from touchstone.web.inspections.stages import STAGES, TABLE, Stage


def stages_page() -> str:
    """The table as a page of the reference, with a diagram; `python3 dev.py docs` writes it."""
    parts = [
        "# The stages of an inspection\n\n",
        "From `touchstone/web/inspections/stages.py`. Dotted lines lead back and need a reason. Stages in dashed\n",
        "boxes cannot be worked here; no move to them is offered.\n\n```mermaid\n",
        *(f"{line}\n" for line in diagram()),
        "```\n",
    ]
    for number, stage in enumerate(TABLE, start=1):
        parts.append(f"\n## {number}. {stage.name}\n\n{stage.sentence}\n\n| | |\n| --- | --- |\n")
        parts += [f"| {key} | {value} |\n" for key, value in told(stage)]
    return "".join(parts)


def diagram() -> Iterable[str]:
    """The stages as Mermaid draws them."""
    yield "flowchart TD"
    for stage in TABLE:
        yield f"  {stage.id}[{stage.name}]"
    for stage in TABLE:
        yield from (f"  {stage.id} --> {to}" for to in stage.follows)
        yield from (f"  {stage.id} -.-> {to}" for to in stage.back_to)
    yield "  classDef closed stroke-dasharray: 4 4"
    yield f"  class {','.join(stage.id for stage in TABLE if not stage.has_room)} closed"


def told(stage: Stage) -> Iterable[tuple[str, str]]:
    """What the page says of one stage."""
    yield "In code", f"`{stage.id}`"
    yield "Whose turn", str(ROLES[stage.turn].name)
    yield "Moved here by whoever may", str(stage.moved_by.label)
    yield "May be followed by", ", ".join(str(STAGES[it].name) for it in stage.follows) or "nothing"
    if stage.back_to:
        yield "May be sent back to", ", ".join(str(STAGES[it].name) for it in stage.back_to)
    yield "Open meanwhile", "; ".join(str(activity.label) for activity in stage.opens) or "nothing"
    yield "Must be true first", "; ".join(str(NEEDS[name].sentence) for name in stage.needs) or "nothing"
    if stage.clock:
        yield "To be over", f"{counted(stage.clock)} ({stage.clock.standing}: {stage.clock.why})"
