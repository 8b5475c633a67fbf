"""What the portable inspection file takes from evidence, as JSON values in the shape of `touchstone.dossier.full_form`.

Called inside an operation, or on a page opened for somebody who may see the answer. Drafts, notes, and quotes that no
second person has looked at never leave by this way.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from touchstone.web.evidence.models import (
    BESIDE_STANDARDS,
    Citation,
    ClaimKind,
    ContextFigure,
    EvidenceItem,
    ItemKind,
    Quote,
    Speaker,
)
from touchstone.web.evidence.support import Support, settled_claims
from touchstone.web.exercises.models import Exercise

Tree = dict[str, Any]

# Whose words a report prints as voices, and how it calls them; what staff say is evidence and no voice.
VOICES: Final = {Speaker.CHILD.value: "a child", Speaker.PARENT.value: "a parent or carer",
                 Speaker.VICTIM.value: "a victim"}  # fmt: skip


def held(exercise: Exercise) -> Tree:
    """The parts of the file that evidence fills, by their names in the file; those with nothing in them left out."""
    settled = settled_claims(exercise)
    parts: Tree = {
        "context": context(exercise),
        "activities": activities(exercise),
        "evidence_items": evidence_items(settled),
        "standards": standards(settled),
        "voices": voices(exercise),
        **{part: {"findings": found} for part in BESIDE_STANDARDS if (found := findings(settled, part))},
    }
    return {name: value for name, value in parts.items() if value}


def context(exercise: Exercise) -> list[Tree]:
    """The figures that stand, whole numbers as such."""
    return [
        {
            "id": it.name,
            "label": it.label,
            "value": int(it.value) if it.value == it.value.to_integral_value() else float(it.value),
            "unit": it.unit,
            "source": it.source,
            "as_of": it.as_of,
        }
        for it in ContextFigure.objects.of(exercise).standing()
    ]


def activities(exercise: Exercise) -> list[Tree]:
    """How many meetings, groups, interviews and observations there were."""
    kinds = Counter(EvidenceItem.objects.of(exercise).order_by().values_list("kind", flat=True))
    names = {"meeting": "Meetings", "focus_group": "Focus groups", "interview": "Interviews",
             "observation": "Observations"}  # fmt: skip
    return [
        {"id": f"evidence-{kind.replace('_', '-')}", "label": names[kind], "count": kinds[kind]}
        for kind in ItemKind.values
        if kinds[kind]
    ]


def cited(it: Support) -> list[tuple[str, Citation]]:
    """What a settled claim cites for itself and counts today, with its id in the file; figures have their own part."""
    counting = [citation for citation in it.speaking_for if it.live.origin_of(citation)]
    return [(id_of(citation), citation) for citation in counting if citation.figure_id is None]


def id_of(citation: Citation) -> str:
    """How findings name what is cited: the id of its row, or of the question that was asked."""
    row = citation.item_id or citation.document_id
    plain = "".join(c if c.isascii() and c.isalnum() else "-" for c in citation.question.lower())
    return str(row) if row is not None else f"{citation.kind}-{plain}"


def evidence_items(settled: list[Support]) -> list[Tree]:
    """What settled claims cite, each once."""
    found: dict[str, Tree] = {}
    for it in settled:
        for key, citation in cited(it):
            item = citation.item
            kind = item.get_kind_display() if item is not None else citation.get_kind_display()
            entry = {"id": key, "kind": str(kind).lower(), "title": it.live.title_of(citation)}
            found[key] = entry if item is None else {**entry, "date": item.day.isoformat()}
    return list(found.values())


def findings(settled: list[Support], standard: str, kind: str = "") -> list[Tree]:
    """The settled claims under one standard, of one kind if named, each with the ids of what it cites."""
    listed = []
    for it in settled:
        if it.claim.standard == standard and kind in ("", it.claim.kind):
            ids = list(dict.fromkeys(key for key, _citation in cited(it)))
            listed.append({"text": it.claim.text, "evidence": ids} if ids else {"text": it.claim.text})
    return listed


def standards(settled: list[Support]) -> dict[str, Tree]:
    """Strengths and areas for improvement by standard."""
    names = {ClaimKind.STRENGTH.value: "strengths", ClaimKind.IMPROVEMENT.value: "areas_for_improvement"}
    numbers = dict.fromkeys(it.claim.standard for it in settled if it.claim.standard not in BESIDE_STANDARDS)
    return {
        number: {part: listed for kind, part in names.items() if (listed := findings(settled, number, kind))}
        for number in numbers
    }


def voices(exercise: Exercise) -> list[Tree]:
    """Words of children, parents and victims that a second person has looked at."""
    quotes = Quote.objects.of(exercise).usable().filter(who__in=VOICES)
    return [{"who": VOICES[it.who], "words": it.words, "language": it.language} for it in quotes]
