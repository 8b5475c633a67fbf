"""Everything a site needs before it is served: tables, the list of services, style sheets, the examples."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """migrate, load_services, collectstatic and seed, in that order; each does nothing where it has nothing to do."""

    help = "Make the site ready to be served. Run it after installing and after every update."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--without-examples` for a site that shows only what is published on it."""
        parser.add_argument("--without-examples", action="store_true", help="put no demonstration on the site")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do them all."""
        call_command("migrate", interactive=False, verbosity=0)
        call_command("load_services", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if not options["without_examples"]:
            call_command("seed", verbosity=options["verbosity"])
            if settings.DEMONSTRATION:
                call_command("demo", verbosity=options["verbosity"])
