"""A small framework by hand, for tests that need one with parts they can set; the real ones are loaded."""

from touchstone.standards.framework import CaseKind, Fact, Framework, SampleGroup, SampleRule

INVENTED = Fact("assumed", "invented for a test")


def sample_group(
    id: str = "court",
    kinds: tuple[str, ...] = ("community_sentence", "custodial_sentence"),
    *,
    strata: tuple[str, ...] = ("kind", "sex"),
    confidence: int | None = 80,
    margin: int | None = 5,
    least: int | None = None,
    most: int | None = None,
) -> SampleGroup:
    """One group of cases; the titles are the ids with blanks and a capital."""
    titled = tuple(CaseKind(kind, kind.replace("_", " ").capitalize()) for kind in kinds)
    title = id.replace("_", " ").capitalize()
    return SampleGroup(id, title, titled, strata, confidence, margin, least, most, INVENTED)


def framework(*groups: SampleGroup, window: tuple[int | None, int | None] = (364, 66)) -> Framework:
    """A framework with these sample groups (or one of each kind), no standards and no rating rule."""
    groups = groups or (sample_group(), sample_group("out_of_court", ("youth_caution", "outcome_22"), strata=("kind",)))
    return Framework(
        id="invented",
        revision=1,
        title="A framework invented for tests",
        inspectorate="",
        in_force_from="",
        in_force_to="",
        source="",
        notes=(),
        domains=(),
        rating=None,
        sample=SampleRule(*window, INVENTED, groups),
        publishes_fragility=False,
    )
