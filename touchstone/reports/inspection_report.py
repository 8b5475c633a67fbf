"""The inspection report as a Document, in the structure of the published ones: from one rated inspection, no hand work.

Every number is computed, or a context figure entered once with its source, or stands in a quotation. What is not
known is said to be not known.
"""

from touchstone.dossier.inspection import Inspection
from touchstone.dossier.movement import movement
from touchstone.rating.working import RatedInspection
from touchstone.reports.document import Block, Document
from touchstone.reports.material import Material
from touchstone.reports.sections_fragility import fragility_section
from touchstone.reports.sections_front import acknowledgements, background, foreword, ratings, recommendations
from touchstone.reports.sections_method import further_information, glossary, methodology
from touchstone.reports.sections_movement import movement_section
from touchstone.reports.sections_people import diversity, involvement
from touchstone.reports.sections_standards import domain
from touchstone.reports.wording import printed_month
from touchstone.standards.framework import Framework

TYPE_CHECKING = False  # spares an import; type checkers know the name
if TYPE_CHECKING:
    from touchstone.rating.fragility import InspectionFragility

LANGUAGE = "en-GB"
NO_DATE = "1970-01-01"


def inspection_report(
    inspection: Inspection,
    rated: RatedInspection,
    framework: Framework,
    fragility: "InspectionFragility | None" = None,
    *,
    earlier: Framework | None = None,
) -> Document:
    """The whole report.

    `fragility` is printed only where the framework says that published reports show it. `earlier` is the framework
    of the previous inspection; where it is not given it is looked for by its id.
    """
    material = Material(
        inspection,
        rated,
        framework,
        movement(inspection, rated, framework, earlier=earlier),
        fragility if framework.publishes_fragility else None,
    )
    return Document(
        id=inspection.id,
        title=inspection.title,
        subtitle=subtitle(inspection),
        publisher=material.publisher,
        date=printed_month(inspection.dates.published) if inspection.dates.published else "",
        language=LANGUAGE,
        blocks=tuple(sections(material)),
        notices=material.notices,
        modified=inspection.dates.published.partition("T")[0] or NO_DATE,
    )


def sections(material: Material) -> list[Block]:
    """The report, top to bottom."""
    domains = [domain(material, it) for it in material.framework.domains]
    return [
        *foreword(material),
        ratings(material),
        recommendations(material),
        background(material),
        domains[0],
        *involvement(material),
        *diversity(material),
        *domains[1:],
        movement_section(material),
        *fragility_section(material),
        further_information(material),
        methodology(material),
        glossary(),
        *acknowledgements(material),
    ]


def subtitle(inspection: Inspection) -> str:
    """What kind of visit it was, and to whom."""
    return f"{inspection.kind.capitalize()} of {inspection.service.name}"
