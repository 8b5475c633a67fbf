"""Frozen values, as `dataclasses` makes them, at a tenth of the price when a program starts.

The standard library's decorator imports `inspect` and compiles several methods of every class from text. For the
fifty-odd values of the plain rooms that is three times a whole bare Python, spent before `touchstone rate` has
read a byte. So `dataclass` and `field` here make the same frozen classes with slots from methods that are written
once, and only such classes: nothing else of `dataclasses` is wanted. A type checker is told that they are the
standard ones, and `dataclasses.replace`, `asdict` and `fields` work on what they make.
"""

from collections.abc import Callable

TYPE_CHECKING = False  # importing `typing` would cost what is saved here; type checkers know the name

MISSING = object()


class Field:
    """A field that makes a new default each time, or has a plain one."""

    __slots__ = ("default", "default_factory")

    def __init__(self, default: object = MISSING, default_factory: Callable[[], object] | None = None) -> None:
        self.default = default
        self.default_factory = default_factory


class StandardFields:
    """What `dataclasses` asks a class for, made when it is asked for and not before."""

    def __get__(self, instance: object, owner: type) -> object:
        import dataclasses

        fields: list[tuple[str, object, object]] = []
        for name, default in owner.__defaults__.items():  # type: ignore[attr-defined]
            kind = owner.__annotations__[name]
            if isinstance(default, Field):
                fields.append((name, kind, dataclasses.field(default_factory=default.default_factory)))  # type: ignore[arg-type]
            elif default is MISSING:
                fields.append((name, kind, dataclasses.field()))
            else:
                fields.append((name, kind, dataclasses.field(default=default)))
        made = dataclasses.make_dataclass(owner.__name__, fields)
        return getattr(made, "__dataclass_fields__")  # noqa: B009


def frozen_value(described: type) -> type:
    """The class `described` made anew: slots for its fields, and the methods of a value that never changes."""
    if any("__defaults__" in base.__dict__ for base in described.__mro__[1:]):
        raise TypeError(f"{described.__name__} extends a value; give it a field that holds that value instead")
    defaults: dict[str, object] = {}
    for name in described.__dict__.get("__annotations__", {}):  # noqa: RUF063 – `inspect` is what is spared here
        default = described.__dict__.get(name, MISSING)
        if isinstance(default, Field) and default.default_factory is None:
            default = default.default
        if default is MISSING and any(given is not MISSING for given in defaults.values()):
            raise TypeError(f"{described.__name__}.{name} has no default and follows a field that has one")
        defaults[name] = default
    body = {key: it for key, it in described.__dict__.items() if key not in (*defaults, "__dict__", "__weakref__")}
    body |= {"__slots__": tuple(defaults), "__match_args__": tuple(defaults), "__defaults__": defaults}
    body["__dataclass_fields__"] = StandardFields()
    for method in (__repr__, __eq__, __hash__, __setattr__, __delattr__, __reduce__):
        body.setdefault(method.__name__, method)
    if body["__hash__"] is None:  # Python puts None beside an __eq__ of the class's own
        body["__hash__"] = __hash__
    made = type(described)(described.__name__, described.__bases__, body)
    made.__init__ = starter(made, defaults)  # type: ignore[misc]
    return made


def starter(made: type, defaults: dict[str, object]) -> Callable[..., None]:
    """The `__init__` of one class: positions, then names, then defaults, as for any Python function."""
    fields = [(name, made.__dict__[name].__set__, default) for name, default in defaults.items()]
    check = getattr(made, "__post_init__", None)

    def __init__(self: object, *given: object, **named: object) -> None:  # noqa: N807
        if len(given) > len(fields):
            raise TypeError(f"{made.__name__}() takes {len(fields)} values; {len(given)} were given")
        for (_, put, _), it in zip(fields, given, strict=False):
            put(self, it)
        for name, put, default in fields[len(given) :]:
            it = named.pop(name, default)
            if it is MISSING:
                raise TypeError(f"{made.__name__}() needs {name!r}")
            put(self, it.default_factory() if isinstance(it, Field) else it)  # type: ignore[misc]
        if named:
            raise TypeError(f"{made.__name__}() has no place for {', '.join(map(repr, named))}")
        if check is not None:
            check(self)

    return __init__


def contents(value: object) -> tuple[object, ...]:
    """What a value holds, in the order of its fields."""
    return tuple([getattr(value, name) for name in type(value).__match_args__])  # type: ignore[attr-defined]


def __repr__(self: object) -> str:  # noqa: N807
    names = type(self).__match_args__  # type: ignore[attr-defined]
    held = ", ".join(f"{name}={it!r}" for name, it in zip(names, contents(self), strict=True))
    return f"{type(self).__qualname__}({held})"


def __eq__(self: object, other: object) -> bool:  # noqa: N807
    return contents(self) == contents(other) if type(self) is type(other) else NotImplemented


def __hash__(self: object) -> int:  # noqa: N807
    return hash(contents(self))


def __setattr__(self: object, name: str, value: object) -> None:  # noqa: N807
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def __delattr__(self: object, name: str) -> None:  # noqa: N807
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")


def __reduce__(self: object) -> tuple[type, tuple[object, ...]]:  # noqa: N807
    return type(self), contents(self)


if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
else:

    def dataclass(*, frozen, slots):
        """The decorator. Both words must be given, so that a reader knows what they get."""
        if not (frozen and slots):
            raise TypeError("A value is frozen and has slots: say @dataclass(frozen=True, slots=True)")
        return frozen_value

    def field(*, default=MISSING, default_factory=None):
        """A field with a default, or one whose default is made anew for each value."""
        return Field(default, default_factory)
