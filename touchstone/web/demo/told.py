"""What is said in the demonstration, out of the YAML files beside this module; and the people who say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from touchstone.intake.strict_yaml import read_yaml
from touchstone.web.accounts.models import User
from touchstone.web.demo.cast import CAST
from touchstone.web.demo.days import Days
from touchstone.web.evidence.models import DocumentVersion, EvidenceItem, Quote
from touchstone.web.exercises.models import Exercise
from touchstone.web.inspections.models import Inspection
from touchstone.web.samples.models import SampledCase

HERE = Path(__file__).resolve().parent


@cache
def read(name: str) -> dict[str, Any]:
    """One of the files: northfell, eastmere or notes."""
    found = read_yaml((HERE / f"{name}.yaml").read_text(encoding="utf-8"), file=f"{name}.yaml")
    return found if isinstance(found, dict) else {}


@dataclass
class Play:
    """An inspection being played: what is told of it, its days, its people, and what they have made so far."""

    told: Mapping[str, Any]
    days: Days
    inspection: Inspection
    people: Mapping[str, User]  # by their key in the cast
    contact: User
    cases: dict[tuple[str, int], SampledCase] = field(default_factory=dict)  # by group and place in the draw
    documents: dict[str, DocumentVersion] = field(default_factory=dict)
    items: dict[str, EvidenceItem] = field(default_factory=dict)
    quotes: dict[str, Quote] = field(default_factory=dict)

    @property
    def exercise(self) -> Exercise:
        """The exercise that the inspection is."""
        return self.inspection.exercise

    @property
    def lead(self) -> User:
        """Whoever leads it."""
        return self.people["ruth"]


def people() -> dict[str, User]:
    """The whole cast, by key."""
    by_email = User.objects.in_bulk([member.email for member in CAST], field_name="email")
    return {member.key: by_email[member.email] for member in CAST}
