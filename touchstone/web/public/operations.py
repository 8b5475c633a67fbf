"""Everything that changes what is published; nothing else does. Each is one transaction: all of it or nothing."""

from collections.abc import Iterable

from django.db import transaction

from touchstone.web.public.edition import Edition
from touchstone.web.public.models import PublishedFile, PublishedInspection


class AlreadyPublished(Exception):
    """Another inspection, or another edition of it, is published under this slug; it is never written over."""


@transaction.atomic
def publish(*, edition: Edition, seeded: bool = False) -> PublishedInspection:
    """Put one inspection with all its files on the site.

    Publishing the same thing again changes nothing. `seeded` marks what `seed` put here, which it may renew.
    Raises AlreadyPublished when something else stands under the slug.
    """
    before = PublishedInspection.objects.filter(slug=edition.slug).first()
    if before is not None:
        if before.made_from == edition.made_from:
            return before
        if not (seeded and before.seeded):
            raise AlreadyPublished(f"'{edition.slug}' is already published and differs; it is left as it is.")
        PublishedFile.objects.filter(inspection=before.slug).delete()
        before.delete()
    row = row_of(edition, seeded=seeded)
    row.save(force_insert=True)
    PublishedFile.objects.bulk_create(files_of(edition))
    return row


@transaction.atomic
def load_archive(*, editions: Iterable[Edition]) -> int:
    """Put published results on the site, many at once; how many are new or renewed.

    What a person published stays, and so does any report: an archived result never hides one.
    """
    with_report = set(PublishedInspection.objects.filter(has_report=True).values_list("slug", flat=True))
    standing = {
        slug: (made_from, seeded and slug not in with_report)
        for slug, made_from, seeded in PublishedInspection.objects.values_list("slug", "made_from", "seeded")
    }
    changed = []
    for edition in editions:
        made_from, may_renew = standing.get(edition.slug, ("", True))
        if made_from != edition.made_from and may_renew:
            changed.append(edition)
    PublishedInspection.objects.filter(slug__in=[edition.slug for edition in changed]).delete()
    PublishedInspection.objects.bulk_create([row_of(edition, seeded=True) for edition in changed])
    return len(changed)


def row_of(edition: Edition, *, seeded: bool) -> PublishedInspection:
    """An edition as a row that is not saved yet, every field of it checked. Raises ValidationError."""
    row = PublishedInspection(
        slug=edition.slug,
        service_slug=edition.service_slug,
        service_name=edition.service_name,
        region=edition.region,
        sought=edition.sought,
        title=edition.title,
        framework=edition.framework,
        framework_revision=edition.framework_revision,
        kind=edition.kind,
        published=edition.published,
        year=edition.year,
        fieldwork=edition.fieldwork,
        overall=edition.overall,
        score=edition.score,
        score_of=edition.score_of,
        standards=edition.standards,
        figures=edition.figures,
        contents=list(edition.contents),
        body=edition.body,
        has_report=bool(edition.body),
        notes=list(edition.notes),
        sources=list(edition.sources),
        demonstration=edition.demonstration,
        demonstration_link=edition.demonstration_link,
        visible_from=edition.visible_from,
        made_from=edition.made_from,
        seeded=seeded,
    )
    row.clean_fields(exclude=["standards", "figures", "contents", "notes", "sources"])
    return row


def files_of(edition: Edition) -> list[PublishedFile]:
    """The files of an edition as rows that are not saved yet."""
    return [
        PublishedFile(
            inspection=edition.slug,
            name=file.name,
            title=file.title,
            media_type=file.media_type,
            content=file.content,
            sha256=file.sha256,
            size=len(file.content),
            place=place,
        )
        for place, file in enumerate(edition.files)
    ]
