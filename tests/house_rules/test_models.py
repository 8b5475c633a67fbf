"""Every stored field is classed public, personal or sensitive, and the public site holds no way to a child's record."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from tests.house_rules.source import shown

CLASSES = ("public", "personal", "sensitive")


def unclassed(models: Iterable[Any]) -> list[str]:
    """Fields that no class names, that two name, or that a class names though they do not exist."""
    found = []
    for model in models:
        name = model._meta.label
        declared = getattr(model, "Classed", None)
        named = [field for kind in CLASSES for field in getattr(declared, kind, ())]
        fields = {field.name for field in model._meta.local_fields + model._meta.local_many_to_many}
        found += [f"{name}.{field} is in no class" for field in sorted(fields - set(named))]
        found += [f"{name}.{field} does not exist" for field in sorted(set(named) - fields)]
        found += [f"{name}.{field} is in two classes" for field in sorted({f for f in named if named.count(f) > 1})]
    return found


def ways_out(models: Iterable[Any], app: str) -> list[str]:
    """Relations from one app's models to another app's."""
    found = []
    for model in models:
        for field in model._meta.local_fields + model._meta.local_many_to_many:
            target = field.related_model
            if model._meta.app_label == app and target is not None and target._meta.app_label != app:
                found.append(f"{model._meta.label}.{field.name} leads to {target._meta.label}")
    return found


def our_models() -> list[Any]:
    """Every model of Touchstone."""
    from django.apps import apps

    return [model for model in apps.get_models() if model.__module__.startswith("touchstone.")]


def test_every_field_of_every_model_is_classed() -> None:
    assert our_models()
    violations = unclassed(our_models())
    assert not violations, shown(violations)


def test_public_rows_lead_nowhere_else() -> None:
    """An import rule is not enough: a row can also be reached by a foreign key."""
    violations = ways_out(our_models(), "public")
    assert not violations, shown(violations)


def model(label: str, fields: dict[str, Any], **classes: tuple[str, ...]) -> Any:
    """A model as the rules see one; `fields` maps a name to the model it relates to, or None."""
    app = label.partition(".")[0]
    listed = [SimpleNamespace(name=name, related_model=target) for name, target in fields.items()]
    meta = SimpleNamespace(label=label, app_label=app, local_fields=listed, local_many_to_many=[])
    return SimpleNamespace(_meta=meta, Classed=SimpleNamespace(**classes))


def test_planted_fields_and_relations_are_found() -> None:
    child = model("cases.Child", {"name": None}, sensitive=("name",))
    assert not unclassed([child])
    assert unclassed([model("public.Service", {"id": None, "name": None}, public=("id",))])
    assert unclassed([model("public.Service", {"id": None}, public=("id", "gone"))])
    assert unclassed([model("public.Service", {"id": None}, public=("id",), personal=("id",))])
    service = model("public.Service", {"id": None}, public=("id",))
    assert ways_out([model("public.Result", {"child": child}, public=("child",))], "public")
    assert not ways_out([model("public.Result", {"service": service}, public=("service",))], "public")
