"""Bring the list of youth justice services in the database up to date with services.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

import touchstone.web.accounts
from touchstone.intake.strict_yaml import read_yaml
from touchstone.web.accounts.operations import load_services

SERVICES = Path(touchstone.web.accounts.__file__).parent / "services.yaml"
KEPT = ("slug", "name", "region", "police", "in_wales")


def rows_of(path: Path = SERVICES) -> list[dict[str, Any]]:
    """Every service of the file, as the table keeps it."""
    listed: Any = read_yaml(path.read_text(encoding="utf-8"), file=path.name)
    return [{key: one.get(key, "" if key != "in_wales" else False) for key in KEPT} for one in listed["services"]]


class Command(BaseCommand):
    """Run as often as you like; nothing is removed."""

    help = "Bring the list of youth justice services up to date."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load them."""
        changed = load_services(rows=rows_of())
        if options["verbosity"]:
            self.stdout.write(f"Services: {changed} new or changed.")
