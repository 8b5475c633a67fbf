"""Who reads which case: first and second markings, by hand or by chance; practice; and what is brought in."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from touchstone.rating.answers import CaseAnswers
from touchstone.web.accounts.models import Grant, User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.accounts.roles import roles_with
from touchstone.web.assessments.kept_apart import held_a_role_there, why_kept_apart
from touchstone.web.assessments.models import (
    Answer,
    AnswerVersion,
    BenchmarkKey,
    CaseAssessment,
    Companion,
    Hint,
    Marking,
    given_to,
)
from touchstone.web.assessments.states import DONE, State
from touchstone.web.audit.kinds import Kind as AuditKind
from touchstone.web.audit.operation import note, operation, step
from touchstone.web.exercises.models import Activity, Exercise, Kind
from touchstone.web.samples.models import CaseState, SampledCase
from touchstone.web.versions import Save, save_version

MOST_SHARE = 100  # per cent of the cases that may be marked twice


@operation(Permission.ASSESSMENT_ALLOCATE)
def allocate(*, exercise: Exercise, case: SampledCase, assessor: User, marking: str, by: User) -> CaseAssessment:
    """Give a case to somebody, as its first or second marking. Given to another before, it is taken from them.

    What they wrote is kept. Refuses who must not assess a case of this service, who is not in the team, a case that is
    not read, a second marking by whoever does the first, and taking away what is submitted.
    """
    return given(exercise=exercise, case=case, assessor=assessor, marking=marking, by=by)


@step
def given(*, exercise: Exercise, case: SampledCase, assessor: User, marking: str, by: User | None,
          by_chance: bool = False) -> CaseAssessment:  # fmt: skip
    """The same inside another operation. Raises ValidationError."""
    assert_not_blind(case, by)
    assert_may_be_given(exercise, case, assessor, marking)
    held = CaseAssessment.objects.filter(case=case, marking=marking, withdrawn_at=None)
    before = (held.filter(assessor=assessor) if marking == Marking.PRACTICE else held).first()
    if before is not None and before.assessor_id == assessor.pk:
        return before
    if before is not None:
        taken_away(before)
    row = CaseAssessment(
        exercise=exercise,
        case=case,
        assessor=assessor,
        marking=marking,
        by_chance=by_chance,
        allocated_by=by,
        framework_revision=exercise.revision,
    )
    form = row.form()
    row.form_id, row.form_revision = form.id, form.revision
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise ValidationError(_("This case was given out a moment ago. Load the page again.")) from None
    note(subjects=[case.pk], objects=[row], details={"to": str(assessor.pk), "as": marking, "by chance": by_chance})
    return row


def assert_may_be_given(exercise: Exercise, case: SampledCase, assessor: User, marking: str) -> None:
    """Raise ValidationError where this person must not have this case, or nobody must."""
    if case.exercise_id != exercise.pk or not case.is_read:
        raise ValidationError({"case": _("%(case)s is not read in this exercise.") % {"case": case.label}})
    if marking not in (Marking.FIRST, Marking.SECOND) and exercise.kind != Kind.BENCHMARK:
        raise ValidationError({"marking": _("A case is given out as first or second marking.")})
    assert_may_assess(exercise, assessor, "assessor")
    assert_not_both(case, assessor, "assessor", but=marking)


def assert_may_assess(exercise: Exercise, assessor: User, field: str) -> None:
    """Raise ValidationError where this person must not assess cases of this exercise, or is not there to."""
    why = why_kept_apart(assessor, exercise)
    if not why and exercise.kind != Kind.SELF_INSPECTION and held_a_role_there(assessor, exercise.service_id):
        why = _("%(name)s has had a role at this service, and nobody assesses cases of their own.") % {
            "name": assessor.name
        }
    if not why and not assessor.may(Permission.ASSESSMENT_WRITE, exercise):
        why = _("%(name)s is not in the team as somebody who assesses cases.") % {"name": assessor.name}
    if why:
        raise ValidationError({field: why})


def assert_not_both(case: SampledCase, assessor: User, field: str, but: str = "") -> None:
    """Raise ValidationError where this person has to do with the case already, other than as `but`."""
    others = CaseAssessment.objects.filter(case=case, assessor=assessor, withdrawn_at=None).exclude(marking=but)
    along = Companion.objects.filter(assessment__case=case, assessment__withdrawn_at=None, person=assessor, ended=None)
    if others.exists() or along.exists():
        raise ValidationError(
            {field: _("%(name)s marks this case already. The other marking is somebody else's.")
             % {"name": assessor.name}}
        )  # fmt: skip


def assert_not_blind(case: SampledCase, by: User | None) -> None:
    """Raise ValidationError where whoever gives out marks the case: a refusal would tell them of the other marking."""
    if by is None:
        return
    mine = CaseAssessment.objects.filter(given_to(by.pk), case=case, withdrawn_at=None).exclude(state__in=DONE)
    if mine.exists():
        raise ValidationError(
            {"case": _("You mark %(case)s yourself. Somebody else says who reads it besides.") % {"case": case.label}}
        )


def taken_away(before: CaseAssessment) -> None:
    """End a marking that nobody finished; what was written is kept. Raises ValidationError where it is finished."""
    now = timezone.now()
    open_now = CaseAssessment.objects.filter(pk=before.pk, withdrawn_at=None).exclude(state__in=DONE)
    if not open_now.update(withdrawn_at=now):  # asked of the row as it is now: it may have been handed in meanwhile
        before.refresh_from_db(fields=["state", "withdrawn_at"])
        raise ValidationError(
            {"case": _("%(case)s is %(state)s by %(name)s already. Send it back first if it must be read again.")
             % {"case": before.case.label, "state": before.get_state_display(), "name": before.assessor.name}}
        )  # fmt: skip
    before.withdrawn_at = now
    note(objects=[before])


@operation(Permission.ASSESSMENT_ALLOCATE)
def take_back(*, assessment: CaseAssessment, by: User) -> None:
    """Take a case back from its assessor. What was written is kept. Raises ValidationError where it is finished."""
    if by.pk != assessment.assessor_id:
        assert_not_blind(assessment.case, by)
    taken_away(assessment)
    note(subjects=[assessment.case_id], details={"from": str(assessment.assessor_id), "as": assessment.marking})


@operation(Permission.ASSESSMENT_ALLOCATE)
def read_along(*, assessment: CaseAssessment, person: User, by: User) -> Companion:
    """Let somebody read a case together with its assessor and answer with them."""
    exercise = assessment.exercise
    assert_not_blind(assessment.case, by)
    assert_may_assess(exercise, person, "person")
    assert_not_both(assessment.case, person, "person")
    row, _new = Companion.objects.get_or_create(exercise=exercise, assessment=assessment, person=person, ended=None)
    note(subjects=[assessment.case_id], objects=[row], details={"person": str(person.pk)})
    return row


def assessors_of(exercise: Exercise) -> list[User]:
    """Whoever may assess cases in this exercise and is not kept apart from its service, by name."""
    roles = roles_with(Permission.ASSESSMENT_WRITE)
    here = models.Q(exercise=exercise.pk) | models.Q(service=exercise.service_id)
    held = Grant.objects.filter(here, role__in=roles, ended=None).order_by().values("person")
    return [person for person in User.objects.filter(pk__in=held) if not why_kept_apart(person, exercise)]


@dataclass
class Chance:
    """What a draw of second markings chose."""

    seed: str
    chosen: list[CaseAssessment] = field(default_factory=list)
    left_out: list[SampledCase] = field(default_factory=list)  # nobody else could have marked them


@operation(Permission.ASSESSMENT_ALLOCATE)
def second_by_chance(*, exercise: Exercise, share: int, seed: str, by: User) -> Chance:
    """Choose a share (per cent) of the cases that have a first marking for a second one, and who does it, by chance.

    The seed is written down, so the choice can be made again from the same cases and people. Whoever has fewest cases
    comes first, so that the work is spread; among equals chance decides. Raises ValidationError.
    """
    if not 1 <= share <= MOST_SHARE:
        raise ValidationError({"share": _("The share is a number from 1 to 100.")})
    if not seed.strip():
        raise ValidationError({"seed": _("Give a seed: any words or figures that nobody chose for their effect.")})
    firsts = list(
        CaseAssessment.objects.filter(exercise=exercise, marking=Marking.FIRST, withdrawn_at=None)
        .exclude(case__state=CaseState.REPLACED)
        .select_related("case", "assessor")
        .order_by("case__group", "case__drawn_position")
    )
    taken = set(
        CaseAssessment.objects.filter(exercise=exercise, marking=Marking.SECOND, withdrawn_at=None)
        .values_list("case", flat=True)
    )  # fmt: skip
    wanted = max(-(-len(firsts) * share // 100) - len(taken), 0)
    chance = random.Random(f"{exercise.pk}:{seed}")  # not a secret: a choice that anybody can make again
    pool = [first for first in firsts if first.case_id not in taken]
    made = Chance(seed)
    people = assessors_of(exercise)
    load = workload(exercise)
    for first in chance.sample(pool, min(wanted, len(pool))):
        able = [p for p in people if p.pk != first.assessor_id and p.pk not in along_with(first)]
        chance.shuffle(able)
        able.sort(key=lambda person: load.get(person.pk, 0))
        if not able:
            made.left_out.append(first.case)
            continue
        made.chosen.append(
            given(exercise=exercise, case=first.case, assessor=able[0], marking=Marking.SECOND, by=by, by_chance=True)
        )
        load[able[0].pk] = load.get(able[0].pk, 0) + 1
    note(details={"share": share, "seed": seed, "chosen": len(made.chosen), "left out": len(made.left_out)})
    return made


def along_with(first: CaseAssessment) -> set[object]:
    """Who reads along in a marking."""
    return set(first.companions.filter(ended=None).values_list("person", flat=True))


def workload(exercise: Exercise) -> dict[object, int]:
    """How many cases each person has now."""
    found: dict[object, int] = {}
    for person in CaseAssessment.objects.of(exercise).filter(withdrawn_at=None).values_list("assessor", flat=True):
        found[person] = found.get(person, 0) + 1
    return found


@operation(Permission.ASSESSMENT_WRITE)
def practise(*, exercise: Exercise, case: SampledCase, by: User) -> CaseAssessment:
    """Take a benchmark case to practise on. Everybody reads it for themselves, and sees the key when they are done."""
    if exercise.kind != Kind.BENCHMARK or not BenchmarkKey.objects.filter(case=case).exists():
        raise ValidationError(_("This case has no key to practise against."))
    exercise.require(Activity.ASSESSMENT)
    mine = CaseAssessment.objects.filter(case=case, assessor=by, withdrawn_at=None).first()
    if mine is not None:
        return mine
    return given(exercise=exercise, case=case, assessor=by, marking=Marking.PRACTICE, by=by)


@operation(Permission.BENCHMARK_MANAGE)
def set_key(*, exercise: Exercise, case: SampledCase, answers: Mapping[str, tuple[str, str]], by: User) -> None:
    """Set the key of a benchmark case: question → (answer, why). Raises ValidationError for what is no answer."""
    if exercise.kind != Kind.BENCHMARK or case.exercise_id != exercise.pk:
        raise ValidationError(_("Only cases of a benchmark have a key."))
    form = CaseAssessment(exercise=exercise, case=case).form()
    for question, (value, _why) in answers.items():
        asked = form.question(question)
        if asked is None or not asked.key_question or value not in asked.answers:
            raise ValidationError(_("%(question)s: choose one of its answers.") % {"question": question})
    for question, (value, why) in answers.items():
        BenchmarkKey.objects.update_or_create(
            exercise=exercise, case=case, question=question,
            defaults={"value": value, "why": why, "set_by": by, "set_at": timezone.now()},
        )  # fmt: skip
    note(subjects=[case.pk], details={"key of": sorted(answers)})


@step
def imported(*, exercise: Exercise, cases: Sequence[CaseAnswers], by: User) -> int:
    """Bring in answers that were given elsewhere: each case as a submitted first marking of whoever brings it in.

    The cases are in the sample already. Key questions alone; what is no answer there is refused with the others.
    Returns how many cases. Raises ValidationError naming every reference that is not in the sample.
    """
    sampled = {(case.group, case.reference): case for case in SampledCase.objects.filter(exercise=exercise)}
    unknown = [case.reference for case in cases if (case.group, case.reference) not in sampled]
    if unknown:
        raise ValidationError([_("%(ref)s is not in the sample.") % {"ref": ref} for ref in unknown])
    now = timezone.now()
    for read in cases:
        case = sampled[(read.group, read.reference)]
        row = CaseAssessment(
            exercise=exercise, case=case, assessor=by, allocated_by=by, framework_revision=exercise.revision,
            state=State.SUBMITTED, submitted_at=now, saved_at=now, saves=1, as_submitted=dict(read.answers),
        )  # fmt: skip
        form = row.form()
        row.form_id, row.form_revision = form.id, form.revision
        wrong = [q for q, said in read.answers.items() if said not in getattr(form.question(q), "answers", ())]
        if wrong:
            raise ValidationError(
                _("%(ref)s: %(questions)s cannot be taken.") % {"ref": read.reference, "questions": ", ".join(wrong)}
            )
        row.save(force_insert=True)
        belongs = {"exercise": exercise.pk, "assessment": row.pk, "sheet": row.pk}
        for question, said in read.answers.items():
            content = {"value": said, "evidence": "", "reason": ""}
            save_version(
                Answer, AnswerVersion, Save({**belongs, "question": question}, 0, uuid4(), content, by.pk, now)
            )
    note(kind=AuditKind.COLLECTION, subjects=[sampled[(c.group, c.reference)].pk for c in cases],
         details={"cases": len(cases)})  # fmt: skip
    return len(cases)


@step
def hinted(*, exercise: Exercise, case: SampledCase, hints: Sequence[tuple[str, str, str]]) -> int:
    """Bring in what practice rules found, or the service's marking said: (question, source, what it says) each.

    They open to an assessor only after their own judgement. Returns how many there are now for the case.
    """
    rows = [Hint(exercise=exercise, case=case, question=q, source=source, says=says) for q, source, says in hints]
    for row in rows:
        row.full_clean(exclude=["exercise", "case"])
    Hint.objects.bulk_create(rows)
    note(kind=AuditKind.COMBINATION, subjects=[case.pk], details={"hints": len(rows)})
    return Hint.objects.filter(case=case).count()
