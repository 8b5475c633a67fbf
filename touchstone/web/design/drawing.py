"""What a page needs to know of a bound form field to draw it, without Django's own rendering of widgets."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django import forms
from markupsafe import Markup, escape

from touchstone.web.design.days import PARTS, DayInput
from touchstone.web.design.forms import problems_of

# The widget, more special ones first → the macro of design/forms.html that draws it.
KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (DayInput, "day"),
    (forms.FileInput, "file"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.CheckboxInput, "tick"),
    (forms.RadioSelect, "radios"),
    (forms.SelectMultiple, "checkboxes"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.NumberInput, "number"),
    (forms.PasswordInput, "password"),
    (forms.EmailInput, "email"),
)


@dataclass(frozen=True)
class Choice:
    """One thing that can be chosen."""

    value: str
    words: str
    chosen: bool
    group: str = ""


@dataclass(frozen=True)
class Drawing:
    """One field as it is drawn."""

    kind: str
    id: str
    name: str
    label: str
    hint: str
    value: str
    errors: tuple[str, ...]
    choices: tuple[Choice, ...]
    parts: Mapping[str, str]
    wrong_parts: frozenset[str]
    most: int | None
    rows: int
    decimal: bool
    optional: bool
    disabled: bool
    multiple: bool


def drawing_of(bound: forms.BoundField) -> Drawing:
    """The field with what was typed, or what it begins with."""
    field, widget = bound.field, bound.field.widget
    value = bound.value()
    kind = next((kind for widget_class, kind in KINDS if isinstance(widget, widget_class)), "text")
    errors = bound.errors.as_data() if hasattr(bound.errors, "as_data") else []
    return Drawing(
        kind=kind,
        id=str(bound.auto_id or bound.html_name),
        name=bound.html_name,
        label=str(bound.label or ""),
        hint=str(bound.help_text or ""),
        value=text_of(widget, kind, value),
        errors=tuple(str(error.messages[0]) for error in errors),
        choices=tuple(choices_of(field, value)) if hasattr(field, "choices") else (),
        parts=parts_of(value) if kind == "day" else {},
        wrong_parts=frozenset(error.code for error in errors if error.code in PARTS),
        most=getattr(field, "max_length", None),
        rows=rows_of(widget),
        decimal=isinstance(field, forms.DecimalField | forms.FloatField),
        optional=not field.required,
        disabled=field.disabled,
        multiple=bool(getattr(widget, "allow_multiple_selected", False)),
    )


def text_of(widget: forms.Widget, kind: str, value: object) -> str:
    """The value as the input carries it; of a tick box "on" or nothing. A password and a file never come back."""
    if isinstance(widget, forms.CheckboxInput):
        return "on" if widget.check_test(value) else ""
    if value is None or kind in {"file", "password", "day"}:
        return ""
    shown = widget.format_value(value)
    return "" if shown is None else str(shown)


def rows_of(widget: forms.Widget) -> int:
    """How many lines a textarea shows: five, where nobody said otherwise (Django itself says "10", as a text)."""
    rows = widget.attrs.get("rows")
    return rows if isinstance(rows, int) else 5


def choices_of(field: forms.Field, value: object) -> Iterator[Choice]:
    """Everything that can be chosen, groups in line; what is chosen compares as text, as it is sent."""
    chosen = {str(one) for one in value} if isinstance(value, list | tuple | set) else {str(value)}
    if value is None:
        chosen = {""}
    for key, words in field.choices:  # type: ignore[attr-defined]
        inner = words if isinstance(words, list | tuple) else [(key, words)]
        group = str(key) if isinstance(words, list | tuple) else ""
        for each, said in inner:
            each_value = "" if each is None else str(each)
            yield Choice(each_value, str(said), each_value in chosen, group)


def parts_of(value: object) -> Mapping[str, str]:
    """Day, month and year as they were typed."""
    return {part: str(value.get(part) or "") for part in PARTS} if isinstance(value, Mapping) else {}


def kept(text: str) -> Markup:
    """A text as the content of a textarea, its line ends written so that no indenting of the page can touch them.

    A browser drops a line end right after the tag, so one that was typed is written twice.
    """
    safe = str(escape(text)).replace("\r\n", "\n").replace("\r", "\n").replace("\n", "&#10;")
    return Markup("&#10;" + safe if safe.startswith("&#10;") else safe)


def problem_list(*shown: object) -> list[dict[str, str]]:
    """The entries of an error summary over one form, or several, or formsets and lists of forms."""
    entries: list[dict[str, str]] = []
    for one in shown:
        if isinstance(one, forms.BaseForm):
            entries += [{"text": words, **({"href": f"#{at}"} if at else {})} for at, words in problems_of([one])]
        elif isinstance(one, forms.BaseFormSet):
            entries += [{"text": str(words)} for words in one.non_form_errors()]
            entries += problem_list(*one.forms)
        elif isinstance(one, list | tuple):
            entries += problem_list(*one)
    return entries
