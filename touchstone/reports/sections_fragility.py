"""How fragile the ratings are."""

from touchstone.reports.document import Section
from touchstone.reports.material import Material


def fragility_section(material: Material) -> tuple[Section, ...]:
    """Nothing yet where no fragility may be shown."""
    return ()
