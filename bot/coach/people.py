"""Who the bot knows: recognised on first sight, looked up by every use case."""

from bot.coach.coach import Asker, Coach
from bot.coaching.case import Person
from bot.errors import NotAllowedError
from bot.store.work import Work


async def recognise(coach: Coach, workspace_id: str, person: Person) -> None:
    """Keep what Slack says of a person: name, zone, language, and whether they are a member."""
    async with coach.store.work(workspace_id) as work:
        await work.people.save(person)


async def find(coach: Coach, asker: Asker) -> Person | None:
    """Return what is known of who asks; None on first sight."""
    async with coach.store.view(asker.workspace_id) as work:
        return await work.people.find(asker.user_id)


async def member(work: Work, asker: Asker) -> Person:
    """Return who asks, for a use case's own transaction.

    Raises:
        NotAllowedError: a guest or somebody from another organisation; the coach is for members.
    """
    person = await work.people.find(asker.user_id)
    if person is None or person.is_guest or person.is_gone:
        raise NotAllowedError("errors.members_only")
    return person
