"""What is stored as evidence: documents handed in, people met, figures of the service, claims with their sources."""

from __future__ import annotations

from touchstone.web.evidence.claims import (
    BESIDE_STANDARDS,
    Citation,
    Claim,
    ClaimKind,
    ClaimState,
    ClaimStep,
    ClaimTurn,
    SourceKind,
    Stance,
)
from touchstone.web.evidence.gathered import (
    ContextFigure,
    EarlierItem,
    EvidenceItem,
    GivenBy,
    Group,
    ItemKind,
    Quote,
    Speaker,
)
from touchstone.web.evidence.handed_in import Document, DocumentReading, DocumentVersion

__all__ = ["BESIDE_STANDARDS", "Citation", "Claim", "ClaimKind", "ClaimState", "ClaimStep", "ClaimTurn",
           "ContextFigure", "Document", "DocumentReading", "DocumentVersion", "EarlierItem", "EvidenceItem", "GivenBy",
           "Group", "ItemKind", "Quote", "SourceKind", "Speaker", "Stance"]  # fmt: skip
