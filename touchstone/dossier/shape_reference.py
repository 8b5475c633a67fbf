"""The reference page of the inspection file, written from the same description that the check reads by."""

from touchstone.dossier.full_form import FULL_FORM
from touchstone.dossier.reading import listed
from touchstone.dossier.shape import (
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

OPENING = """\
# The inspection file

One inspection in one file: JSON in UTF-8, checked by `touchstone rate` and every other command that reads it. All
problems are told at once, each with its way (`standards.2.1.narrative[0]`), what is wrong and what to do. Unknown keys
and keys written twice are errors, so that no misspelt key is passed over in silence.

Its JSON Schema is published in the package as `touchstone/dossier/inspection.schema.json`, that of the short form as
`touchstone/dossier/short-form.schema.json`. A schema cannot know the framework and looks at one place at a time; the
command knows more: which standards, key questions, groups and rating words there are, that counts can be, that the
sample agrees with the cases, that dates are in order, that cited evidence is listed.

## Case answers

`cases` holds the cases themselves, or names a table beside the file: `{"file": "cases.csv"}` (CSV, XLSX or ODS). Its
first row has the headings `reference`, `group`, `kind` and one for each key question (`2.1.1`, `2.1.2` …); then there
is one row for each case. Answers are `yes`, `no` or `not applicable` (also `y`, `n`, `n/a`, in capitals or not), and a
cell is left empty where the question is not asked of the case's group. Formulas are refused. Case references are the
service's own; never a name or a date of birth.

Where the cases must not be handed on, `counts` stands instead of `cases`: the public form.

## Figures in prose

A figure is entered once, with its source, and named where prose needs it:

| Written | Printed |
|---|---|
| `{context:staff}` | the context figure with that id; a percentage or a sum of money with its sign |
| `{sample:court}` | how many cases of the group were read |
| `{sample:court.custodial_sentence}` | how many of one kind in it |
| `{caseload:court}` | how many cases of the group the service had |
| `{activity:meetings}` | how often inspectors did something |
| `{survey:parents}` | how many answered a survey |
| `{survey:parents.average}` | their average score, to one decimal |
| `{recommendations}` | how many recommendations the report makes |

Whole numbers below ten are printed as words, with a capital where they begin a sentence. A name that nothing has is an
error. A brace that is meant as a brace is written twice: `{{`.
"""


def inspection_file_page() -> str:
    """The whole page."""
    parts = [OPENING, "\n## The full form\n"]
    parts += [section(form) for form in objects_of(FULL_FORM, [])]
    parts.append("\n## The short form\n\nRatings and counts only; `touchstone rate` reads it beside the full form.\n")
    told = objects_of(FULL_FORM, [])
    parts += [section(form) for form in objects_of(SHORT_FORM, []) if form not in told]
    return "".join(parts)


def objects_of(kind: Kind, found: list[Object]) -> list[Object]:
    """The object and every other that stands inside it, each once, in the order of the form."""
    if isinstance(kind, Object) and kind not in found:
        found.append(kind)
        for key in kind.keys:
            objects_of(key.kind, found)
    elif isinstance(kind, ListOf):
        objects_of(kind.item, found)
    elif isinstance(kind, MapOf):
        objects_of(kind.value, found)
    elif isinstance(kind, Either):
        for each in kind.kinds:
            objects_of(each, found)
    return found


def section(form: Object) -> str:
    """One object: what it is and a row for each key."""
    lines = [f"\n### {form.title}\n\n{form.says}\n\n", "| Key | Holds | What it is |\n|---|---|---|\n"]
    for key in form.keys:
        needed = " Needed." if key.required else ""
        needs = f" Needs `{key.needs}`." if key.needs else ""
        lines.append(f"| `{key.name}` | {holds(key.kind)} | {key.says}{needed}{needs} |\n")
    if form.one_of:
        lines.append(f"\nAt least one of {listed([f'`{name}`' for name in form.one_of])} must be there.\n")
    if form.not_both:
        lines.append(f"\n{' and '.join(f'`{name}`' for name in form.not_both)} never stand together.\n")
    return "".join(lines)


def holds(kind: Kind) -> str:
    """What may stand there, in words."""
    if isinstance(kind, Text):
        return text(kind)
    if isinstance(kind, Number):
        return number(kind)
    if isinstance(kind, Day):
        return "date" + (", or a month or year" if kind.partly else "") + (" or minute" if kind.to_the_minute else "")
    if isinstance(kind, ListOf):
        return f"list: {holds(kind.item)}"
    if isinstance(kind, MapOf):
        return f"{kind.keys_are} → {holds(kind.value)}"
    if isinstance(kind, Object):
        return f"[{kind.title}](#{kind.title.lower()})"
    if isinstance(kind, Either):
        return " or ".join(holds(each) for each in kind.kinds)
    if isinstance(kind, Exactly):
        return f"`{kind.value}`"
    return PLAIN[type(kind)]


PLAIN = {
    Name: "id",
    OfficialNumber: "number or id of the framework",
    FileName: "file name",
    WebAddress: "web address",
    LanguageTag: "language tag",
}


def text(kind: Text) -> str:
    """A kind of text in words."""
    if kind.words:
        return " or ".join(f"`{word}`" for word in kind.words)
    if kind.prose:
        return "prose"
    return "text" if not kind.one_line else f"line, at most {kind.most} characters" if kind.most < 500 else "line"


def number(kind: Number) -> str:
    """A kind of number in words."""
    if kind.decimals:
        return "number"
    bounds = f", {kind.least} to {kind.most}" if kind.most <= 100 else f" from {kind.least}"
    return f"whole number{bounds}" + (" or null" if kind.null else "")
