"""How people want to be reminded."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, select

from bot.coaching.calendar import WorkingCalendar
from bot.coaching.case import Person
from bot.coaching.preferences import Preferences
from bot.store.desk import Desk
from bot.store.mapping import preferences_columns, preferences_of
from bot.store.tables import PreferencesRow

_OF_PERSON: Final = select(PreferencesRow).where(PreferencesRow.person_id == bindparam("of"))


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person has chosen, and whether zone and language are Slack's, also when they change there."""

    preferences: Preferences
    follows_zone: bool = True
    follows_language: bool = True


class PreferencesOfPeople:
    """The preferences of one workspace's people."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def of(self, person: Person) -> Preferences:
        """Return a person's preferences: what they have chosen, and the usual for the rest."""
        return (await self.chosen_by(person)).preferences

    async def chosen_by(self, person: Person) -> Chosen:
        """Return a person's preferences with where they come from."""
        rows = await self._desk.ask(_OF_PERSON, of=person.id)
        row = rows.scalar_one_or_none()
        if row is None:
            return Chosen(Preferences(WorkingCalendar(person.zone_in_slack), person.language_in_slack))
        return Chosen(preferences_of(row, person), row.zone is None, row.language is None)

    async def save(self, person_id: str, chosen: Chosen) -> None:
        """Keep what a person has chosen."""
        columns = preferences_columns(chosen.preferences)
        if chosen.follows_zone:
            columns["zone"] = None
        if chosen.follows_language:
            columns["language"] = None
        insert = self._desk.insert(PreferencesRow)
        upsert = insert.on_conflict_do_update(
            index_elements=["workspace_id", "person_id"], set_={name: insert.excluded[name] for name in columns}
        )
        await self._desk.run(upsert, [{"person_id": person_id, **columns}])
