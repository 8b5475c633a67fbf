"""Every text that is ever sent, in one place, so that it can be read and approved as a whole.

What stands in braces is one of `fields.FIELDS`. No text says what a case, an answer or a concern holds: it says that
there is something to see, and the page behind its address asks who is looking.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from touchstone.web.messages.fields import FieldRefused, placeholders


@dataclass(frozen=True)
class Text:
    """One text. `for_staff`: it names a service, and goes to people of the inspectorate or of that service alone."""

    id: str
    subject: str | Promise
    body: str | Promise
    for_staff: bool = False

    def __post_init__(self) -> None:
        if "service" in self.fields and not self.for_staff:
            raise FieldRefused(f"'{self.id}' names a service; only texts for staff may.")

    @cached_property
    def fields(self) -> set[str]:
        """What it must be given."""
        return placeholders(str(self.subject)) | placeholders(str(self.body))


TEXTS: dict[str, Text] = {
    text.id: text
    for text in (
        Text(
            "stage_moved",
            _("Inspection {inspection}: {stage}"),
            _("The inspection of {service} has moved to a new stage: {stage}."),
            for_staff=True,
        ),
        Text(
            "stage_due",
            _("Inspection {inspection}: {stage} by {by_day}"),
            _("In the inspection of {service}, this is due by {by_day}: {stage}."),
            for_staff=True,
        ),
        Text(
            "stage_late",
            _("Inspection {inspection}: {stage} was due"),
            _("In the inspection of {service}, this was due by {by_day} and is not done: {stage}."),
            for_staff=True,
        ),
        Text(
            "dates_changed",
            _("Inspection {inspection}: the dates have changed"),
            _("The dates of the inspection of {service} have changed. Its page has them."),
            for_staff=True,
        ),
        Text(
            "team_joined",
            _("You are in the team of inspection {inspection}"),
            _("You are now in the team that inspects {service}. Fieldwork begins on {day}."),
            for_staff=True,
        ),
        Text(
            "timetable_changed",
            _("Inspection {inspection}: your timetable has changed"),
            _("Your timetable for {day} has changed. Please look at it before you set out."),
        ),
        Text(
            "list_wanted",
            _("Inspection {inspection}: the list of cases by {by_day}"),
            _("The list of cases of {service} is to be handed in by {by_day}."),
            for_staff=True,
        ),
        Text(
            "list_confirmed",
            _("Inspection {inspection}: the list of cases is confirmed"),
            _("The list of cases of {service} is confirmed. The sample can be drawn once its stage is open."),
            for_staff=True,
        ),
        Text(
            "documents_wanted",
            _("Inspection {inspection}: documents by {by_day}"),
            _("Documents of {service} are still to be handed in: {count}. They are due by {by_day}."),
            for_staff=True,
        ),
        Text(
            "sample_drawn",
            _("Inspection {inspection}: the sample is drawn"),
            _("The sample for the inspection of {service} is drawn. Cases in it: {count}."),
            for_staff=True,
        ),
        Text(
            "cases_given",
            _("Inspection {inspection}: cases for you"),
            _("Cases that were given to you to assess: {count}."),
        ),
        Text(
            "case_sent_back",
            _("Inspection {inspection}: a case has come back to you"),
            _("The ratings panel asks you to look at one of your cases again."),
        ),
        Text(
            "concern_raised",
            _("Act now: a safety concern in inspection {inspection}"),
            _(
                "A concern about a child's immediate safety was raised. You are on duty for it. Open it and give "
                "receipt; until then it counts as unanswered, and goes on to the next person. This message does not "
                "take the place of a telephone call."
            ),
        ),
        Text(
            "concern_climbed",
            _("Act now: a safety concern in inspection {inspection} is unanswered"),
            _(
                "A concern about a child's immediate safety has had no receipt in time and has come to you. Open it "
                "and give receipt. This message does not take the place of a telephone call."
            ),
        ),
        Text(
            "concern_received",
            _("Your safety concern in inspection {inspection} has been received"),
            _("The person on duty has given receipt for the concern that you raised."),
        ),
        Text(
            "survey_text_to_read",
            _("Inspection {inspection}: survey answers to read by {by_day}"),
            _("Free text in survey answers waits for a safeguarding reader: {count}. Read it by {by_day}."),
        ),
        Text(
            "panel_called",
            _("Inspection {inspection}: ratings panel on {day}"),
            _("The ratings panel for {service} meets on {day}."),
            for_staff=True,
        ),
        Text(
            "ratings_decided",
            _("Inspection {inspection}: the ratings are decided"),
            _("The ratings panel for {service} has decided. The ratings are not public."),
            for_staff=True,
        ),
        Text(
            "invited",
            _("Your account at Touchstone"),
            _(
                "You have been given an account. Open the address below and choose how you sign in. It works once, for "
                "seven days. If you did not expect this, do nothing and tell whoever runs the site."
            ),
        ),
        Text(
            "password_link",
            _("Choose a new password"),
            _(
                "Somebody asked for a new password for your account. If it was you, open the address below: it works "
                "once, for one hour. If it was not, do nothing; your password stays as it is."
            ),
        ),
        Text(
            "password_changed",
            _("Your password was changed"),
            _("Your password was changed on {day}. If it was not you, tell whoever runs the site at once."),
        ),
        Text(
            "factor_changed",
            _("How you sign in was changed"),
            _(
                "A second factor of your account was added or removed on {day}. If it was not you, tell whoever runs "
                "the site at once."
            ),
        ),
        Text(
            "too_many_tries",
            _("Somebody tried to sign in as you"),
            _(
                "On {day} somebody tried too many passwords for your account and was stopped. You can still sign in "
                "from where you did before."
            ),
        ),
        Text(
            "file_refused",
            _("A file you handed in could not be taken"),
            _("A file that you handed in on {day} could not be taken. Its page says why, and what to do."),
        ),
        Text(
            "work_failed",
            _("Work you asked for could not be finished"),
            _("Work that you asked for on {day} could not be finished. Its page says what to do."),
        ),
    )
}
