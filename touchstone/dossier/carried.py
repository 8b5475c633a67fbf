"""An inspection file as people carry it: the JSON alone, or a zip of the JSON and the table of cases beside it."""

import os

from touchstone.dossier.opening import MOST_JSON
from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.intake.strict_json import read_json
from touchstone.intake.values import dataclass

TYPE_CHECKING = False  # spares the import of `typing`; type checkers know the name
if TYPE_CHECKING:
    from touchstone.dossier.inspection import Inspection

ZIP_BEGINS = b"PK\x03\x04"
MOST_CARRIED = 20_000_000  # bytes
USUAL_NAME = "inspection.json"


@dataclass(frozen=True, slots=True)
class Carried:
    """What was carried: the inspection as JSON values, not checked yet, and its table of cases, if it has one."""

    file: str  # how problems call it
    value: object
    table: str = ""  # the table's name; "" where the cases stand in the file itself
    content: bytes = b""  # of the table


def opened(data: bytes, *, file: str) -> Carried:
    """What a JSON or zip file holds. Raises ProblemsFound where it cannot be read safely, or holds no inspection."""
    if not data.startswith(ZIP_BEGINS):
        value = read_json(data, file=file, most_bytes=MOST_JSON)
        table = table_of(value)
        if table:
            do = "Put both into one zip file, and hand that in."
            raise ProblemsFound([Problem(f"The cases stand in {table}, which did not come with it.", do, file)])
        return Carried(file, value)
    from touchstone.intake.archives import open_archive

    archive = open_archive(data, file=file)
    names = [name for name in archive.names if name.lower().endswith(".json")]
    usual = [name for name in names if os.path.basename(name) == USUAL_NAME]
    chosen = usual if len(usual) == 1 else names
    if len(chosen) != 1:
        what = f"The zip file holds {len(names)} JSON files; one inspection is wanted."
        raise ProblemsFound([Problem(what, f"Call the inspection {USUAL_NAME}, or leave the others out.", file)])
    value = read_json(archive.read(chosen[0]), file=chosen[0], most_bytes=MOST_JSON)
    table = table_of(value)
    if not table:
        return Carried(chosen[0], value)
    beside = os.path.join(os.path.dirname(chosen[0]), table)
    if beside not in archive:
        do = "Put it into the same folder of the zip file."
        raise ProblemsFound([Problem(f"The cases stand in {table}, which is not in the zip file.", do, chosen[0])])
    return Carried(chosen[0], value, table, archive.read(beside))


def table_of(value: object) -> str:
    """The name of the table in which the cases stand; "" where there is none."""
    cases = value.get("cases") if isinstance(value, dict) else None
    name = cases.get("file") if isinstance(cases, dict) else None
    plain = isinstance(name, str) and name == os.path.basename(name) and "\\" not in name
    return str(name) if plain else ""


def inspection_carried(carried: Carried) -> "Inspection":
    """The inspection, checked whole. Raises ProblemsFound with everything that is wrong with it."""
    import tempfile

    from touchstone.dossier.file import inspection_from

    if not carried.table:
        return inspection_from(carried.value, file=carried.file)
    with tempfile.TemporaryDirectory(prefix="touchstone-carried-") as folder:
        with open(os.path.join(folder, carried.table), "wb") as table:
            table.write(carried.content)
        return inspection_from(carried.value, file=carried.file, beside=os.path.join(folder, USUAL_NAME))
