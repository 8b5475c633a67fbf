"""Proposing judgements; opening the panel, arguing, deciding, dissenting, minutes, sending back; closing it."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from touchstone.standards.framework import Standard
from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.assessments import operations as assessments
from touchstone.web.assessments.models import CaseAssessment
from touchstone.web.audit.operation import note, operation, step
from touchstone.web.exercises.models import Activity, Exercise
from touchstone.web.judgements.models import (
    Argument,
    Decision,
    Dissent,
    Met,
    Minute,
    Panel,
    Proposal,
    Seat,
    SentBack,
    Side,
)
from touchstone.web.judgements.ratings import frozen, hash_of, newest_decisions, rate, sitting_panel

FEWEST_SEATS = 2  # a departure from the rule is decided by two people at least (RATE-4; ASVS 2.3.5)


@operation(Permission.JUDGEMENT_WRITE)
def propose(*, exercise: Exercise, standard: str, rating: str, reasons: str, characteristics: Mapping[str, str],
            by: User) -> Proposal:  # fmt: skip
    """Propose the rating of a judged standard, with how far each characteristic is met, and why.

    Raises ValidationError for a standard that is counted (its rating is computed), for a rating that the framework
    does not have, and for characteristics that are not its own.
    """
    exercise.require(Activity.JUDGEMENTS)
    judged = standard_of(exercise, standard)
    if judged.rated_by == "counting":
        raise ValidationError(_("This standard is computed from cases. Only the panel may depart from that."))
    rating_of(exercise, rating)
    own = {question.id for question in judged.key_questions}
    if set(characteristics) - own or set(characteristics.values()) - set(Met.values):
        raise ValidationError(_("A characteristic that was sent is not one of this standard's."))
    proposal = Proposal(
        exercise=exercise,
        standard=standard,
        rating=rating,
        reasons=reasons,
        characteristics=dict(characteristics),
        by=by,
    )
    proposal.full_clean(exclude=["characteristics"])
    proposal.save(force_insert=True)
    note(objects=[proposal], details={"standard": standard})  # no rating: auditors see none
    return proposal


@operation(Permission.PANEL_DECIDE)
def open_panel(*, exercise: Exercise, by: User) -> Panel:
    """Open a meeting of the panel, with the chair in the first seat. The open one, where one sits already."""
    exercise.require(Activity.PANEL)
    panel = sitting_panel(exercise)
    if panel is None:
        panel = Panel(exercise=exercise, opened_by=by)
        panel.save(force_insert=True)
    Seat.objects.get_or_create(exercise=exercise, panel=panel, by=by)
    note(objects=[panel])
    return panel


@operation(Permission.PANEL_TAKE_PART)
def take_seat(*, panel: Panel, by: User) -> Seat:
    """Sit in this meeting. Only those who sat may argue, dissent and answer for a decision."""
    must_sit(panel)
    seat, _new = Seat.objects.get_or_create(exercise=panel.exercise, panel=panel, by=by)
    note(objects=[seat])
    return seat


@operation(Permission.PANEL_TAKE_PART)
def argue(*, panel: Panel, standard: str, side: str, words: str, rating: str = "", by: User) -> Argument:
    """Argue about a standard. A named rating other than the computed one proposes the panel's discretion."""
    must_sit(panel, by)
    standard_of(panel.exercise, standard)
    if rating:
        rating_of(panel.exercise, rating)
    argument = Argument(
        exercise=panel.exercise, panel=panel, standard=standard, side=Side(side), words=words, rating=rating, by=by
    )
    argument.full_clean()
    argument.save(force_insert=True)
    note(objects=[argument], details={"standard": standard})
    return argument


@operation(Permission.PANEL_DECIDE)
def decide(*, panel: Panel, standard: str, rating: str, reason: str, by: User) -> Decision:
    """Record what the panel decided about a standard.

    Raises ValidationError where a departure from the computed rating is not what the framework allows: further than so
    many bands, without a reason, or by fewer than two people; or where nothing is computed yet.
    """
    must_sit(panel, by)
    exercise = panel.exercise
    one = standard_of(exercise, standard)
    rating_of(exercise, rating)
    computed = rate(exercise).computed.standard(standard).rating if one.rated_by == "counting" else ""
    discretion = one.rated_by == "counting" and rating != computed
    people = sorted(str(seat.by_id) for seat in Seat.objects.filter(panel=panel))
    problems = discretion_problems(exercise, computed, rating, people) if discretion else []
    if not reason.strip():
        problems.append(_("Write down why. For a computed rating that the panel takes as it is, say so."))
    if problems:
        raise ValidationError(problems)
    decision = Decision(
        exercise=exercise, panel=panel, standard=standard, computed=computed, rating=rating, discretion=discretion,
        reason=reason, people=people, by=by,
    )  # fmt: skip
    decision.full_clean(exclude=["people"])
    decision.save(force_insert=True)
    note(objects=[decision], details={"standard": standard, "discretion": discretion})
    return decision


def discretion_problems(exercise: Exercise, computed: str, rating: str, people: list[str]) -> list[str]:
    """What forbids a departure from the computed rating, in words."""
    rule = exercise.framework().rating
    if rule is None or not computed:
        return [_("Nothing is computed for this standard yet, so there is nothing to depart from.")]
    problems = []
    moved = abs(rule.words.index(rating) - rule.words.index(computed))
    if moved > rule.discretion.most_bands:
        far = _(
            "The rule gave %(computed)s. Discretion may move a rating by %(most)s band at most, and this is %(moved)s."
        )
        problems.append(far % {"computed": computed, "most": rule.discretion.most_bands, "moved": moved})
    if len(people) < FEWEST_SEATS:
        problems.append(
            _("A departure from the rule is decided by two people at least. Only one sits in this meeting.")
        )
    return problems


@operation(Permission.PANEL_TAKE_PART)
def dissent(*, panel: Panel, decision: Decision, words: str, by: User) -> Dissent:
    """Disagree with a decision, on the record. It stands all the same."""
    must_sit(panel, by)
    if decision.panel_id != panel.pk:
        raise ValidationError(_("This decision is of another meeting."))
    row = Dissent(exercise=panel.exercise, panel=panel, decision=decision, words=words, by=by)
    row.full_clean()
    row.save(force_insert=True)
    note(objects=[row])
    return row


@operation(Permission.PANEL_TAKE_PART)
def minute(*, panel: Panel, words: str, by: User) -> Minute:
    """Add to the minutes. Nothing in them is changed; a correction is another entry."""
    must_sit(panel, by)
    row = Minute(exercise=panel.exercise, panel=panel, words=words, by=by)
    row.full_clean()
    row.save(force_insert=True)
    note(objects=[row])
    return row


@operation(Permission.PANEL_TAKE_PART)
def send_back(*, panel: Panel, assessment: CaseAssessment, reason: str, by: User) -> SentBack:
    """Ask the assessor of a case to look again. The panel changes no answer; until it comes back its rating waits."""
    must_sit(panel, by)
    if assessment.exercise_id != panel.exercise_id:
        raise ValidationError(_("This case is not in this inspection."))
    assessments.returned(assessment=assessment, reason=reason, by=by)
    row = SentBack(exercise=panel.exercise, panel=panel, case=assessment.case, reason=reason, by=by)
    row.full_clean()
    row.save(force_insert=True)
    note(objects=[row], subjects=[assessment.case_id])
    return row


@operation(Permission.PANEL_DECIDE)
def close_panel(*, panel: Panel, by: User) -> Panel:
    """Close the meeting and keep its ratings.

    Raises ValidationError naming every standard that is not decided, and every one that is computed otherwise by now.
    """
    must_sit(panel, by)
    exercise = panel.exercise
    rated = rate(exercise)
    problems = standards_open(exercise, rated.computed.standards)
    if problems:
        raise ValidationError(problems)
    result = frozen(rated.final)
    panel.result, panel.result_hash = result, hash_of(result)
    panel.closed_at, panel.closed_by = timezone.now(), by
    panel.save(update_fields=["result", "result_hash", "closed_at", "closed_by"])
    note(objects=[panel], details={"hash": panel.result_hash})
    return panel


def standards_open(exercise: Exercise, computed: object) -> list[str]:
    """What keeps a meeting from being closed, standard by standard."""
    decisions = newest_decisions(exercise)
    now = {one.id: one.rating for one in computed}  # type: ignore[attr-defined]
    problems = []
    for standard in exercise.framework().standards:
        decision = decisions.get(standard.id)
        if decision is None:
            if standard.rated_by != "counting" or now.get(standard.id):
                problems.append(_("%(number)s is not decided.") % {"number": standard.id})
        elif standard.rated_by == "counting" and decision.computed != now.get(standard.id):
            told = _("%(number)s was decided when %(then)s was computed; now it is %(now)s. Decide it again.")
            problems.append(
                told % {"number": standard.id, "then": decision.computed, "now": now.get(standard.id) or "–"}
            )
    return problems


@step
def must_sit(panel: Panel, by: User | None = None) -> None:
    """Raise ValidationError where the meeting is over, or this person does not sit in it.

    Takes hold of the meeting until the transaction ends, as an UPDATE does everywhere: what is done in it and its
    closing come one after the other.
    """
    if not Panel.objects.filter(pk=panel.pk, closed_at=None).update(closed_at=None):
        raise ValidationError(_("This meeting is closed. Nothing in it changes any more."))
    if by is not None and not Seat.objects.filter(panel=panel, by=by).exists():
        raise ValidationError(_("Take your seat in this meeting first."))


def standard_of(exercise: Exercise, number: str) -> Standard:
    """The standard with this number. Raises ValidationError where the framework has none."""
    for standard in exercise.framework().standards:
        if standard.id == number:
            return standard
    raise ValidationError({"standard": _("This framework has no such standard.")})


def rating_of(exercise: Exercise, word: str) -> str:
    """A rating word of the framework. Raises ValidationError for any other."""
    rule = exercise.framework().rating
    if rule is None or word not in rule.words:
        raise ValidationError({"rating": _("Choose one of the framework's ratings.")})
    return word


@step
def brought_in(*, exercise: Exercise, judged: Mapping[str, tuple[str, str]], discretion: Mapping[str, tuple[str, str]],
               by: User) -> None:  # fmt: skip
    """Judgements that came with an inspection file: standard → (rating, reasons).

    Judged ones become proposals; discretion (a counted standard's rating, with its reason) waits for a panel to decide
    it, as an argument nobody can overlook would: it is kept as a decision of a panel that is open.
    """
    for number, (rating, reasons) in judged.items():
        Proposal.objects.create(exercise=exercise, standard=number, rating=rating, reasons=reasons, by=by)
    if discretion:
        panel = sitting_panel(exercise) or Panel.objects.create(exercise=exercise, opened_by=by)
        for number, (rating, reason) in discretion.items():
            Decision.objects.create(
                exercise=exercise, panel=panel, standard=number, rating=rating, discretion=True, reason=reason,
                people=[str(by.pk)], by=by,
            )  # fmt: skip
