"""Read the audit's chain from end to end and say whether every row is as it was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from touchstone.web.audit.anchors import EVERY, BadAnchor, kept_anchors
from touchstone.web.audit.chain import index_digest, verify
from touchstone.web.audit.models import AuditHead, AuditRow, AuditSubject

AT_ONCE = 2_000  # rows in memory


class Concerned:
    """Which children the rows concern, as they pass by."""

    def __init__(self) -> None:
        self.digest = 0

    def noted(self, rows: Iterable[AuditRow]) -> Iterator[AuditRow]:
        """The same rows, noted on their way."""
        for row in rows:
            self.digest = (self.digest + index_digest((row.seq, str(child)) for child in row.subjects)) % 2**256
            yield row


class Command(BaseCommand):
    """Ends with status 1 and names the first bad row where the chain does not hold."""

    help = "Check every row of the audit against the one before it, every anchor, and the index of children."

    def handle(self, *args: Any, **options: Any) -> None:
        """Read it all, telling how far we are."""
        try:
            anchors = list(kept_anchors())
        except BadAnchor as bad:
            raise CommandError(str(bad)) from None
        head = AuditHead.objects.filter(pk=1).first()
        of = head.seq if head else 0
        rows = AuditRow.objects.order_by("seq").iterator(chunk_size=AT_ONCE)

        def tell(done: int) -> None:
            self.stderr.write(f"{done:,} of {of:,} rows")

        concerned = Concerned()
        verdict = verify(
            concerned.noted(rows),
            expected_head=(head.seq, head.hash) if head else None,
            anchors={anchor.seq: anchor.hash for anchor in anchors},
            progress=tell,
        )
        if not verdict.holds:
            raise CommandError(f"The audit does not hold. {verdict.problem} {verdict.rows:,} rows before it hold.")
        index = AuditSubject.objects.filter(row_id__lte=verdict.rows).order_by().values_list("row_id", "subject")
        if index_digest((seq, str(child)) for seq, child in index.iterator(chunk_size=AT_ONCE)) != concerned.digest:
            raise CommandError(
                "The index of children (audit_auditsubject) does not say what the audit's rows say; the rows hold. "
                "Do not answer who saw a child from the index before it is made anew from the rows."
            )
        self.stdout.write(f"The audit holds: {verdict.rows:,} rows, checked against {len(anchors):,} anchors.")
        if anchors:
            last = anchors[-1]
            self.stdout.write(
                f"The last anchor is of {last.at}, at row {last.seq:,}. The {verdict.rows - last.seq:,} rows after it "
                f"could have been rewritten as a whole by somebody who can write to the database; anchors are "
                f"dropped every {EVERY.seconds // 60} minutes by the worker."
            )
        else:
            self.stdout.write("There is no anchor: a chain that was rewritten as a whole would not show.")
