"""Opening and closing surveys, making links, taking answers, and deciding on what was written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from touchstone.forms.answers import Answer as Given
from touchstone.forms.answers import counting_answers
from touchstone.forms.form import Form
from touchstone.forms.loading import load_form
from touchstone.practice.working_days import OutsideTheYears, add_working_days
from touchstone.web.accounts.models import Grant, User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.accounts.roles import roles_with
from touchstone.web.audit.kinds import Kind
from touchstone.web.audit.operation import note, operation
from touchstone.web.concerns.operations import sent
from touchstone.web.exercises.models import Activity, Exercise
from touchstone.web.messages.operations import tell
from touchstone.web.surveys.links import digest_of, new_token
from touchstone.web.surveys.models import (
    FORMS,
    Answer,
    Audience,
    ClearedText,
    FreeText,
    Invitation,
    Response,
    State,
    Survey,
)
from touchstone.web.surveys.taking_out import ALL_TAKEN_OUT, problem_with

MOST_LINKS_AT_ONCE = 50  # each is drawn as a QR code, which takes a few hundredths of a second
LONGEST_OPEN = timedelta(days=180)
WRITTEN = ("words", "prose")


class LinkIsOver(Exception):
    """A link that does not work, or does not any more; why is not told."""


@operation(Permission.SURVEY_MANAGE)
def open_survey(*, exercise: Exercise, audience: str, asked_by: str, reader: User, closes_on: date, by: User) -> Survey:
    """Open the survey of a group, with a named safeguarding reader. Raises ValidationError in words."""
    exercise.require(Activity.SURVEYS)
    problems = {**wrong_reader(exercise, reader), **wrong_day(closes_on)}
    if exercise.service.name.casefold() in asked_by.casefold():
        problems["asked_by"] = _("This names the service. Name who inspects; links and pages name no service.")
    if Survey.objects.of(exercise).filter(audience=audience).exists():
        problems["audience"] = _("This group already has a survey here. Open its page to change it.")
    if problems:
        raise ValidationError(problems)
    revision = load_form(FORMS[Audience(audience)]).revision
    survey = Survey(exercise=exercise, audience=audience, form_revision=revision, asked_by=asked_by, reader=reader,
                    closes_on=closes_on, opened_by=by)  # fmt: skip
    survey.full_clean()
    survey.save(force_insert=True)
    note(objects=[survey], details={"audience": audience, "revision": revision, "reader": str(reader.id)})
    return survey


@operation(Permission.SURVEY_MANAGE)
def change_survey(*, survey: Survey, reader: User, closes_on: date, by: User) -> None:
    """Name another reader or another last day; a survey that was closed is open again until then."""
    survey.exercise.require(Activity.SURVEYS)
    problems = {**wrong_reader(survey.exercise, reader), **wrong_day(closes_on)}
    if problems:
        raise ValidationError(problems)
    survey.reader, survey.closes_on, survey.closed_on = reader, closes_on, None
    survey.save(update_fields=["reader", "closes_on", "closed_on"])
    note(details={"reader": str(reader.id), "closes_on": closes_on.isoformat()})


@operation(Permission.SURVEY_MANAGE)
def close_survey(*, survey: Survey, by: User) -> None:
    """Close it now. Its links stop; what was written is still read."""
    Survey.objects.filter(pk=survey.pk, closed_on=None).update(closed_on=timezone.localdate())


def wrong_reader(exercise: Exercise, reader: User) -> dict[str, str]:
    """What is wrong with the named reader."""
    if reader.may(Permission.SURVEY_FREE_TEXT_READ, exercise):
        return {}
    return {"reader": _("No role of this person lets them read what is written here. Choose a safeguarding reader.")}


def wrong_day(closes_on: date) -> dict[str, str]:
    """What is wrong with the last day."""
    today = timezone.localdate()
    if today <= closes_on <= today + LONGEST_OPEN:
        return {}
    return {"closes_on": _("Choose a day from today on, at most half a year ahead.")}


@operation(Permission.SURVEY_MANAGE)
def make_links(*, survey: Survey, number: int, most: int = 1, batch: UUID, by: User) -> list[str]:
    """Make links; gives their tokens, which are kept nowhere. `most` may answer by each.

    `batch` comes from the form: a second press makes no second lot, and cannot be shown the first.
    """
    if not survey.is_open(timezone.localdate()):
        raise ValidationError(_("This survey is closed. Open it again before you make links."))
    if not 1 <= number <= MOST_LINKS_AT_ONCE or (most > 1 and not survey.shared):
        raise ValidationError(_("This many links cannot be made at once."))
    if Invitation.objects.filter(survey=survey, batch=batch).exists():
        raise ValidationError(_("These links were made a moment ago and cannot be shown again. Make new ones."))
    tokens = [new_token() for _link in range(number)]
    Invitation.objects.bulk_create(
        Invitation(exercise=survey.exercise, survey=survey, batch=batch, digest=digest_of(token), most=most, made_by=by)
        for token in tokens
    )
    note(details={"links": number, "most": most, "batch": str(batch)})
    return tokens


@operation(Permission.SURVEY_MANAGE)
def end_links(*, survey: Survey, batch: UUID, by: User) -> int:
    """End the links of one lot that nobody has used up, such as cards that were lost; how many."""
    live = Invitation.objects.filter(survey=survey, batch=batch, ended_on=None, used__lt=models.F("most"))
    ended = live.update(ended_on=timezone.localdate())
    note(details={"ended": ended, "batch": str(batch)})
    return ended


@operation(None, open_because="the link itself is the permission", kind=Kind.COLLECTION)
def give_answers(*, survey: Survey, invitation: Invitation, response_id: UUID, given: Mapping[str, Given],
                 language: str, by: None) -> None:  # fmt: skip
    """Keep what somebody sent by a link. Raises LinkIsOver. The same form sent twice is one response.

    The audit row names the survey and nothing of the response, and the view blanks the address it came from: from
    then on nothing leads from a link, an address or a moment to the answers.
    """
    today = timezone.localdate()
    if Response.objects.filter(pk=response_id, survey=survey).exists():
        return
    if not Survey.objects.select_related("exercise").get(pk=survey.pk).is_open(today):
        raise LinkIsOver
    free = Invitation.objects.filter(pk=invitation.pk, survey=survey, ended_on=None, used__lt=models.F("most"))
    response = Response(id=response_id, exercise=survey.exercise, survey=survey, came_on=today, language=language)
    try:
        with transaction.atomic():
            response.save(force_insert=True)
    except IntegrityError:  # the other press was a moment ahead
        return
    if not free.update(used=models.F("used") + 1):
        raise LinkIsOver
    form = survey.form()
    counted = counting_answers(form, given)
    Answer.objects.bulk_create(chosen(form, response, counted))
    texts = written(form, response, counted, today)
    FreeText.objects.bulk_create(texts)
    if texts:
        fields = {"inspection": survey.exercise_id, "by_day": texts[0].due_on, "count": len(texts)}
        tell(to=readers(survey), text="survey_text_to_read", fields=fields, about=reading_room(survey),
             once=f"survey:{survey.pk}:{texts[0].due_on}", exercise_id=survey.exercise_id)  # fmt: skip


def chosen(form: Form, response: Response, counted: Mapping[str, Given]) -> list[Answer]:
    """The rows of what was chosen from a list or counted."""
    rows = []
    for name, answer in counted.items():
        question = form.question(name)
        if question is None or question.kind in WRITTEN:
            continue
        values = answer.value if isinstance(answer.value, tuple) else (answer.value,)
        rows += [
            Answer(exercise=response.exercise, response=response, question=name, value=str(value)) for value in values
        ]
    return rows


def written(form: Form, response: Response, counted: Mapping[str, Given], today: date) -> list[FreeText]:
    """The rows of what was written, each waiting."""
    due = next_working_day(today)
    return [
        FreeText(exercise=response.exercise, survey=response.survey, response=response, question=name, due_on=due,
                 words=str(answer.value), language=response.language, came_on=today)
        for name, answer in counted.items()
        if (question := form.question(name)) is not None and question.kind in WRITTEN
    ]  # fmt: skip


def next_working_day(today: date) -> date:
    """The working day after a day; the very next day where nobody knows that year's bank holidays."""
    try:
        return add_working_days(today, 1)
    except OutsideTheYears:
        return today + timedelta(days=1)


@operation(Permission.SURVEY_FREE_TEXT_READ)
def clear(*, text: FreeText, by: User) -> ClearedText:
    """Let a text be seen as it is. Raises ValidationError where it was decided on before."""
    return decided(text, state=State.CLEARED, words=text.words, by=by)


@operation(Permission.SURVEY_FREE_TEXT_READ)
def take_words_out(*, text: FreeText, words: str, by: User) -> ClearedText:
    """Let a text be seen without what could show who wrote it; words are taken out, never put in."""
    problem = problem_with(text.words, words)
    if problem:
        raise ValidationError({"words": problem})
    return decided(text, state=State.TAKEN_OUT, words=words.strip() or ALL_TAKEN_OUT, by=by)


def decided(text: FreeText, *, state: State, words: str, by: User) -> ClearedText:
    """The cleared row, and the text marked as read. The first decision stands."""
    cleared = ClearedText(exercise=text.exercise, survey=text.survey, question=text.question, words=words,
                          language=text.language, shortened=state is State.TAKEN_OUT)  # fmt: skip
    cleared.clean_fields()
    cleared.save(force_insert=True)
    waiting = FreeText.objects.filter(pk=text.pk, state=State.WAITING)
    if not waiting.update(state=state, cleared=cleared, read_by=by, read_at=timezone.now()):
        raise ValidationError(_("Somebody has decided on this text already. Open it again to see what was decided."))
    note(objects=[cleared], details={"state": state.value})
    return cleared


@operation(Permission.SURVEY_FREE_TEXT_READ, kind=Kind.DISCLOSURE)
def raise_concern(*, text: FreeText, seen: str, known: bool, rang: str = "", save_id: UUID, by: User) -> UUID:
    """Send a safety concern from what was written to whoever is on duty; gives its id. A cleared text can have one too.

    Where nobody can tell who wrote it, the concern says so, and among how many the writer is.
    """
    if not known:
        links = Invitation.objects.filter(survey=text.survey).aggregate(n=models.Sum("most"))["n"] or 0
        told = _("Nobody can tell from the words who wrote them. They came by a survey (%(who)s) with %(links)s links.")
        seen = told % {"who": text.survey.group.label, "links": links} + "\n\n" + seen
    concern = sent(exercise=text.exercise, seen=seen, case=None, rang=rang, save_id=save_id, by=by)
    changes: dict[str, Any] = {"concern": concern, "state": State.CONCERN, "read_by": by, "read_at": timezone.now()}
    if not FreeText.objects.filter(pk=text.pk, concern=None).update(**changes):
        now = FreeText.objects.get(pk=text.pk)
        if now.concern_id != concern.pk:
            raise ValidationError(_("A concern was already raised from this text. Open it from the text's page."))
    note(objects=[concern], details={"writer_known": known})
    return concern.pk


@operation(Permission.SURVEY_MANAGE, also_program=True)
def alarm(*, survey: Survey, today: date, by: Any) -> int:
    """Tell the readers and the lead of texts that are late, once a day; how many messages were new."""
    late = FreeText.objects.filter(survey=survey, state=State.WAITING, due_on__lt=today)
    count = late.count()
    if not count:
        return 0
    first = late.order_by("due_on").values_list("due_on", flat=True)[0]
    fields = {"inspection": survey.exercise_id, "by_day": first, "count": min(count, 9999)}
    once, place = f"survey_late:{survey.pk}:{today}", survey.exercise_id
    read, page = readers(survey), reverse("survey", args=[place, survey.pk])
    leads = [one for one in people_with(Permission.SURVEY_MANAGE, survey.exercise) if one not in read]
    told = tell(to=read, text="survey_text_to_read", fields=fields, about=reading_room(survey), once=once,
                exercise_id=place)  # fmt: skip
    told += tell(to=leads, text="survey_text_to_read", fields=fields, about=page, once=once, exercise_id=place)
    note(details={"late": count})
    return len(told)


def readers(survey: Survey) -> list[User]:
    """The named reader; where that person may read no more, whoever else may."""
    if survey.reader.may(Permission.SURVEY_FREE_TEXT_READ, survey.exercise):
        return [survey.reader]
    return people_with(Permission.SURVEY_FREE_TEXT_READ, survey.exercise)


def people_with(permission: Permission, exercise: Exercise) -> list[User]:
    """People of the exercise's team who hold a permission there now."""
    grants = Grant.objects.filter(role__in=roles_with(permission), ended=None, exercise=exercise.pk)
    people = {grant.person_id: grant.person for grant in grants.select_related("person").order_by("began")}
    return [person for person in people.values() if person.may(permission, exercise)]


def reading_room(survey: Survey) -> str:
    """The address of the room where the texts of its exercise are read."""
    return reverse("survey-texts", args=[survey.exercise_id])
