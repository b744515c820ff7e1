"""Print the shape of playbook files as JSON Schema, so that editors complete and check while an author types."""

from typing import Any

from pydantic import TypeAdapter

from bot.playbook.schema import GROUPS, PlaybookEntry


def json_schema(group: str | None = None) -> dict[str, Any]:
    """Return the schema of a playbook file, or of a file of the library that holds a group."""
    shape = GROUPS[group] if group else PlaybookEntry
    schema = TypeAdapter[Any](shape).json_schema(by_alias=True)
    title = f"Pushback library: {group}" if group else "Pushback playbook"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": title}
