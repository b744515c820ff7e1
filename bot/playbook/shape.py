"""Check a node tree against its shape, and say every problem as a sentence an author can act on."""

from collections.abc import Iterator
from typing import Any, Final, TypeVar, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from bot.playbook.nodes import Loc, Node, nearest, plain
from bot.playbook.problems import Problem, unknown

Shape = TypeVar("Shape")

_UNKNOWN_KEY: Final = "extra_forbidden"
_EXPECTED: Final = {
    "string_type": "a text, in quotes if it is a number, true or false",
    "bool_type": "true or false, without quotes",
    "tuple_type": 'a list: lines that begin with "- ", or [one, two]',
    "dict_type": 'a mapping: lines of "name: ..."',
    "model_type": 'a mapping: lines of "name: ..."',
}
_ALIASES: Final = {"model_attributes_type": "model_type", "is_instance_of": "string_type"}


def shaped(node: Node, shape: type[Shape]) -> tuple[Shape | None, list[Problem]]:
    """Return the object a tree describes and what is wrong with it.

    There is an object unless a problem goes beyond keys that nobody knows.
    """
    adapter, tree = TypeAdapter[Shape](shape), plain(node)
    try:
        return adapter.validate_python(tree), []
    except ValidationError as error:
        strict = _telling(error)
    try:
        return adapter.validate_python(tree, extra="ignore"), _problems(node, shape, strict)
    except ValidationError as error:
        lenient = _telling(error)  # finds what strictness kept pydantic from looking at
    return None, list(dict.fromkeys([*_problems(node, shape, strict), *_problems(node, shape, lenient)]))


def _telling(error: ValidationError) -> list[ErrorDetails]:
    """Leave out lists that are too short only because pydantic does not count their wrong entries."""
    details = error.errors(include_url=False)
    wrong = [detail["loc"] for detail in details]
    return [
        detail
        for detail in details
        if detail["type"] != "too_short" or not any(loc[:-1][: len(detail["loc"])] == detail["loc"] for loc in wrong)
    ]


def _problems(node: Node, shape: object, details: list[ErrorDetails]) -> list[Problem]:
    return [Problem(nearest(node, detail["loc"]).place, _sentence(shape, detail["loc"], detail)) for detail in details]


def _sentence(shape: object, loc: Loc, detail: ErrorDetails) -> str:
    kind, name = _ALIASES.get(detail["type"], detail["type"]), _name(loc)
    if kind == _UNKNOWN_KEY:
        return unknown(str(loc[-1]), "known here", _fields(shape, loc[:-1]))
    if kind == "missing":
        return f"{name} is missing; expected: {_meaning(shape, loc)}"
    if kind in _EXPECTED:
        return f"{name} must be {_EXPECTED[kind]}; it is {_described(detail['input'])}"
    if kind in {"enum", "literal_error"}:
        return unknown(str(detail["input"]), f"possible for {name}", _choices(detail))
    if kind == "value_error":
        return str(detail["ctx"]["error"])
    return _measured(name, kind, detail)


def _measured(name: str, kind: str, detail: ErrorDetails) -> str:
    limits = detail.get("ctx", {})
    if kind == "string_too_short":
        return f"{name} is empty; write a text or remove it"
    if kind == "string_pattern_mismatch":
        return f'"{detail["input"]}" cannot be an id; expected small letters, digits and {_joint(limits)}'
    if kind == "too_short":
        return f"{name} has {limits['actual_length']} entries; expected at least {limits['min_length']}"
    if kind == "too_long":
        return f"{name} has more entries than the {limits['max_length']} there may be"
    return f"{name}: {detail['msg'][0].lower()}{detail['msg'][1:]}"


def _joint(limits: dict[str, Any]) -> str:
    return '"-"' if "-]" in limits["pattern"] else '"_"'


def _name(loc: Loc) -> str:
    if not loc:
        return "the file"
    if loc[-1] == "[key]":
        return _name(loc[:-2])
    if isinstance(loc[-1], int):
        return f"entry {loc[-1] + 1} of {_name(loc[:-1])}"
    return f'"{loc[-1]}"'


def _described(value: object) -> str:
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else f"the number {value}"


def _choices(detail: ErrorDetails) -> Iterator[str]:
    listed = detail["ctx"]["expected"]
    return (word.strip(" '") for part in listed.split(" or ") for word in part.split(","))


def _fields(shape: object, loc: Loc) -> list[str]:
    """Name the keys that a mapping at this place may have."""
    model = _model_at(shape, loc)
    return [field.alias or name for name, field in model.model_fields.items()] if model else []


def _meaning(shape: object, loc: Loc) -> str:
    field = _field(_model_at(shape, loc[:-1]), loc[-1])
    return (field.description if field else None) or "a value"


def _model_at(shape: object, loc: Loc) -> type[BaseModel] | None:
    """Follow a way down the types: a model's field leads to its type, a key or position into the container."""
    inner = _inner(shape)
    for part in loc:
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            field = _field(inner, part)
            inner = _inner(field.annotation) if field else None
        else:
            inner = _inner(_entry_type(inner))
    return inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None


def _field(model: type[BaseModel] | None, name: str | int) -> FieldInfo | None:
    fields = model.model_fields.items() if model else ()
    return next((field for own, field in fields if name in (field.alias, own)), None)


def _inner(annotation: object) -> object:
    """Take a type out of `Annotated[...]` and `... | None`."""
    if hasattr(annotation, "__metadata__") or type(None) in get_args(annotation):
        return _inner(next(part for part in get_args(annotation) if part is not type(None)))
    return annotation


def _entry_type(container: object) -> object:
    arguments = get_args(container)
    if not arguments:
        return None
    return arguments[1] if get_origin(container) is dict else arguments[0]
