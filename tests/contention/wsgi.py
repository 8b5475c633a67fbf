"""The site's own door, with a fault planted where a harness has to show that it can fail."""

import os

from touchstone.web.wsgi import application

__all__ = ["application"]


def last_write_wins() -> None:
    """Swap without comparing: whoever comes last writes over everybody else."""
    from touchstone.web import versions

    swap = versions.swap

    def blindly(rows: type[versions.VersionedRow], save: versions.Save) -> object:
        row = rows._default_manager.filter(**{name: save.which[name] for name in rows.identity}).first()
        base = row.version if row is not None else 0
        return swap(rows, versions.Save(save.which, base, save.save_id, save.content, save.by, save.at))

    versions.swap = blindly  # type: ignore[assignment]


def skipped_audit() -> None:
    """Write one act in seven down nowhere."""
    from touchstone.web.audit import operation

    append, seen = operation.append, [0]

    def sometimes(act: object) -> object:
        seen[0] += 1
        return append(act) if seen[0] % 7 else None  # type: ignore[arg-type]

    operation.append = sometimes  # type: ignore[assignment]


def acknowledged_early() -> None:
    """Say that it is saved, and forget every seventh save."""
    from touchstone.web.assessments import operations

    save, seen = operations.save, [0]

    def sometimes(**given: object) -> object:
        from django.utils import timezone

        from touchstone.web.versions import Saved

        seen[0] += 1
        if seen[0] % 7:
            return save(**given)  # type: ignore[arg-type]
        return tuple(Saved(one.base + 1, timezone.now()) for one in given["sent"])  # type: ignore[attr-defined]

    operations.save = sometimes  # type: ignore[assignment]


PLANTS = {"last_write_wins": last_write_wins, "skipped_audit": skipped_audit, "acknowledged_early": acknowledged_early}
if os.environ.get("PLANTED_FAULT"):
    PLANTS[os.environ["PLANTED_FAULT"]]()
