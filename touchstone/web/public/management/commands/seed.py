"""Put the examples on the site: Birmingham's whole inspection, and the archive of published results."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

import touchstone.dossier
from touchstone.dossier.archive import read_archive
from touchstone.dossier.file import read_inspection
from touchstone.web.public.making import edition_of, editions_of_archive, mark_of
from touchstone.web.public.models import PublishedInspection
from touchstone.web.public.operations import load_archive, publish

EXAMPLES = Path(touchstone.dossier.__file__).parent / "examples"


class Command(BaseCommand):
    """Run as often as you like: what is there and unchanged stays, and what somebody published is never touched."""

    help = "Put the examples on the site; what somebody published stays as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """No arguments but Django's own."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish what is missing or no longer current."""
        standing = {
            slug: (made_from, seeded)
            for slug, made_from, seeded in PublishedInspection.objects.values_list("slug", "made_from", "seeded")
        }
        published = 0
        for path in sorted(EXAMPLES.glob("*/inspection.json")):
            inspection = read_inspection(path)
            made_from, ours = standing.get(inspection.id, ("", True))
            if ours and made_from != mark_of(inspection):
                publish(edition=edition_of(inspection), seeded=True)
                published += 1
        archived = load_archive(editions=editions_of_archive(read_archive()))
        if options["verbosity"]:
            self.stdout.write(f"Published: {published} with a report, {archived} results of the archive.")
