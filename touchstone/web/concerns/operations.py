"""Raising a concern, climbing, receipt, what was done, and closing it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.audit.kinds import Kind
from touchstone.web.audit.operation import PROGRAM, note, operation, step
from touchstone.web.concerns.ladder import MINUTES_PER_RUNG, ladder
from touchstone.web.concerns.models import Concern, Duty, State, Step, What
from touchstone.web.exercises.models import Exercise
from touchstone.web.messages.operations import tell
from touchstone.web.samples.models import SampledCase
from touchstone.web.tenancy import unscoped


@operation(Permission.TEAM_MANAGE)
def put_on_duty(*, exercise: Exercise, person: User, rung: int, by: User) -> Duty:
    """Put a named person on duty. Raises ValidationError for somebody whose role does not receive concerns."""
    if not person.may(Permission.CONCERN_RECEIVE, exercise):
        raise ValidationError({"person": _("No role of this person receives concerns. Choose somebody else.")})
    if not person.telephone:
        raise ValidationError({"person": _("This person has no telephone number here. They must enter it first.")})
    duty = Duty(exercise=exercise, person=person, rung=rung)
    duty.full_clean()
    duty.save(force_insert=True)
    note(objects=[duty], details={"rung": rung, "person": str(person.id)})
    return duty


@operation(Permission.TEAM_MANAGE)
def end_duty(*, exercise: Exercise, duty: Duty, by: User) -> None:
    """Take somebody off duty. Raises ValidationError for a duty of another inspection, or one that is over."""
    if not Duty.objects.of(exercise).filter(pk=duty.pk, ended=None).update(ended=timezone.now()):
        raise ValidationError(_("This person is not on duty here any more."))
    note(objects=[duty])


@operation(Permission.CONCERN_RAISE, kind=Kind.COLLECTION)
def raise_concern(*, exercise: Exercise, seen: str, case: SampledCase | None = None, rang: str = "", save_id: UUID,
                  by: User) -> Concern:  # fmt: skip
    """Send a concern to whoever is on duty. It counts as raised only on their receipt, and never replaces the call.

    save_id comes from the form: the same press twice is one concern. rang says whom the person has rung, if they have.
    """
    return sent(exercise=exercise, seen=seen, case=case, rang=rang, save_id=save_id, by=by)


@step
def sent(*, exercise: Exercise, seen: str, case: SampledCase | None, rang: str, save_id: UUID, by: User) -> Concern:
    """The same inside another operation, such as reading what was written in a survey. Raises ValidationError."""
    before = Concern.objects.filter(pk=save_id).first()
    if before is not None:
        return the_same(before, exercise, by)
    if case is not None and case.exercise_id != exercise.id:
        raise ValidationError({"case": _("This case is not in this inspection.")})
    concern = Concern(id=save_id, exercise=exercise, case=case, seen=seen, raised_by=by)
    concern.full_clean(validate_unique=False)
    try:
        with transaction.atomic():
            concern.save(force_insert=True)
    except IntegrityError:  # the other press was a moment ahead
        return the_same(Concern.objects.get(pk=save_id), exercise, by)
    note(objects=[concern], subjects=[case.id] if case else [])
    if rang:
        add(concern, What.RUNG, by=by, words=rang)
    rungs = ladder(exercise)
    for person in rungs[0] if rungs else []:
        tell_of(concern, person, "concern_raised", What.SENT)
    return concern


def the_same(before: Concern, exercise: Exercise, by: User) -> Concern:
    """The concern that this form has sent already. Raises ValidationError where it is another's."""
    if before.exercise_id != exercise.pk or before.raised_by_id != by.pk:
        raise ValidationError(_("This was not sent: the form was used for another concern. Press the button again."))
    return before


def add(concern: Concern, what: What, *, by: User | None = None, told: User | None = None, words: str = "") -> Step:
    """One step of a concern, written down."""
    taken = Step(concern=concern, exercise=concern.exercise, what=what, by=by, told=told, words=words)
    taken.clean_fields()
    taken.save(force_insert=True)
    return taken


def tell_of(concern: Concern, person: User, text: str, what: What) -> None:
    """Send a message that names no child, and note to whom."""
    add(concern, what, told=person)
    about = reverse("concern", args=[concern.exercise_id, concern.id])
    tell(to=[person], text=text, fields={"inspection": concern.exercise_id}, about=about,
         exercise_id=concern.exercise_id)  # fmt: skip


@operation(Permission.CONCERN_RECEIVE, also_program=True)
def climb(*, concern: Concern, by: Any) -> bool:
    """Take an unanswered concern one rung up, when its time on this rung is over; at the top everybody is told again.

    True when somebody was told. The clock asks once a minute; asking twice tells nobody twice.
    """
    now = timezone.now()
    fresh = Concern.objects.get(pk=concern.pk)
    if fresh.state is not State.SENT or now - fresh.told_last < MINUTES_PER_RUNG:
        return False
    taken = Concern.objects.filter(pk=fresh.pk, told_last=fresh.told_last, received_at=None)
    if not taken.update(told_last=now, rung=fresh.rung + 1):
        return False
    rungs = ladder(fresh.exercise)
    if fresh.rung < len(rungs):
        for person in rungs[fresh.rung]:
            tell_of(fresh, person, "concern_climbed", What.CLIMBED)
    else:
        for person in (person for people in rungs for person in people):
            tell_of(fresh, person, "concern_climbed", What.REMINDED)
    note(subjects=[fresh.case_id] if fresh.case_id else [], details={"rung": fresh.rung + 1})
    return True


def climb_all() -> int:
    """What the schedule does every minute: every concern without receipt, one by one. How many went on.

    One that cannot go on holds no other back; what was wrong is raised when all were looked at.
    """
    with unscoped("the clock looks at every unanswered concern"):
        waiting = list(Concern.objects.filter(received_at=None, closed_at=None).select_related("exercise__service"))
    went, wrong = 0, []
    for concern in waiting:
        try:
            went += climb(concern=concern, by=PROGRAM)
        except Exception as error:
            wrong.append(error)
    if wrong:
        raise wrong[0]
    return went


@operation(Permission.CONCERN_RECEIVE)
def give_receipt(*, concern: Concern, by: User) -> None:
    """Say "I have it": from now on it counts as raised and climbs no further. The first receipt counts."""
    if by.pk == concern.raised_by_id:
        raise ValidationError(_("Somebody other than the person who raised it gives receipt."))
    if Concern.objects.filter(pk=concern.pk, received_at=None).update(received_at=timezone.now(), received_by=by):
        add(concern, What.RECEIVED, by=by)
        about = reverse("concern", args=[concern.exercise_id, concern.id])
        tell(to=[concern.raised_by], text="concern_received", fields={"inspection": concern.exercise_id}, about=about,
             exercise_id=concern.exercise_id)  # fmt: skip
        note(subjects=[concern.case_id] if concern.case_id else [])


@operation(Permission.CONCERN_RECEIVE)
def record_action(*, concern: Concern, words: str, by: User) -> Step:
    """Write down what was done: who was told at the service, what they will do, by when."""
    must_be(concern, State.RECEIVED, _("Give receipt first."))
    note(subjects=[concern.case_id] if concern.case_id else [])
    return add(concern, What.ACTION, by=by, words=words)


@operation(Permission.CONCERN_RECEIVE)
def close(*, concern: Concern, words: str, by: User) -> None:
    """Close it, saying how the child is safe now. It stays on record."""
    must_be(concern, State.RECEIVED, _("Give receipt first."))
    if not concern.steps.filter(what=What.ACTION).exists():
        raise ValidationError({"words": _("Record first what was done.")})
    if not Concern.objects.filter(pk=concern.pk, closed_at=None).update(closed_at=timezone.now()):
        raise ValidationError(_("Somebody has closed this concern a moment ago."))
    add(concern, What.CLOSED, by=by, words=words)
    note(subjects=[concern.case_id] if concern.case_id else [])


def must_be(concern: Concern, state: State, otherwise: str) -> None:
    """Raise ValidationError unless the concern, read anew, is in this state."""
    if Concern.objects.get(pk=concern.pk).state is not state:
        raise ValidationError(otherwise)
