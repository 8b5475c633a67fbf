"""The invented cast: who there is, what each of them comes for, and at which invented service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from touchstone.web.accounts.models import User

DOMAIN = "demonstration.example"  # of every address of the cast; a name that RFC 2606 keeps free for examples
FRAMEWORK = "hmip-youth-2021"
NORTHFELL, EASTMERE = "northfell-invented", "eastmere-invented"
SERVICES: tuple[dict[str, Any], ...] = tuple(
    {"slug": slug, "name": name, "region": "Invented", "police": "Invented", "in_wales": False, "invented": True}
    for slug, name in ((NORTHFELL, "Northfell (invented)"), (EASTMERE, "Eastmere (invented)"))
)


@dataclass(frozen=True)
class Member:
    """One of the cast: a name, a role, what they come for, and what to try first as them."""

    key: str
    name: str
    role: str
    sentence: str | Promise
    first: str | Promise
    service: str = ""  # of somebody who speaks for one

    @property
    def email(self) -> str:
        """Their address, which leads nowhere."""
        return f"{self.key}@{DOMAIN}"


CAST = (
    Member(
        "ruth",
        "Ruth Marlow",
        "lead_inspector",
        _("Leads the inspection: team, sample, timetable, evidence."),
        _("See at Northfell what blocks the inspection (Progress), then the matrix of evidence."),
    ),
    Member(
        "tomasz",
        "Tomasz Wren",
        "inspector",
        _("Reads cases and answers the key questions."),
        _("Open the case that was sent back at Northfell, and answer 2.4.2."),
    ),
    Member(
        "amara",
        "Amara Fenn",
        "inspector",
        _("Reads cases too, and marks some of them a second time, blind."),
        _("Begin the second marking at Northfell: nothing of the first is shown until yours is done."),
    ),
    Member(
        "joss",
        "Joss Pike",
        "local_assessor",
        _("A practitioner of another service: assesses the cases given."),
        _("Go on with a case that is begun; take the network away, and go on."),
    ),
    Member(
        "nia",
        "Nia Calder",
        "partner_inspector",
        _("Inspects health: meets people, reads documents, no case."),
        _("Open your claim about waiting for therapy: one source, and a reason that the lead must approve."),
    ),
    Member(
        "priya",
        "Priya Stone",
        "safeguarding_reader",
        _("Reads what people wrote in surveys; receives concerns."),
        _("Read the text that waits at Northfell, then the safety concern you have given receipt for."),
    ),
    Member(
        "sam",
        "Sam Larkin",
        "service_contact",
        _("Speaks for the service: hands in its list and documents."),
        _("Look at the documents asked for, and at the timetable of the second week."),
        NORTHFELL,
    ),
    Member(
        "lena",
        "Lena Orr",
        "service_contact",
        _("Speaks for the other service, whose ratings the panel decides."),
        _("See how little of a panel a service sees before the ratings are decided."),
        EASTMERE,
    ),
    Member(
        "helen",
        "Helen Frost",
        "panel_chair",
        _("Chairs the ratings panel and records what it decided."),
        _("Open the panel of Eastmere: decide 2.3, where one case makes the difference."),
    ),
    Member(
        "owen",
        "Owen Brack",
        "panel_member",
        _("Sits on the ratings panel; sends a case back, edits none."),
        _("Open the panel of Eastmere: argue about 2.3, or dissent from a decision."),
    ),
    Member(
        "imogen",
        "Imogen Hale",
        "chief_inspector",
        _("Plans inspections and sees all of them."),
        _("Compare how far both inspections are; plan another."),
    ),
    Member(
        "dev",
        "Dev Rowan",
        "publisher",
        _("Sees what the panel has decided, never a case."),
        _("See that nothing of an inspection opens before the panel has decided."),
    ),
    Member(
        "mel",
        "Mel Ash",
        "auditor",
        _("Reads who did what and when; no case."),
        _("Open Audit: everything that was done here to make the demonstration is there."),
    ),
    Member(
        "kit",
        "Kit Moss",
        "administrator",
        _("Invites people and gives them their roles; no case."),
        _("Invite somebody, and give them a role."),
    ),
)


def is_of_the_cast(person: object) -> bool:
    """Is this one of the invented people?"""
    return isinstance(person, User) and person.email.endswith(f"@{DOMAIN}")
