"""Everything one inspection is published as, file by file: report, press notice, open data, and the panel's paper."""

from collections.abc import Iterator

from touchstone.dossier.inspection import Inspection
from touchstone.dossier.open_data import open_data, open_data_csv
from touchstone.intake.values import dataclass
from touchstone.rating.working import RatedInspection
from touchstone.reports.document import Document
from touchstone.reports.inspection_report import inspection_report
from touchstone.reports.press_notice import press_notice
from touchstone.standards.framework import Framework

TYPE_CHECKING = False  # spares an import; type checkers know the name
if TYPE_CHECKING:
    from touchstone.rating.fragility import InspectionFragility

FORMATS = ("html", "pdf", "docx", "csv", "json")
FEW_CASES = 5  # counts below this are commonly held back in official statistics about people
OPEN_DATA_FILE, SCHEMA_FILE = "open-data.json", "open-data.schema.json"


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """One file, and what whoever made it should know of it ("two characters could not be printed")."""

    name: str
    content: bytes
    notes: tuple[str, ...] = ()


def edition(
    inspection: Inspection,
    rated: RatedInspection,
    framework: Framework,
    *,
    formats: tuple[str, ...] = FORMATS,
    fragility: "InspectionFragility | None" = None,
    panel: bool = False,
    earlier: Framework | None = None,
) -> Iterator[PublishedFile]:
    """Each file in turn, so that whoever waits can be told how far it is.

    `panel` adds the paper for the panel and the service, which is never published. The same inspection gives the
    same bytes. Raises ProblemsFound where something in it must not be published.
    """
    data = open_data(inspection, rated, framework, earlier=earlier)  # first: it may refuse
    documents = {
        "report": inspection_report(inspection, rated, framework, fragility, earlier=earlier),
        "press-notice": press_notice(inspection, rated, framework),
    }
    if panel:
        from touchstone.reports.panel_paper import panel_paper

        documents["panel-paper"] = panel_paper(inspection, rated, framework, fragility)
    for name, document in documents.items():
        for kind in formats:
            if kind in RENDERERS:
                yield RENDERERS[kind](f"{name}.{kind}", document)
    if "json" in formats:
        yield PublishedFile(OPEN_DATA_FILE, as_json(data), few_cases(rated))
        yield PublishedFile(SCHEMA_FILE, published_schema())
    if "csv" in formats:
        for name, text in open_data_csv(data).items():
            yield PublishedFile(name, text.encode())


def file_names(formats: tuple[str, ...], *, panel: bool) -> set[str]:
    """The names an edition's files have."""
    names = {"report", "press-notice", *(["panel-paper"] if panel else [])}
    found = {f"{name}.{kind}" for name in names for kind in formats if kind in RENDERERS}
    if "json" in formats:
        found |= {OPEN_DATA_FILE, SCHEMA_FILE}
    return found | (set(TABLES) if "csv" in formats else set())


def few_cases(rated: RatedInspection) -> tuple[str, ...]:
    """A reminder where a share rests on very few cases.

    The inspectorate publishes shares and the make-up of the sample by custom, however small; whoever publishes
    should know when that comes near to telling how one child's case was judged.
    """
    counts = [question.of for it in rated.standards for question in it.questions if question.of]
    if not counts or min(counts) >= FEW_CASES:
        return ()
    return (f"Shares of fewer than {FEW_CASES} cases would be published. Check that no child can be recognised.",)


def as_json(data: dict[str, object]) -> bytes:
    """Data as a JSON file that people can read as well."""
    import json

    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def published_schema() -> bytes:
    """The schema of the open data, to lie beside it."""
    from importlib.resources import files

    return (files("touchstone.dossier") / SCHEMA_FILE).read_bytes()


def in_html(name: str, document: Document) -> PublishedFile:
    """One self-contained page."""
    from touchstone.reports.renderers.html import render_html

    return PublishedFile(name, render_html(document))


def in_pdf(name: str, document: Document) -> PublishedFile:
    """A tagged PDF; tells which characters no font could print."""
    from touchstone.reports.renderers.pdf import render_pdf_with_report

    content, unprinted = render_pdf_with_report(document)
    codes = ", ".join(f"U+{ord(character):04X}" for character in unprinted)
    notes = (f"{name}: no font could print {codes}; a named box stands for each.",) if unprinted else ()
    return PublishedFile(name, content, notes)


def in_docx(name: str, document: Document) -> PublishedFile:
    """A Word document."""
    from touchstone.reports.renderers.docx import render_docx

    return PublishedFile(name, render_docx(document))


RENDERERS = {"html": in_html, "pdf": in_pdf, "docx": in_docx}
TABLES = ("standards.csv", "key-questions.csv", "recommendations.csv", "context.csv")
