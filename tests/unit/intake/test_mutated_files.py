"""Good files spoilt at random places, many times over: each is read or refused, and none ends in a traceback.

The archive is made anew around each spoilt part, so that the damage gets past the checksums and to the readers.
"""

import contextlib
import json
import random

import pytest

from tests.factories.spreadsheets import ods_parts, sheet_xml, table_xml, xlsx_parts, zipped
from touchstone.intake.problems import ProblemsFound
from touchstone.intake.strict_json import read_json
from touchstone.intake.strict_yaml import read_yaml
from touchstone.intake.tables import read_table

ROWS = [["reference", "kind"], ["A1", "x"], ["A2", "y"]]
WORKBOOK = xlsx_parts(
    sheet_xml([*ROWS, ["A3", "<c><v>5</v></c>"], ["A4", '<c t="s"><v>0</v></c>']]),
    shared="<si><t>a</t></si>",
    styles='<cellXfs><xf numFmtId="14"/></cellXfs>',
)
SPREADSHEET = ods_parts(table_xml(ROWS))
JSON = json.dumps({"a": [1, 2.5, None, True], "b": {"c": "d\u00e9", "e": [[]]}}).encode()
YAML = b"id: '2.1'\nkey_questions:\n  - id: '2.1.1'\n    asks: >-\n      words\n      words\n  - {id: x, n: 5}\n"
MARKS = b"<>/\"'=&;:,.!?*#|%[]{}()-+ \t\n\r\x00\x1b\xff\xe9019AacseE"
TIMES = 400


def spoilt(content: bytes, chance: random.Random) -> bytes:
    """The content with up to four places overwritten, cut out or doubled."""
    spoiling = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(spoiling) or 1)
        way = chance.randrange(3)
        if way == 0:
            spoiling[at : at + 1] = bytes([chance.choice(MARKS)])
        elif way == 1:
            del spoiling[at : at + chance.randint(1, 12)]
        else:
            again = chance.randrange(len(spoiling) or 1)
            spoiling[at:at] = spoiling[again : again + chance.randint(1, 30)]
    return bytes(spoiling)


@pytest.mark.parametrize(("name", "parts"), [("a.xlsx", WORKBOOK), ("a.ods", SPREADSHEET)])
def test_spreadsheets(name: str, parts: dict[str, bytes | str]) -> None:
    chance = random.Random(name)
    refused = 0
    for _ in range(TIMES):
        part = chance.choice(list(parts))
        data = zipped({**parts, part: spoilt(str(parts[part]).encode(), chance)})
        try:
            read_table(data, file=name, wanted=ROWS[0])
        except ProblemsFound:
            refused += 1
    assert 0 < refused < TIMES  # the damage is neither always fatal nor always in vain


def test_csv_json_and_yaml() -> None:
    chance = random.Random("texts")
    csv = "\n".join(map(",".join, ROWS)).encode() + b'\n"A3","quoted, ""twice"""\n'
    for _ in range(TIMES):
        with contextlib.suppress(ProblemsFound):
            read_table(spoilt(csv, chance), file="a.csv", wanted=ROWS[0])
        with contextlib.suppress(ProblemsFound):
            read_json(spoilt(JSON, chance), file="a.json")
        with contextlib.suppress(ProblemsFound):
            read_yaml(spoilt(YAML, chance).decode("utf-8", "replace"), file="a.yaml")
