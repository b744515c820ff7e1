"""An answer's value as JSON that says its own type, so that it reads back whatever became of its question."""

import json
from datetime import date, datetime
from decimal import Decimal

from bot.playbook.model import Value


def to_json(value: Value) -> str:
    """Return a value as JSON text."""
    return json.dumps(_plain(value), ensure_ascii=False)


def from_json(text: str) -> Value:
    """Return the value that `to_json` wrote."""
    plain = json.loads(text)
    match plain:
        case str() | bool():
            return plain
        case list():
            return tuple(plain)
        case {"number": digits}:
            return Decimal(digits)
        case {"date": day}:
            return date.fromisoformat(day)
        case {"moment": moment}:
            return datetime.fromisoformat(moment)
    raise ValueError(f"no value has this form: {type(plain).__name__}")


def _plain(value: Value) -> object:
    match value:
        case Decimal():
            return {"number": str(value)}
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"date": value.isoformat()}
        case tuple():
            return list(value)
    return value
