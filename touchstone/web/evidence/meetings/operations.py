"""What changes what was gathered: items recorded and changed, quotes made anonymous and checked, figures entered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.audit.kinds import Kind
from touchstone.web.audit.operation import note, operation, step
from touchstone.web.evidence.models import ContextFigure, EarlierItem, EvidenceItem, GivenBy, Quote
from touchstone.web.evidence.operations import known_standards, made_once
from touchstone.web.exercises.models import Activity, Exercise

CHANGED = "changed_meanwhile"  # code of the error when somebody else was quicker
WRITTEN = ("kind", "day", "group", "with_whom", "people", "notes", "standards")  # of an item, by its form


@operation(Permission.EVIDENCE_WRITE, kind=Kind.COLLECTION)
def record_item(*, exercise: Exercise, kind: str, day: date, group: str, with_whom: str, people: int,
                team: Iterable[User], notes: str, standards: Iterable[str], save_id: UUID, by: User
                ) -> EvidenceItem:  # fmt: skip
    """Record that people were met or work was watched. The same press twice is one item. Raises NotOpen."""
    exercise.require(Activity.EVIDENCE)
    row = EvidenceItem(
        id=save_id,
        exercise=exercise,
        kind=kind,
        day=day,
        group=group,
        with_whom=with_whom,
        people=people,
        notes=notes,
        standards=known_standards(exercise, standards),
        recorded_by=by,
    )
    item, new = made_once(row=row, by_field="recorded_by", unchecked=["standards"])
    if new:
        item.team.set(team)
        note(details={"kind": kind, "people": people})
    return item


@operation(Permission.EVIDENCE_WRITE)
def change_item(*, item: EvidenceItem, version: int, kind: str, day: date, group: str, with_whom: str, people: int,
                team: Iterable[User], notes: str, standards: Iterable[str], by: User) -> None:  # fmt: skip
    """Change an item upon the version one had before one; how it read before is kept.

    Raises NotOpen, and ValidationError (code CHANGED) where somebody else saved meanwhile: nothing is overwritten.
    """
    item.exercise.require(Activity.EVIDENCE)
    listed = known_standards(item.exercise, standards)
    written = dict(zip(WRITTEN, (kind, day, group, with_whom, people, notes, listed), strict=True))
    before = EvidenceItem.objects.get(pk=item.pk)
    was = {name: str(getattr(before, name)) for name in WRITTEN}
    for name in WRITTEN:
        setattr(before, name, written[name])
    before.clean_fields(exclude={"standards"})
    now = {name: getattr(before, name) for name in WRITTEN}
    if not EvidenceItem.objects.filter(pk=item.pk, version=version).update(version=F("version") + 1, **now):
        raise ValidationError(_("Somebody else changed this meanwhile. Nothing of yours is lost."), code=CHANGED)
    before.team.set(team)
    earlier = EarlierItem(exercise=item.exercise, item=item, version=version, was=was, changed_by=by)
    earlier.save(force_insert=True)
    note(details={"version": version + 1, "fields": sorted(name for name in WRITTEN if str(now[name]) != was[name])})


@operation(Permission.EVIDENCE_WRITE, kind=Kind.COLLECTION)
def add_quote(*, item: EvidenceItem, words: str, who: str, language: str, save_id: UUID, by: User) -> Quote:
    """Add words of somebody who was met, made anonymous by `by`. It waits for a second person. Raises NotOpen."""
    item.exercise.require(Activity.EVIDENCE)
    row = Quote(id=save_id, exercise=item.exercise, item=item, words=words, who=who, language=language, anonymous_by=by)
    quote, _new = made_once(row=row, by_field="anonymous_by")
    return quote


@operation(Permission.EVIDENCE_WRITE)
def change_quote(*, quote: Quote, version: int, words: str, who: str, language: str, by: User) -> None:
    """Put other words in place of a quote. Whoever does so has made it anonymous, and it waits for its check again.

    The words before are not kept: they may be what a second person found to lead to a child. Raises NotOpen,
    ValidationError.
    """
    quote.exercise.require(Activity.EVIDENCE)
    changed = Quote(id=quote.pk, exercise=quote.exercise, item=quote.item, words=words, who=who, language=language,
                    anonymous_by=by)  # fmt: skip
    changed.clean_fields()
    now = {"words": changed.words, "who": who, "language": language, "anonymous_by": by, "sent_back_because": ""}
    taken(quote, version, anonymous_at=timezone.now(), checked_by=None, checked_at=None, **now)


@operation(Permission.EVIDENCE_WRITE)
def check_quote(*, quote: Quote, version: int, by: User) -> None:
    """Find, as a second person, that a quote leads to nobody: it may be used now. Raises NotOpen, ValidationError."""
    quote.exercise.require(Activity.EVIDENCE)
    second_person(quote, by)
    taken(quote, version, checked_by=by, checked_at=timezone.now(), sent_back_because="")


@operation(Permission.EVIDENCE_WRITE)
def send_quote_back(*, quote: Quote, version: int, because: str, by: User) -> None:
    """Find, as a second person, that a quote may lead to somebody, and say what must go."""
    quote.exercise.require(Activity.EVIDENCE)
    second_person(quote, by)
    if not because:
        raise ValidationError({"because": _("Say what must go, without writing it down again.")})
    taken(quote, version, checked_by=None, checked_at=None, sent_back_because=because)


@operation(Permission.EVIDENCE_WRITE)
def withdraw_quote(*, quote: Quote, version: int, by: User) -> None:
    """Take a quote out of use for good. What cites it no longer counts it."""
    quote.exercise.require(Activity.EVIDENCE)
    taken(quote, version, withdrawn_at=timezone.now(), withdrawn_by=by, checked_at=None, checked_by=None)


def second_person(quote: Quote, by: User) -> None:
    """Raise ValidationError where this is the person who made the quote anonymous, as it is stored now."""
    if Quote.objects.filter(pk=quote.pk, anonymous_by=by).exists():
        raise ValidationError(_("You made this quote anonymous. Somebody else must look at it."))


@step
def taken(quote: Quote, version: int, **now: Any) -> None:
    """Change a quote that stands, upon the version that was looked at. Raises ValidationError."""
    standing = Quote.objects.filter(pk=quote.pk, version=version, withdrawn_at=None)
    if not standing.update(version=F("version") + 1, **now):
        raise ValidationError(_("This quote was changed meanwhile. Look at it again as it is now."), code=CHANGED)
    note(details={"version": version + 1})


@operation(Permission.EVIDENCE_WRITE, kind=Kind.COLLECTION)
def enter_figure(*, exercise: Exercise, label: str, value: Decimal, unit: str, source: str, as_of: str, given_by: str,
                 replaces: ContextFigure | None = None, save_id: UUID, by: User) -> ContextFigure:  # fmt: skip
    """Enter a context figure, or another in place of one that stands. Raises NotOpen, ValidationError."""
    exercise.require(Activity.EVIDENCE)
    written = {"label": label, "value": value, "unit": unit, "source": source, "as_of": as_of, "given_by": given_by}
    return figure_entered(exercise=exercise, replaces=replaces, save_id=save_id, by=by, written=written)


@operation(Permission.DOCUMENT_SUBMIT, kind=Kind.COLLECTION)
def hand_in_figure(*, exercise: Exercise, label: str, value: Decimal, unit: str, source: str, as_of: str,
                   replaces: ContextFigure | None = None, save_id: UUID, by: User) -> ContextFigure:  # fmt: skip
    """The same by the service, as its own word, while documents are handed in. It replaces only its own figures."""
    exercise.require(Activity.DOCUMENTS)
    if replaces is not None and replaces.given_by != GivenBy.SERVICE:
        raise ValidationError(_("This figure was entered by the inspectorate. Tell the lead inspector what is wrong."))
    written = {"label": label, "value": value, "unit": unit, "source": source, "as_of": as_of,
               "given_by": GivenBy.SERVICE}  # fmt: skip
    return figure_entered(exercise=exercise, replaces=replaces, save_id=save_id, by=by, written=written)


@step
def figure_entered(*, exercise: Exercise, replaces: ContextFigure | None, save_id: UUID, by: User,
                   written: Mapping[str, Any]) -> ContextFigure:  # fmt: skip
    """The row, once; what it replaces is kept and no longer stands."""
    before = ContextFigure.objects.filter(pk=save_id).first()
    if before is None and replaces is not None:
        standing = ContextFigure.objects.filter(pk=replaces.pk, exercise=exercise, replaced_at=None)
        if not standing.update(replaced_at=timezone.now()):
            raise ValidationError(_("Somebody else has replaced this figure meanwhile. Look at it as it is now."))
    name = replaces.name if replaces is not None else name_for(exercise, written["label"])
    row = ContextFigure(id=save_id, exercise=exercise, name=name, entered_by=by, **written)
    figure, _new = made_once(row=row, by_field="entered_by")
    return figure


def name_for(exercise: Exercise, label: str) -> str:
    """What prose calls a figure: its label in small letters, with a number where that is taken."""
    plain = "_".join("".join(c if c.isascii() and c.isalnum() else " " for c in label.lower()).split())[:50]
    first = plain.lstrip("0123456789_") or "figure"
    names = set(ContextFigure.objects.filter(exercise=exercise).values_list("name", flat=True))
    candidates = (first if n == 1 else f"{first}_{n}" for n in range(1, len(names) + 2))
    return next(name for name in candidates if name not in names)
