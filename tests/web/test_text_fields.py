"""Every text field of every model passes the one gateway: cleaned, or refused by name and place, never an error."""

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from touchstone.web.public.models import PublishedInspection

OVERRIDES = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


HASHES = {"accounts.User.password"}  # Django's own field: what stands in it no person has written


def text_fields() -> list[Any]:
    """Every text field of our models, found by looking."""
    return [
        field
        for model in apps.get_models()
        if model.__module__.startswith("touchstone.")
        for field in model._meta.get_fields()
        if isinstance(field, models.CharField | models.TextField) and str(field) not in HASHES
    ]


def test_no_model_of_ours_has_a_text_field_of_any_other_kind() -> None:
    assert text_fields()
    assert {type(field).__name__ for field in text_fields()} == {"LineField", "ProseField"}


@pytest.mark.parametrize(
    ("text", "says"),
    [("a\0b", "NUL"), ("a\x07b", "U+0007"), ("\ud800", "U+D800"), ("\ufffe", "U+FFFE"), ("x" * 3_000_000, "long")],
)
def test_what_is_refused_says_what_and_where(text: str, says: str) -> None:
    for field in text_fields():
        with pytest.raises(ValidationError) as refused:
            field.to_python(text)
        assert says in refused.value.messages[0]


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60))
def test_any_text_is_stored_clean_or_refused(text: str) -> None:
    row = PublishedInspection(slug="x", service_slug="x", service_name=text, body=text, made_from="x")
    try:
        with transaction.atomic():
            row.save()
    except ValidationError:
        return
    kept = PublishedInspection.objects.get(slug="x")
    row.delete()
    assert not OVERRIDES & set(kept.service_name)
    assert not OVERRIDES & set(kept.body)
    assert "\0" not in kept.body
