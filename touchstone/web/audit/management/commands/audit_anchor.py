"""Write the head of the audit's chain down outside the database; the worker does so every few minutes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from touchstone.web.audit.anchors import drop_anchor


class Command(BaseCommand):
    """Says where the anchor is, or that there was nothing new."""

    help = "Write the head of the audit's chain to a file in TOUCHSTONE_AUDIT_ANCHORS."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do so."""
        path = drop_anchor()
        self.stdout.write(f"Anchored: {path.name}" if path else "Nothing new since the last anchor.")
