"""The invented cast: who there is, what each of them comes for, and at which invented service."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from touchstone.web.accounts.models import User

DOMAIN = "demonstration.example"  # of every address of the cast; a name that RFC 2606 keeps free for examples
FRAMEWORK = "hmip-youth-2021"
SERVICE = {
    "slug": "northfell-invented",
    "name": "Northfell (invented)",
    "region": "Invented",
    "police": "Invented",
    "in_wales": False,
    "invented": True,
}


@dataclass(frozen=True)
class Member:
    """One of the cast: a name, a role, and what they come for."""

    key: str
    name: str
    role: str
    sentence: str | Promise

    @property
    def email(self) -> str:
        """Their address, which leads nowhere."""
        return f"{self.key}@{DOMAIN}"


CAST = (
    Member("ruth", "Ruth Marlow", "lead_inspector", _("Leads the inspection: team, sample, timetable, evidence.")),
    Member("tomasz", "Tomasz Wren", "inspector", _("Reads cases and answers the key questions.")),
    Member("amara", "Amara Fenn", "inspector", _("Reads cases too, and marks some of them a second time, blind.")),
    Member("joss", "Joss Pike", "local_assessor", _("A practitioner of another service: assesses the cases given.")),
    Member("nia", "Nia Calder", "partner_inspector", _("Inspects health: meets people, reads documents, no case.")),
    Member("priya", "Priya Stone", "safeguarding_reader", _("Reads what people wrote in surveys; receives concerns.")),
    Member("sam", "Sam Larkin", "service_contact", _("Speaks for the service: hands in its list and documents.")),
    Member("helen", "Helen Frost", "panel_chair", _("Chairs the ratings panel and records what it decided.")),
    Member("owen", "Owen Brack", "panel_member", _("Sits on the ratings panel; sends a case back, edits none.")),
    Member("imogen", "Imogen Hale", "chief_inspector", _("Plans inspections and sees all of them.")),
    Member("dev", "Dev Rowan", "publisher", _("Sees what the panel has decided, never a case.")),
    Member("mel", "Mel Ash", "auditor", _("Reads who did what and when; no case.")),
    Member("kit", "Kit Moss", "administrator", _("Invites people and gives them their roles; no case.")),
)


def is_of_the_cast(person: object) -> bool:
    """Is this one of the invented people?"""
    return isinstance(person, User) and person.email.endswith(f"@{DOMAIN}")
