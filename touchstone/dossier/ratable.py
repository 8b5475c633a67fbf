"""What `touchstone rate` reads: the full inspection file or the short form, told apart by what the file says."""

import os

from touchstone.dossier.inspection import Inspection
from touchstone.dossier.opening import MOST_JSON, inspection_bytes, named
from touchstone.intake.strict_json import read_json
from touchstone.intake.values import dataclass
from touchstone.rating.answers import Evidence, Judgement
from touchstone.standards.framework import Framework
from touchstone.standards.loading import load_framework

TYPE_CHECKING = False  # spares the import of `typing`; type checkers know the name
if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Ratable:
    """What can be rated, from either form. `inspection` only where the full form was read."""

    file: str
    service: str
    framework: Framework
    evidence: Evidence
    inspection: Inspection | None = None

    @property
    def demonstration(self) -> str:
        """The sentence every output must print where cases or words are invented, else ""."""
        invented = self.inspection.demonstration if self.inspection else None
        return invented.says if invented else ""


def read_ratable(path: "Path | str", *, folders: "tuple[Path, ...]" = ()) -> Ratable:
    """What a file of either form says. Raises ProblemsFound with everything that is wrong with it."""
    file = named(path)
    value = read_json(inspection_bytes(path), file=file, most_bytes=MOST_JSON)
    if is_short(value):
        from touchstone.dossier.short_form import read_short_form

        short = read_short_form(value, file=file, folders=folders)
        return Ratable(file, short.service, short.framework, short.evidence)
    from touchstone.dossier.file import inspection_from

    inspection = inspection_from(value, file=file, beside=os.fspath(path), folders=folders)
    framework = load_framework(inspection.framework, folders=folders, revision=inspection.revision)
    return Ratable(file, inspection.service.name, framework, told_in_figures(inspection), inspection)


def told_in_figures(inspection: Inspection) -> Evidence:
    """The inspection's evidence with the figures that its reasons name filled in, for the working to show."""
    evidence = inspection.evidence
    if not any("{" in it.reasons or "}" in it.reasons for it in evidence.judgements.values()):
        return evidence
    from touchstone.dossier.prose import filled

    judgements = {
        number: Judgement(it.rating, filled(it.reasons, inspection), it.not_rated_because, it.discretion)
        for number, it in evidence.judgements.items()
    }
    return Evidence(evidence.cases, evidence.shares, judgements, evidence.caseloads)


def is_short(value: object) -> bool:
    """Is this meant as the short form? Anything that names no format and is an object with one of its keys."""
    return isinstance(value, dict) and "format" not in value and bool({"framework", "standards"} & value.keys())
