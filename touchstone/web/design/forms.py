"""What every form of the site has in common: one gateway for text, no key it does not know, problems in words."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from touchstone.intake.text import TextRefused, clean, shown

LONGEST_LINE = 500  # characters, where a field does not say `max_length`
LONGEST_PROSE = 20_000
TOKEN = "csrfmiddlewaretoken"
MOST_UNKNOWN_TOLD = 5

# Django's own sentences say "this field"; these name it, and say what to do. A field's own `error_messages` win.
WORDS = {
    "required": gettext_lazy("%(label)s: nothing is filled in. Fill it in."),
    "required_choice": gettext_lazy("%(label)s: nothing is chosen. Choose one."),
    "required_choices": gettext_lazy("%(label)s: nothing is chosen. Choose at least one."),
    "required_file": gettext_lazy("%(label)s: no file is chosen. Choose a file."),
    "required_tick": gettext_lazy("%(label)s: this is not ticked. Tick it to go on."),
    "invalid_choice": gettext_lazy("%(label)s: what was sent is not one of the choices. Choose one of those shown."),
    "invalid_list": gettext_lazy("%(label)s: what was sent is not one of the choices. Choose one of those shown."),
    "max_length": gettext_lazy(
        "%(label)s: this is %(show_value)s characters long; at most %(limit_value)s can be kept. Shorten it."
    ),
    "min_length": gettext_lazy(
        "%(label)s: this is %(show_value)s characters long; at least %(limit_value)s are needed. Say a little more."
    ),
    "max_value": gettext_lazy("%(label)s: the number can be %(limit_value)s at most. Write a smaller one."),
    "min_value": gettext_lazy("%(label)s: the number must be %(limit_value)s at least. Write a larger one."),
    "invalid_whole_number": gettext_lazy("%(label)s: this is no whole number. Write it in figures, such as 12."),
    "invalid_number": gettext_lazy("%(label)s: this is no number. Write it in figures, such as 12.5."),
    "invalid_email": gettext_lazy("%(label)s: this is no e-mail address. Write it as name@example.org."),
    "invalid_day": gettext_lazy("%(label)s: this is no date. Write it as day, month and year."),
    "invalid": gettext_lazy("%(label)s: this cannot be understood. Write it as the hint shows."),
    "empty": gettext_lazy("%(label)s: the file is empty. Choose another file."),
    "missing": gettext_lazy("%(label)s: no file came. Choose the file again."),
}
# The field's kind, more special kinds first → what is put behind the code of Django's error.
SPECIAL_WORDS: tuple[tuple[type[forms.Field], str, str], ...] = (
    (forms.MultipleChoiceField, "required", "required_choices"),
    (forms.ModelMultipleChoiceField, "required", "required_choices"),
    (forms.ChoiceField, "required", "required_choice"),
    (forms.ModelChoiceField, "required", "required_choice"),
    (forms.FileField, "required", "required_file"),
    (forms.BooleanField, "required", "required_tick"),
    (forms.FloatField, "invalid", "invalid_number"),
    (forms.DecimalField, "invalid", "invalid_number"),
    (forms.IntegerField, "invalid", "invalid_whole_number"),
    (forms.EmailField, "invalid", "invalid_email"),
    (forms.DateField, "invalid", "invalid_day"),
)


_strangers: ContextVar[list[int] | None] = ContextVar("strangers", default=None)


@contextmanager
def noticing_strangers() -> Iterator[list[int]]:
    """Collect how many keys that no form has came within: a try to set what may not be set. The site writes it down."""
    seen: list[int] = []
    token = _strangers.set(seen)
    try:
        yield seen
    finally:
        _strangers.reset(token)


class PlainForm(forms.Form):
    """The base of every form.

    - every text passes `touchstone.intake.text.clean` before a field or `clean_…` sees it;
    - a key in the body that is no field is an error of the whole form, never dropped (AUTHZ-5): `unknown_keys`;
    - a second value for a field that takes one is an error too;
    - what was typed stays in `data`, so that the page shows it again beside what is wrong with it.

    `buttons` names the keys that submit buttons send, such as `("save", "save_and_next")`. Where one body brings
    several forms, `beside` names the prefixes of the others; forms of a `PlainFormSet` answer for their own keys only.
    Draw it with the macros of `design/forms.html`.
    """

    use_required_attribute = False  # the server says what is missing, all at once and in words
    buttons: tuple[str, ...] = ()

    def __init__(self, *args: Any, beside: Iterable[str] = (), own_keys_only: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.beside = tuple(f"{prefix}-" for prefix in beside)
        self.own_keys_only = own_keys_only

    def known_keys(self) -> frozenset[str]:
        """Every key that a body of this form may hold."""
        keys = {TOKEN, *(self.add_prefix(name) for name in self.buttons)}
        for name, field in self.fields.items():
            keys.update(keys_of(field, self.add_prefix(name)))
        return frozenset(keys)

    @property
    def unknown_keys(self) -> list[str]:
        """Keys of the body that are no field, in order: what a view may record as refused."""
        return strangers((*self.data, *self.files), self.known_keys(), self.answers_for)

    def answers_for(self, key: str) -> bool:
        """Whether this form has to know a key; those of the forms beside it are theirs."""
        own = bool(self.prefix) and key.startswith(f"{self.prefix}-")
        return own or not (self.own_keys_only or key.startswith(self.beside))

    @property
    def pressed(self) -> str:
        """Which of `buttons` sent the form; "" for none, as when Enter was pressed."""
        return next((name for name in self.buttons if self.add_prefix(name) in self.data), "")

    def _clean_fields(self) -> None:
        """As Django does it, with the gateway before each field and our words for Django's."""
        for problem in [*self.unknown(), *self.repeated()]:
            self.add_error(None, problem)
        for name, bound in self._bound_items():  # type: ignore[attr-defined]
            field = bound.field
            value = bound.initial if field.disabled else bound.data
            try:
                value = self.accepted(field, through_gateway(value, field), bound.initial)
                self.cleaned_data[name] = value
                if hasattr(self, f"clean_{name}"):
                    self.cleaned_data[name] = getattr(self, f"clean_{name}")()
            except TextRefused as refused:
                self.add_error(name, ValidationError(f"{label_of(bound)}: {refused}", code="text_refused"))
            except InPlainWords as told:
                self.add_error(name, ValidationError([in_our_words(e, bound) for e in told.errors]))
            except ValidationError as problem:
                self.add_error(name, problem)

    def accepted(self, field: forms.Field, value: object, initial: object) -> object:
        """The value as its field takes it. Raises InPlainWords with what the field found wrong."""
        try:
            return field.clean(value, initial) if isinstance(field, forms.FileField) else field.clean(value)
        except ValidationError as problem:
            raise InPlainWords(problem) from problem

    def unknown(self) -> Iterator[ValidationError]:
        """One error that names the keys nobody asked for."""
        if self.unknown_keys:
            seen = _strangers.get()
            if seen is not None:
                seen.append(len(self.unknown_keys))
            yield told_of_strangers(self.unknown_keys)

    def repeated(self) -> Iterator[ValidationError]:
        """One error for every field that takes one value and got several."""
        values_of = getattr(self.data, "getlist", None)
        for name, field in self.fields.items():
            if values_of is None or getattr(field.widget, "allow_multiple_selected", False):
                continue
            if any(len(values_of(key)) > 1 for key in keys_of(field, self.add_prefix(name))):
                words = _("%(label)s came more than once. Nothing was kept. Open the page again.")
                yield ValidationError(words % {"label": label_of(self[name])}, code="repeated")


class PlainFormSet(forms.BaseFormSet):
    """The base of several forms of one kind in a body: `formset_factory(RowForm, formset=PlainFormSet)`."""

    def __init__(self, *args: Any, beside: Iterable[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.beside = tuple(f"{prefix}-" for prefix in beside)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Each form answers for its own keys; the set answers for all others."""
        return {**super().get_form_kwargs(index), "own_keys_only": True}

    def clean(self) -> None:
        """Refuse keys that belong to none of the forms."""
        known = {TOKEN, *(self.management_form.add_prefix(name) for name in self.management_form.fields)}
        for form in self.forms:
            known |= form.known_keys()
        inside = tuple(f"{form.prefix}-" for form in self.forms)
        unknown = strangers((*self.data, *self.files), known, lambda key: not key.startswith((*self.beside, *inside)))
        if unknown:
            raise told_of_strangers(unknown)


def strangers(keys: Iterable[object], known: Collection[str], answers_for: Callable[[str], bool]) -> list[str]:
    """The keys of a body that somebody has to know and nobody knows, in order."""
    return sorted({str(key) for key in keys if str(key) not in known and answers_for(str(key))})


def told_of_strangers(keys: Sequence[str]) -> ValidationError:
    """One error that names the keys nobody asked for."""
    told = ", ".join(shown(key) for key in keys[:MOST_UNKNOWN_TOLD])
    words = _("The form brought what it has no place for: %(keys)s. Nothing was kept. Open the page again.")
    return ValidationError(words % {"keys": told}, code="unknown_key")


class InPlainWords(Exception):
    """What a field found wrong, to be told in our words."""

    def __init__(self, problem: ValidationError) -> None:
        self.errors: list[ValidationError] = list(problem.error_list)
        super().__init__(problem)


def keys_of(field: forms.Field, html_name: str) -> tuple[str, ...]:
    """The keys under which a field's widget sends its value."""
    names = getattr(field.widget, "names", None)
    return tuple(names(html_name)) if names else (html_name,)


def through_gateway(value: object, field: forms.Field) -> object:
    """A text, or texts in a list, as they may be stored; anything else as it is. Raises TextRefused."""
    if isinstance(value, str):
        prose = isinstance(field.widget, forms.Textarea)
        said = getattr(field, "max_length", None)
        # Where the field has a limit it tells of it itself; here only what is out of all measure is stopped.
        most = 4 * said + LONGEST_LINE if said else (LONGEST_PROSE if prose else LONGEST_LINE)
        return clean(value if prose else value.strip(), most=most, one_line=not prose)
    if isinstance(value, list | tuple):
        return type(value)(through_gateway(one, field) for one in value)
    if isinstance(value, dict):
        return {name: through_gateway(one, field) for name, one in value.items()}
    return value


def in_our_words(error: ValidationError, bound: forms.BoundField) -> ValidationError:
    """Django's sentence with the field's name in it; what the field's author wrote stays."""
    field = bound.field
    code = error.code or ""
    if code in authored(field) or not is_djangos(error, field):
        return error
    code = next((to for kind, of, to in SPECIAL_WORDS if isinstance(field, kind) and code == of), code)
    if code not in WORDS:
        return ValidationError(f"{label_of(bound)}: {error.messages[0]}", code=error.code)
    told = str(WORDS[code]) % {"label": label_of(bound), **(error.params or {})}
    return ValidationError(told, code=error.code)


def authored(field: forms.Field) -> set[str]:
    """The codes whose sentences the field's author wrote."""
    own = default_sentences(field)
    return {code for code, words in field.error_messages.items() if words != own.get(code)}


def is_djangos(error: ValidationError, field: forms.Field) -> bool:
    """Whether a sentence is one of Django's, from the field or from a validator of its own."""
    own = default_sentences(field)
    if not type(field).__module__.startswith("django.") and error.code not in own:
        validators = [v for v in field.validators if type(v).__module__.startswith("django.")]
        return any(getattr(v, "code", None) == error.code for v in validators)
    validators = [v for v in field.validators if getattr(v, "code", None) == error.code]
    return all(type(v).__module__.startswith("django.") for v in validators)


def default_sentences(field: forms.Field) -> dict[str, object]:
    """What Django would say for each code, from all classes of the field that are Django's."""
    found: dict[str, object] = {}
    for kind in reversed(type(field).__mro__):
        if kind.__module__.startswith("django."):
            found.update(getattr(kind, "default_error_messages", {}))
    return found


def label_of(bound: forms.BoundField) -> str:
    """The field's name as the page prints it, before a colon."""
    return str(bound.label or bound.name).rstrip(" ?:.")


def problems_of(forms_shown: Iterable[forms.BaseForm]) -> Iterator[tuple[str, str]]:
    """(id of the first thing to mend, or "" for the whole form; what is wrong) for an error summary."""
    for form in forms_shown:
        for name, errors in form.errors.items():
            if name == NON_FIELD_ERRORS:
                yield from (("", str(words)) for words in errors)
                continue
            bound = form[name]
            for error in errors.as_data() if hasattr(errors, "as_data") else []:
                yield id_to_mend(bound, error), str(error.messages[0])


def id_to_mend(bound: forms.BoundField, error: ValidationError | None = None) -> str:
    """The id that a link of the error summary leads to: the field, or the part of it the error names; "" for none."""
    if bound.is_hidden:
        return ""
    at = bound.id_for_label or bound.auto_id or bound.html_name
    first = getattr(bound.field.widget, "part_to_mend", None)
    return f"{bound.auto_id}-{first(error)}" if first else (str(bound.auto_id) or at)
