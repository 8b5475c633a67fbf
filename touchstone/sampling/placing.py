"""Which sample group and which kind of case a row of the list belongs to, by what is written in it."""

from touchstone.intake.tables import folded
from touchstone.intake.text import shown
from touchstone.intake.values import dataclass
from touchstone.standards.framework import Framework


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row belongs: the ids of its group and kind (the kind "" where the row does not say), or why nowhere."""

    group: str = ""
    kind: str = ""
    why_not: str = ""


def place(group: str, kind: str, framework: Framework) -> Place:
    """Find the group and kind that these cells name, by id or title, capitals and underscores aside.

    A row may name its group, its kind or both. A kind alone says the group where only one group has it.
    """
    groups = framework.sample.groups
    if group:
        named = folded(group)
        groups = tuple(each for each in groups if named in (folded(each.id), folded(each.title)))
        if not groups:
            return Place(why_not=_unknown("group", group, [each.id for each in framework.sample.groups]))
        if not kind:
            return Place(groups[0].id)
    named = folded(kind)
    found = [
        Place(each.id, known.id)
        for each in groups
        for known in each.kinds
        if named in (folded(known.id), folded(known.title))
    ]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(each.group for each in found)
        return Place(why_not=f"its kind {shown(kind)} belongs to several groups ({names}); the list must say which")
    return Place(why_not=_unknown("kind", kind, [known.id for each in groups for known in each.kinds]))


def _unknown(what: str, text: str, known: list[str]) -> str:
    import difflib  # only where something is not known

    near = difflib.get_close_matches(folded(text), known, n=1, cutoff=0.75)
    hint = f"; did you mean '{near[0]}'?" if near else ""
    return f"this framework does not inspect the {what} {shown(text)}{hint}"
