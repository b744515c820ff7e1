"""People the bot knows."""

from typing import Final

from sqlalchemy import bindparam, select

from bot.coaching.case import Person
from bot.store.desk import Desk
from bot.store.mapping import person_columns, person_of
from bot.store.tables import PersonRow, PreferencesRow, WorkspaceRow

_BY_ID: Final = (
    select(PersonRow, PreferencesRow.zone, PreferencesRow.language)
    .outerjoin(PreferencesRow, PreferencesRow.person_id == PersonRow.id)
    .where(PersonRow.id == bindparam("user_id"))
)
_ADMINS: Final = 3


class People:
    """The people of one workspace."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def find(self, user_id: str) -> Person | None:
        """Return a person by Slack user id; None when the bot does not know them."""
        rows = await self._desk.ask(_BY_ID, user_id=user_id)
        found = rows.one_or_none()
        return None if found is None else person_of(*found)

    async def admins(self) -> tuple[str, ...]:
        """Return some of the workspace's admins whom the bot has met."""
        of_them = select(PersonRow.id).where(PersonRow.is_admin, ~PersonRow.is_gone).order_by(PersonRow.id)
        return tuple((await self._desk.run(of_them.limit(_ADMINS))).scalars())

    async def save(self, person: Person) -> None:
        """Keep a person as Slack describes them now. The first person of a workspace opens it."""
        workspace = {"id": self._desk.workspace_id, "name": "", "suspended_because": ""}
        await self._desk.run(self._desk.insert(WorkspaceRow).on_conflict_do_nothing(), [workspace])
        columns = person_columns(person)
        insert = self._desk.insert(PersonRow)
        upsert = insert.on_conflict_do_update(
            index_elements=["workspace_id", "id"], set_={name: insert.excluded[name] for name in columns}
        )
        await self._desk.run(upsert, [{"id": person.id, **columns}])
