"""The published JSON Schemas, made from the same description that our own check reads by.

`python3 dev.py docs` writes them to `inspection.schema.json` and `short-form.schema.json` beside this module. A
schema sees one value at a time: what only two places together show to be wrong (an unknown standard, a sample that
does not agree with its cases), and 29 February, is left to `touchstone rate`.
"""

import json
from collections.abc import Callable

from touchstone.dossier.archive import ARCHIVE_FORM
from touchstone.dossier.full_form import FULL_FORM
from touchstone.dossier.shape import (
    LONGEST_LINE,
    LONGEST_NAME,
    NAME_CHARACTERS,
    NUMBER_CHARACTERS,
    Day,
    Either,
    Exactly,
    FileName,
    Kind,
    LanguageTag,
    ListOf,
    MapOf,
    Name,
    Number,
    Object,
    OfficialNumber,
    Text,
    WebAddress,
)
from touchstone.dossier.short_form import SHORT_FORM

Schema = dict[str, object]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMAS = {
    "inspection.schema.json": (FULL_FORM, "urn:touchstone:inspection:1"),
    "short-form.schema.json": (SHORT_FORM, "urn:touchstone:short-form:1"),
    "archive.schema.json": (ARCHIVE_FORM, "urn:touchstone:archive:1"),
}
CONTROLS = "[\\u0000-\\u001f\\u007f-\\u009f]"
CONTROLS_BUT_LINES = "[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]"
WHOLE: Schema = {"not": {"pattern": CONTROLS}}  # in some readers of schemas "$" passes over a last line break
YEAR, MONTH = "(19|20|21)[0-9]{2}", "(0[1-9]|1[0-2])"
MONTH_AND_DAY = (
    "((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-9]))"
)
MINUTE = "T([01][0-9]|2[0-3]):[0-5][0-9]"


def published_schemas() -> dict[str, str]:
    """File name → the text of each schema."""
    return {name: schema_text(form, address) for name, (form, address) in SCHEMAS.items()}


def schema_text(form: Object, address: str) -> str:
    """One schema as it is published."""
    return json.dumps(schema_of(form, address), ensure_ascii=False, indent=2) + "\n"


def schema_of(form: Object, address: str) -> Schema:
    """The schema of a form; every object in it stands once, under `$defs`."""
    objects: dict[str, Schema] = {}
    whole = described(form, objects)
    top = objects.pop(form.title)
    assert whole == {"$ref": f"#/$defs/{form.title}"}
    return {"$schema": DIALECT, "$id": address, **top, "$defs": dict(sorted(objects.items()))}


def described(kind: Kind, objects: dict[str, Schema]) -> Schema:
    """The schema of one kind of value; objects it meets are added to `objects`."""
    return DESCRIBERS[type(kind)](kind, objects)


def text(kind: Text, _: dict[str, Schema]) -> Schema:
    """Text without control characters, which is not blank unless it may be."""
    if kind.words:
        return {"enum": list(kind.words)}
    forbidden = CONTROLS if kind.one_line else CONTROLS_BUT_LINES
    schema: Schema = {"type": "string", "maxLength": kind.most, "not": {"pattern": forbidden}}
    return schema if kind.blank else {**schema, "pattern": "\\S"}


def made_of(characters: str) -> Schema:
    """A short text of these characters only."""
    outside = "[^" + "".join(sorted(characters.replace("-", ""))) + "-]"
    return {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME, "not": {"pattern": outside}}


def name(kind: Name, _: dict[str, Schema]) -> Schema:
    """An id of the file's own."""
    return made_of(NAME_CHARACTERS)


def official_number(kind: OfficialNumber, _: dict[str, Schema]) -> Schema:
    """A number or id of the framework."""
    return made_of(NUMBER_CHARACTERS)


def file_name(kind: FileName, _: dict[str, Schema]) -> Schema:
    """A plain name with one of the endings, in capitals or not."""
    endings = "|".join("".join(f"[{it}{it.upper()}]" if it.isalpha() else "\\." for it in end) for end in kind.endings)
    return {
        "type": "string",
        "maxLength": 200,
        "pattern": f"^[^.].*({endings})$",
        "not": {"pattern": '[/\\\\:*?"<>|\\u0000-\\u001f\\u007f-\\u009f]'},
    }


def web_address(kind: WebAddress, _: dict[str, Schema]) -> Schema:
    """An address of the web, or "" where there is none."""
    return {"type": "string", "maxLength": LONGEST_LINE, "pattern": "^(https?://[!-~]+)?$", **WHOLE}


def language_tag(kind: LanguageTag, _: dict[str, Schema]) -> Schema:
    """A language as BCP 47 writes it."""
    return {"type": "string", "maxLength": LONGEST_NAME, "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$", **WHOLE}


def day(kind: Day, _: dict[str, Schema]) -> Schema:
    """A day, as text; "" where it is not known."""
    forms = ["", f"{YEAR}-{MONTH_AND_DAY}" + (f"({MINUTE})?" if kind.to_the_minute else "")]
    if kind.partly:
        forms += [YEAR, f"{YEAR}-{MONTH}"]
    return {"type": "string", "pattern": f"^({'|'.join(forms)})$", "not": {"pattern": CONTROLS}}


def number(kind: Number, _: dict[str, Schema]) -> Schema:
    """A number within its bounds."""
    called = "number" if kind.decimals else "integer"
    return {"type": [called, "null"] if kind.null else called, "minimum": kind.least, "maximum": kind.most}


def exactly(kind: Exactly, _: dict[str, Schema]) -> Schema:
    """One value."""
    return {"const": kind.value}


def list_of(kind: ListOf, objects: dict[str, Schema]) -> Schema:
    """A list."""
    least: Schema = {"minItems": kind.least} if kind.least else {}
    return {"type": "array", **least, "maxItems": kind.most, "items": described(kind.item, objects)}


def map_of(kind: MapOf, objects: dict[str, Schema]) -> Schema:
    """An object whose keys are not known beforehand."""
    return {
        "type": "object",
        "propertyNames": described(kind.key, objects),
        "additionalProperties": described(kind.value, objects),
    }


def an_object(kind: Object, objects: dict[str, Schema]) -> Schema:
    """A reference to the object, which is described once."""
    if kind.title not in objects:
        objects[kind.title] = {}  # stands here while its own keys are described
        objects[kind.title] = {
            "title": kind.title,
            "description": kind.says,
            "type": "object",
            "properties": {key.name: {"description": key.says, **described(key.kind, objects)} for key in kind.keys},
            "required": [key.name for key in kind.keys if key.required],
            "additionalProperties": False,
            **together(kind),
        }
    return {"$ref": f"#/$defs/{kind.title}"}


def together(kind: Object) -> Schema:
    """Which keys ask for others, or cannot stand beside them."""
    schema: Schema = {}
    needs = {key.name: [key.needs] for key in kind.keys if key.needs}
    if needs:
        schema["dependentRequired"] = needs
    if kind.one_of:
        schema["anyOf"] = [{"required": [name]} for name in kind.one_of]
    if kind.not_both:
        schema["not"] = {"required": list(kind.not_both)}
    return schema


def either(kind: Either, objects: dict[str, Schema]) -> Schema:
    """Any of several kinds."""
    return {"anyOf": [described(each, objects) for each in kind.kinds]}


DESCRIBERS: dict[type, Callable[..., Schema]] = {
    Text: text,
    Name: name,
    OfficialNumber: official_number,
    FileName: file_name,
    WebAddress: web_address,
    LanguageTag: language_tag,
    Day: day,
    Number: number,
    Exactly: exactly,
    ListOf: list_of,
    MapOf: map_of,
    Object: an_object,
    Either: either,
}
