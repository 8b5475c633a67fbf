"""Everything that changes draws and samples: committing, drawing, freezing, putting substitutes in."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.sampling.draw import ENOUGH_DIGITS, commitment, draw_sample
from touchstone.sampling.eligibility import eligibility
from touchstone.sampling.record import record
from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.audit.kinds import Kind
from touchstone.web.audit.operation import note, operation, step
from touchstone.web.exercises.models import Activity, Exercise
from touchstone.web.messages.operations import tell
from touchstone.web.samples.drawn import Placed, drawn_group, group_draws, next_for, record_file, record_hash, sample_of
from touchstone.web.samples.models import (
    CaseList,
    Caseload,
    CaseState,
    Commitment,
    Draw,
    ListedCase,
    ListState,
    Provenance,
    SampledCase,
    SampleRules,
    Substitution,
)
from touchstone.web.samples.reasons import Reason
from touchstone.web.samples.rules import rules_of
from touchstone.web.samples.summary import (
    case_list_is_confirmed,
    caseloads,
    cases_by_group,
    confirmed_list,
    sample_is_frozen,
    sample_summary,
    standing_commitment,
    standing_draw,
)
from touchstone.web.samples.telling import whom

__all__ = ["case_list_is_confirmed", "caseloads", "cases_by_group", "sample_is_frozen", "sample_summary"]

READ, STORE = "samples.read_list", "samples.store_list"  # kinds of job
USED_AS = "case list"
AT_ONCE = 1_000  # rows stored with one statement
MOST_TOLD = 9_999  # the largest number that a message takes
UNCONFIRMED = (ListState.READING, ListState.REFUSED, ListState.CHECKED)


class NotNow(Exception):
    """What is asked does not fit what has happened since; the message says what to do."""


class CaseBroughtIn(NamedTuple):
    """A case of an inspection file, for `placed`."""

    reference: str
    group: str
    kind: str = ""
    strata: Mapping[str, str] = {}


# ── The number committed to ──────────────────────────────────────────────────────────────────────────────────────


@step
def committed(*, exercise: Exercise) -> Commitment:
    """The commitment that a list handed in now is drawn by; made where there is none. Its hash goes into the audit.

    The stage that opens the list takes this step; so does handing in, before it looks at the list.
    """
    standing = standing_commitment(exercise)
    if standing is not None and (standing.told_at is None or standing_draw(exercise) is not None):
        return standing
    number = 10**ENOUGH_DIGITS + secrets.randbelow(9 * 10**ENOUGH_DIGITS)
    made = Commitment(exercise=exercise, number=str(number), commitment=commitment(number))
    made.save(force_insert=True)
    note(objects=[made], details={"commitment": made.commitment})
    return made


# ── The draw ─────────────────────────────────────────────────────────────────────────────────────────────────────


@operation(Permission.SAMPLE_DRAW)
def set_rules(*, exercise: Exercise, first: date | None, last: date | None, sizes: Mapping[str, int], because: str,
              by: User) -> SampleRules:  # fmt: skip
    """Set window or sizes in place of the framework's, with the reason; all empty goes back to the framework's.

    Raises NotOpen, NotNow after a draw, and ProblemsFound where a case then lacks its start.
    """
    require_sample(exercise)
    if standing_draw(exercise) is not None:
        raise NotNow(_("The sample has been drawn. Draw again to use other rules."))
    rules = SampleRules(
        exercise=exercise, window_first=first, window_last=last, sizes=dict(sizes), because=because, set_by=by
    )
    rules.save(force_insert=True)
    judge_again(exercise)
    note(objects=[rules], details={"sizes": dict(sizes), "window": [str(first or ""), str(last or "")]})
    return rules


def judge_again(exercise: Exercise) -> None:
    """Say anew of every case of the confirmed list whether it may be drawn."""
    case_list = confirmed_list(exercise)
    if case_list is None:
        return
    found = eligibility(case_list.frame(), exercise.framework(), rules_of(exercise).window)
    why = {each.row: each.why for each in found.refused}
    changed = []
    for case in case_list.cases.all():
        if case.why_not != why.get(case.row, ""):
            case.why_not = why.get(case.row, "")
            case.eligible = not case.why_not
            changed.append(case)
    ListedCase.objects.bulk_update(changed, ["eligible", "why_not"], batch_size=200)
    case_list.eligible_count = len(found.cases)
    case_list.save(update_fields=["eligible_count"])


@operation(Permission.SAMPLE_DRAW)
def draw(*, exercise: Exercise, reason: str, by: User) -> Draw:
    """Draw from the confirmed list. Where a draw stands this is a redraw: it needs a reason, and the old one stays.

    Raises NotOpen, NotNow where no list is confirmed or the sample is frozen, ProblemsFound for what the sampling room
    refuses.
    """
    require_sample(exercise)
    case_list, before, stands = confirmed_list(exercise), standing_draw(exercise), standing_commitment(exercise)
    if sample_is_frozen(exercise):
        raise NotNow(_("The sample is frozen. Only substitutes can be put in."))
    if case_list is None or stands is None:
        raise NotNow(_("No list is confirmed yet. The service hands it in and confirms it first."))
    if before is not None:
        if not reason.strip():
            raise ValidationError({"reason": _("Say why the sample is drawn again; it stays with the draw.")})
        withdraw(draw=before, because=reason, by=by)
    count = Draw.objects.filter(exercise=exercise, commitment=stands).count() + 1
    if count == 1:
        reason = ""
    elif not reason.strip():
        raise ValidationError({"reason": _("Say why the sample is drawn again; it stays with the draw.")})
    judge_again(exercise)
    rules, frame = rules_of(exercise), case_list.frame()
    made = draw_sample(frame, exercise.framework(), number=int(stands.number), commitment=stands.commitment,
                       count=count, reason=reason, window=rules.window, sizes=rules.sizes)  # fmt: skip
    told = record(made)
    row = Draw(
        exercise=exercise,
        case_list=case_list,
        commitment=stands,
        count=count,
        reason=reason,
        seed=made.seed,
        record=told,
        record_hash=record_hash(told),
        drawn_by=by,
    )
    row.save(force_insert=True)
    if stands.told_at is None:
        stands.told_at = timezone.now()
        stands.save(update_fields=["told_at"])
    ids = ids_in(case_list)
    drawn = [ids[each.group, case.reference] for each in made.groups for case in each.sample]
    note(subjects=drawn, objects=[row, case_list, stands],
         details={"count": count, "seed": made.seed, "record": row.record_hash, "cases": len(drawn)})  # fmt: skip
    return row


def ids_in(case_list: CaseList) -> dict[tuple[str, str], UUID]:
    """The ids of the cases that may be drawn, by group and reference. A sampled case keeps the id it was listed by."""
    rows = case_list.cases.filter(eligible=True).values_list("group", "reference", "id")
    return {(group, reference): listed_id for group, reference, listed_id in rows}


@step
def withdraw(*, draw: Draw, because: str, by: User) -> None:
    """Take a draw out of use; it stays to be seen. Raises NotNow where it is frozen."""
    taken = Draw.objects.filter(pk=draw.pk, frozen_at=None, withdrawn_at=None)
    if not taken.update(withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_because=because):
        raise NotNow(_("This draw is frozen or was withdrawn already."))
    note(objects=[draw], details={"withdrawn": True})


@operation(Permission.SAMPLE_DRAW)
def ask_for_new_list(*, exercise: Exercise, because: str, by: User) -> Commitment:
    """Withdraw the draw so that the service can hand in another list, under a new number: the old one is known."""
    require_sample(exercise)
    before = standing_draw(exercise)
    if before is None:
        raise NotNow(_("There is no draw to withdraw. The service can replace its list as it is."))
    withdraw(draw=before, because=because, by=by)
    return committed(exercise=exercise)


@operation(Permission.SAMPLE_DRAW)
def freeze(*, draw: Draw, by: User) -> list[SampledCase]:
    """Fix the sample: from now on nothing changes but substitutes. Freezing twice changes nothing.

    Raises NotOpen, and NotNow for a draw that was withdrawn.
    """
    require_sample(draw.exercise)
    frozen = Draw.objects.filter(pk=draw.pk, frozen_at=None, withdrawn_at=None)
    if not frozen.update(frozen_at=timezone.now(), frozen_by=by):
        draw.refresh_from_db()
        if draw.frozen_at is None:
            raise NotNow(_("This draw was withdrawn. Freeze the one that stands."))
        return list(draw.cases.all())
    ids = ids_in(draw.case_list)
    groups = group_draws(draw.record)
    cases = [sampled(draw, each, ids, CaseState.IN_SAMPLE) for group in groups for each in sample_of(group)]
    SampledCase.objects.bulk_create(cases, batch_size=AT_ONCE)
    keep_caseloads(draw.exercise, {group.group: group.eligible for group in groups if group.eligible})
    note(
        subjects=[case.pk for case in cases], objects=[draw], details={"record": draw.record_hash, "cases": len(cases)}
    )
    exercise = draw.exercise
    tell(
        to=whom(exercise, Permission.SAMPLE_READ, but=by),
        text="sample_drawn",
        fields={"inspection": exercise.pk, "service": exercise.service_id, "count": min(len(cases), MOST_TOLD)},
        about=reverse("sample_cases", args=[exercise.pk]),
        exercise_id=exercise.pk,
    )
    return cases


def sampled(draw: Draw, each: Placed, ids: Mapping[tuple[str, str], UUID], state: CaseState) -> SampledCase:
    """A case of the draw as a row of the sample."""
    listed_id = ids[each.case.group, each.case.reference]
    return SampledCase(
        id=listed_id,
        exercise_id=draw.exercise_id,
        draw=draw,
        listed_id=listed_id,
        group=each.case.group,
        kind=each.case.kind,
        reference=each.case.reference,
        strata=each.strata,
        drawn_position=each.position,
        state=state,
    )


@step
def keep_caseloads(exercise: Exercise, counted: Mapping[str, int]) -> None:
    """Keep how many cases of each group there were."""
    rows = [Caseload(exercise=exercise, group=group, cases=cases) for group, cases in counted.items()]
    Caseload.objects.bulk_create(rows)


@operation(Permission.SAMPLE_DRAW)
def put_in_substitute(*, case: SampledCase, reason: str, detail: str, by: User) -> Substitution:
    """Take a case out of the sample, and put in the next one by the recorded order, if one is left.

    Raises NotOpen, and NotNow where the case was replaced already.
    """
    require_sample(case.exercise)
    if reason not in Reason.values:
        raise ValidationError({"reason": _("Choose one of the reasons.")})
    gone = SampledCase.objects.filter(pk=case.pk).exclude(state=CaseState.REPLACED)
    if not gone.update(state=CaseState.REPLACED, changed_at=timezone.now()):
        raise NotNow(_("This case has been replaced already."))
    group = drawn_group(case.draw, case.group) if case.draw is not None else None
    taken = list(
        SampledCase.objects.filter(exercise=case.exercise, group=case.group).values_list("reference", flat=True)
    )
    found = next_for(group, case, taken) if group is not None else None
    substitute = None
    if found is not None and case.draw is not None:
        substitute = sampled(case.draw, found, ids_in(case.draw.case_list), CaseState.SUBSTITUTE)
        substitute.save(force_insert=True)
    made = Substitution(
        exercise=case.exercise, missing=case, substitute=substitute, reason=reason, detail=detail, put_in_by=by
    )
    made.save(force_insert=True)
    both = [case, *([substitute] if substitute else [])]
    note(subjects=[each.pk for each in both], objects=[made, *both], details={"reason": reason})
    return made


def require_sample(exercise: Exercise) -> None:
    """Raise NotOpen, in words, where the sample may not be changed now."""
    exercise.require(Activity.SAMPLE)


# ── In and out ───────────────────────────────────────────────────────────────────────────────────────────────────


@step
def placed(*, exercise: Exercise, cases: Iterable[CaseBroughtIn], counted: Mapping[str, int] | None = None
           ) -> list[SampledCase]:  # fmt: skip
    """Make the sample of an exercise from cases of an inspection file; `counted` are its caseloads by group.

    They stand in the order they come in. Raises ProblemsFound where one is there twice in a group, NotNow where the
    exercise has a sample.
    """
    if sample_is_frozen(exercise):
        raise NotNow(_("This exercise has a sample already."))
    places: dict[str, int] = {}
    seen: set[tuple[str, str]] = set()
    rows, twice = [], 0
    for case in cases:
        twice += (case.group, case.reference) in seen
        seen.add((case.group, case.reference))
        places[case.group] = places.get(case.group, 0) + 1
        rows.append(SampledCase(exercise=exercise, provenance=Provenance.IMPORTED, group=case.group, kind=case.kind,
                                reference=case.reference, strata=dict(case.strata),
                                drawn_position=places[case.group]))  # fmt: skip
    if twice:
        what = _("%(count)s cases stand in one group twice.") % {"count": twice}
        raise ProblemsFound([Problem(what, _("Take the doubles out of the file."))])
    SampledCase.objects.bulk_create(rows, batch_size=AT_ONCE)
    keep_caseloads(exercise, counted or {})
    note(subjects=[row.pk for row in rows], details={"cases": len(rows)})
    return rows


@operation(Permission.SAMPLE_READ, kind=Kind.DISCLOSURE)
def take_record(*, draw: Draw, by: User) -> bytes:
    """The record's file, for whoever holds the list and wants to draw again."""
    told = record_file(draw.record)
    ids = ids_in(draw.case_list)  # cases keep them once they are sampled
    drawn = group_draws(draw.record)
    named = [(group.group, case.reference) for group in drawn for case in (*group.sample, *group.substitutes)]
    note(subjects=[ids[one] for one in named if one in ids], objects=[draw], details={"bytes": len(told)})
    return told
