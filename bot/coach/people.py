"""Who the bot knows: recognised on first sight, looked up by every use case."""

from bot.coach.coach import Asker, Coach
from bot.coaching.case import Person
from bot.errors import NotAllowedError
from bot.store.work import Work


async def recognise(coach: Coach, workspace_id: str, person: Person) -> Person:
    """Keep what Slack says of a person: name, zone, language, and whether they are a member.

    Returns the person with what they have chosen here instead.
    """
    async with coach.store.work(workspace_id) as work:
        await work.people.save(person)
        return await work.people.find(person.id) or person


async def find(coach: Coach, asker: Asker) -> Person | None:
    """Return what is known of who asks; None on first sight."""
    async with coach.store.view(asker.workspace_id) as work:
        return await work.people.find(asker.user_id)


async def member(work: Work, asker: Asker) -> Person:
    """Return who asks, for a use case's own transaction.

    Raises:
        NotAllowedError: a guest or somebody from another organisation; the coach is for members.
    """
    return require_member(await met(work, asker))


def require_member(person: Person) -> Person:
    """Return a person whom the coach is for.

    Raises:
        NotAllowedError: a guest or somebody from another organisation; the coach is for members.
    """
    if not is_member(person):
        raise NotAllowedError("errors.members_only")
    return person


async def met(work: Work, asker: Asker) -> Person:
    """Return who asks, member or not.

    Raises:
        NotAllowedError: nobody knows them.
    """
    person = await work.people.find(asker.user_id)
    if person is None:
        raise NotAllowedError("errors.members_only")
    return person


def is_member(person: Person) -> bool:
    """Tell whether the coach is for this person."""
    return not (person.is_guest or person.is_gone)
