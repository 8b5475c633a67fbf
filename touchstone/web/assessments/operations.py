"""Every change to a case assessment; giving cases out is in allocation/operations.py."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from touchstone.forms.answers import Missing, missing
from touchstone.forms.case_assessment import key_question_answers
from touchstone.forms.loading import load_form
from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.assessments.kept_apart import why_kept_apart
from touchstone.web.assessments.models import (
    Answer,
    AnswerVersion,
    CaseAssessment,
    Interview,
    Marking,
    ModeratedAnswer,
    PracticeExample,
    Turn,
)
from touchstone.web.assessments.saving import Sent, as_content
from touchstone.web.assessments.sheets import INTERVIEW, Sheet, own_sheet
from touchstone.web.assessments.states import DONE, OPEN, WAYS, Act, State
from touchstone.web.audit.kinds import Kind
from touchstone.web.audit.operation import Refused, note, operation, step
from touchstone.web.exercises.models import Activity
from touchstone.web.versions import Conflict, Save, Saved, save_version

# One statement that takes a save in only while the assessment is open, and so waits for a submission under way.
TAKE_IN = """
    UPDATE assessments_caseassessment
    SET saves = saves + 1, saved_at = %s, state = CASE state WHEN 'not_started' THEN 'in_progress' ELSE state END
    WHERE id = %s AND state IN (%s, %s, %s) AND withdrawn_at IS NULL
    RETURNING saves
"""


class Closed(Exception):
    """Answers are not taken now; the message says why and what can be done."""


class SavedBefore(Exception):
    """All of this had been stored before: nothing new is written, in the audit neither. Carries the first results."""

    def __init__(self, results: tuple[Saved | Conflict, ...]) -> None:
        super().__init__()
        self.results = results


class Incomplete(Exception):
    """The assessment cannot be submitted: what is missing, each in words."""

    def __init__(self, lacking: tuple[Missing, ...]) -> None:
        super().__init__()
        self.lacking = lacking


def save(*, sheet: Sheet, sent: Sequence[Sent], by: User) -> tuple[Saved | Conflict, ...]:
    """Store answers, each once, and say of each what came of it. Raises Closed, Refused, NotOpen, SaveIdUsed."""
    try:
        return answer(assessment=sheet.assessment, sheet=sheet, sent=sent, by=by)
    except SavedBefore as before:
        return before.results


@operation(Permission.ASSESSMENT_WRITE)
def answer(*, assessment: CaseAssessment, sheet: Sheet, sent: Sequence[Sent], by: User) -> tuple[Saved | Conflict, ...]:
    """Store answers; one audit row for one save. Call `save`, which knows of what was stored before."""
    now = timezone.now()
    assert_given(assessment, by)
    assessment.exercise.require(Activity.ASSESSMENT)
    if not taken_in(assessment, by):
        raise_closed(assessment, sent)
    belongs = {"exercise": assessment.exercise_id, "assessment": assessment.pk, "sheet": sheet.id}
    results = tuple(
        save_version(
            Answer,
            AnswerVersion,
            Save({**belongs, "question": one.question}, one.base, one.save_id, as_content(one.answer), by.pk, now),
        )
        for one in sent
    )
    if all(result.repeated for result in results):
        raise SavedBefore(results)
    kept_aside = [one.question for one, result in zip(sent, results, strict=True) if isinstance(result, Conflict)]
    details: dict[str, object] = {"answers": {s.question: r.version for s, r in zip(sent, results, strict=True)}}
    if kept_aside:
        details["aside"] = kept_aside
    note(subjects=[assessment.case_id], details=details)
    return results


def taken_in(assessment: CaseAssessment, by: User) -> bool:
    """Count one more save, if answers are taken now. The first one begins the assessment."""
    saved_at = CaseAssessment._meta.get_field("saved_at").get_db_prep_save(timezone.now(), connection)
    key = CaseAssessment._meta.pk.get_db_prep_save(assessment.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(TAKE_IN, [saved_at, key, *(state.value for state in OPEN)])
        found = cursor.fetchone()
    if found and found[0] == 1:
        turned(assessment, Act.ANSWER, State.NOT_STARTED, State.IN_PROGRESS, by, "")
    return found is not None


def raise_closed(assessment: CaseAssessment, sent: Sequence[Sent]) -> None:
    """Raise SavedBefore where all of it was stored before the assessment was closed, else Closed with the reason."""
    before = AnswerVersion.objects.in_bulk([one.save_id for one in sent])
    stored = [before.get(one.save_id) for one in sent]
    if all(version is not None and version.assessment_id == assessment.pk for version in stored):
        raise SavedBefore(tuple(Saved(v.version, v.at, repeated=True) for v in stored if v is not None))
    now = CaseAssessment.objects.get(pk=assessment.pk)
    if now.withdrawn_at is not None:
        raise Closed(_("This case was given to somebody else. Copy what you typed and tell your lead inspector."))
    raise Closed(
        _("This assessment is %(state)s, so answers are not taken. Ask your lead inspector to send it back.")
        % {"state": now.get_state_display()}
    )


def assert_given(assessment: CaseAssessment, by: User) -> None:
    """Raise Refused where the case was not given to this person, or they must not assess cases of this service."""
    why = why_kept_apart(by, assessment.exercise)
    if not why and assessment.assessor_id != by.pk:
        along = assessment.companions.filter(person=by, ended=None).exists()
        why = "" if along else _("This case was not given to you. Ask your lead inspector.")
    if why:
        raise Refused(why)


@operation(Permission.ASSESSMENT_WRITE)
def submit(*, assessment: CaseAssessment, by: User) -> None:
    """Hand the assessment in. Raises Incomplete with everything that is missing, and ValidationError."""
    assert_given(assessment, by)
    assessment.exercise.require(Activity.ASSESSMENT)
    moved(assessment, Act.SUBMIT, by)
    sheet = own_sheet(assessment)
    answers = sheet.given()
    lacking = missing(sheet.form, answers)
    if lacking:
        raise Incomplete(lacking)
    assessment.submitted_at = timezone.now()
    if assessment.as_submitted is None:
        assessment.as_submitted = key_question_answers(sheet.form, answers)
    assessment.save(update_fields=["submitted_at", "as_submitted"])
    note(details={"key questions": len(assessment.as_submitted)})


@operation(Permission.ASSESSMENT_MODERATE)
def send_back(*, assessment: CaseAssessment, reason: str, by: User) -> None:
    """Send a submitted assessment back to its assessor, with the reason. The lead inspector does so."""
    returned(assessment=assessment, reason=reason, by=by)


@step
def returned(*, assessment: CaseAssessment, reason: str, by: User) -> None:
    """Send an assessment back, inside another operation: the panel's, which sends back and never edits."""
    moved(assessment, Act.SEND_BACK, by, reason)


@operation(Permission.ASSESSMENT_MODERATE)
def agree(*, assessment: CaseAssessment, by: User) -> None:
    """Say that a submitted assessment stands. Not of one's own."""
    assert_anothers(assessment, by)
    moved(assessment, Act.AGREE, by)


@operation(Permission.ASSESSMENT_MODERATE)
def reopen(*, assessment: CaseAssessment, reason: str, by: User) -> None:
    """Take an agreement back, with the reason: the assessment is submitted once more."""
    moved(assessment, Act.REOPEN, by, reason)


@operation(Permission.ASSESSMENT_MODERATE)
def moderate(*, assessment: CaseAssessment, question: str, value: str, reason: str, by: User) -> ModeratedAnswer:
    """Answer a key question as its moderator, with the reason. The assessors' own answers are kept and shown beside.

    Where the case was marked twice this settles the difference, as soon as both have been submitted.
    """
    assert_anothers(assessment, by)
    asked = assessment.form().question(question)
    problems = {}
    if asked is None or not asked.key_question:
        problems["question"] = _("Choose a key question of this case.")
    elif value not in asked.answers:
        problems["value"] = _("Choose one of the answers to this question.")
    if assessment.marking != Marking.FIRST:
        problems["question"] = _("The first marking is what counts. Moderate that one.")
    second = CaseAssessment.objects.filter(case=assessment.case_id, marking=Marking.SECOND, withdrawn_at=None).first()
    if second is not None and not second.is_done:
        problems["question"] = _("The second marking is not submitted yet. Wait for it.")
    if second is not None and by.pk in [second.assessor_id, *reading_along(second)]:
        problems["question"] = _("You marked this case yourself. Somebody else settles the difference.")
    if problems:
        raise ValidationError(problems)
    moved(assessment, Act.MODERATE, by, reason)
    row = ModeratedAnswer(
        exercise_id=assessment.exercise_id,
        assessment=assessment,
        question=question,
        value=value,
        reason=reason,
        first=answered(assessment, question),
        second=answered(second, question) if second is not None else "",
        by=by,
    )
    row.full_clean()
    row.save(force_insert=True)
    note(objects=[row], details={"question": question, "marked twice": second is not None})
    return row


def answered(assessment: CaseAssessment, question: str) -> str:
    """The assessor's own answer to a key question, "" for none."""
    row = Answer.objects.filter(sheet=assessment.pk, question=question).first()
    return str(row.value) if row is not None else ""


def reading_along(assessment: CaseAssessment) -> list[object]:
    """The people who read along now."""
    return list(assessment.companions.filter(ended=None).values_list("person", flat=True))


def assert_anothers(assessment: CaseAssessment, by: User) -> None:
    """Raise ValidationError where this person assessed the case themselves."""
    if by.pk in [assessment.assessor_id, *reading_along(assessment)]:
        raise ValidationError(_("You assessed this case yourself. Somebody else has to look at it."))


def moved(assessment: CaseAssessment, act: Act, by: User, reason: str = "") -> None:
    """Make the move of the table, or raise ValidationError: only where the row is still in a state it starts from."""
    way = WAYS[act]
    if way.needs_reason and not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    rows = CaseAssessment.objects.filter(pk=assessment.pk, withdrawn_at=None)
    for before, after in way.leads.items():
        if rows.filter(state=before).update(state=after):
            assessment.state = after
            return turned(assessment, act, before, after, by, reason)
    now = rows.values_list("state", flat=True).first()
    raise ValidationError(
        _("This assessment is %(state)s now, so it cannot %(act)s. Load the page again.")
        % {"state": State(now).label if now else _("withdrawn"), "act": way.says}
    )


def turned(assessment: CaseAssessment, act: Act, before: State, after: State, by: User, reason: str) -> None:
    """Write down what happened to the assessment, in its own history and in the audit row."""
    turn = Turn(
        exercise_id=assessment.exercise_id,
        assessment=assessment,
        act=act.value,
        from_state=before.value,
        to_state=after.value,
        by=by,
        reason=reason,
    )
    turn.save(force_insert=True)
    note(subjects=[assessment.case_id], details={"from": before.value, "to": after.value})


@operation(Permission.ASSESSMENT_WRITE, kind=Kind.COLLECTION)
def begin_interview(*, assessment: CaseAssessment, by: User) -> Interview:
    """Begin the record of a talk with whoever holds the case."""
    assert_given(assessment, by)
    assessment.exercise.require(Activity.ASSESSMENT)
    assert_open(assessment)
    form = load_form(INTERVIEW)
    row = Interview(
        exercise_id=assessment.exercise_id,
        assessment=assessment,
        form_id=form.id,
        form_revision=form.revision,
        begun_by=by,
    )
    row.save(force_insert=True)
    note(subjects=[assessment.case_id], objects=[row])
    return row


@operation(Permission.ASSESSMENT_WRITE, kind=Kind.COLLECTION)
def mark_example(*, assessment: CaseAssessment, standard: str, shows: str, text: str, by: User) -> PracticeExample:
    """Mark work in this case that others should see. Whoever marks it has said that every name is changed."""
    assert_given(assessment, by)
    assessment.exercise.require(Activity.ASSESSMENT)
    if standard not in [each.id for each in assessment.exercise.framework().standards]:
        raise ValidationError({"standard": _("Choose a standard of this framework.")})
    row = PracticeExample(
        exercise_id=assessment.exercise_id, assessment=assessment, standard=standard, shows=shows, text=text,
        marked_by=by,
    )  # fmt: skip
    row.full_clean()
    row.save(force_insert=True)
    note(subjects=[assessment.case_id], objects=[row], details={"standard": standard, "shows": shows})
    return row


@operation(Permission.ASSESSMENT_WRITE)
def withdraw_example(*, assessment: CaseAssessment, example: PracticeExample, by: User) -> None:
    """Take a practice example back. It stays on record and is shown nowhere."""
    assert_given(assessment, by)
    if not assessment.examples.filter(pk=example.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
        raise ValidationError(_("This example was taken back already."))
    note(subjects=[assessment.case_id], objects=[example])


def assert_open(assessment: CaseAssessment) -> None:
    """Raise ValidationError where nothing can be added to the assessment."""
    if assessment.state in DONE:
        raise ValidationError(_("This assessment is %(state)s.") % {"state": assessment.get_state_display()})
