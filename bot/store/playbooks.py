"""The playbook versions that cases run on. They belong to no workspace."""

from collections.abc import Mapping

from sqlalchemy import select

from bot.store.desk import Desk
from bot.store.tables import PlaybookVersionRow


class Playbooks:
    """Every playbook version a case was ever begun on."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def keep(self, playbook_id: str, version: str, sources: Mapping[str, str]) -> None:
        """Keep the files of a version; one that is kept already stays as it is."""
        row = {"playbook_id": playbook_id, "version": version, "sources": dict(sources)}
        await self._desk.run(self._desk.insert(PlaybookVersionRow).on_conflict_do_nothing(), [row])

    async def sources(self, version: str) -> Mapping[str, str]:
        """Return the files of a version by name. The versions of cases are always kept: a foreign key sees to it."""
        rows = await self._desk.run(select(PlaybookVersionRow.sources).where(PlaybookVersionRow.version == version))
        sources: Mapping[str, str] = rows.scalar_one()
        return sources
