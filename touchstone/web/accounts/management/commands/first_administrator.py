"""The first administrator of a new installation: a one-time link on the terminal, and no known password."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from touchstone.web.accounts.keys import LinkPurpose
from touchstone.web.accounts.models import User
from touchstone.web.accounts.operations import give_role, invite
from touchstone.web.accounts.sign_in.operations import make_link
from touchstone.web.audit.operation import PROGRAM


class Command(BaseCommand):
    """Invites somebody as administrator and prints their link. Run again, it prints a new link."""

    help = "Invite the first administrator and print their one-time link, which works for seven days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who they are."""
        parser.add_argument("email", help="the address they sign in with")
        parser.add_argument("name", help="their name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the person, give them the role, print the link."""
        email = str(options["email"]).strip().lower()
        try:
            person = User.objects.filter(email=email).first()
            if person is None:
                person, token = invite(
                    installation=None, name=options["name"], email=email, organisation="", leaves_on=None, by=PROGRAM
                )
            else:
                token = make_link(installation=None, person=person, purpose=LinkPurpose.INVITATION, by=PROGRAM)
            give_role(service=None, person=person, role="administrator", by=PROGRAM)
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from None
        self.stdout.write(f"{person.name} signs in by this link, once, within seven days:")
        self.stdout.write(f"{settings.SITE_ADDRESS}{reverse('link', args=[token])}")
