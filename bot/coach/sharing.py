"""What a trainer's teams see of their cases: seen at a glance, allowed case by case, taken back at any moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.coach import people
from bot.coach.coach import Asker, Coach, Shown
from bot.coach.deliveries import plan_home
from bot.coaching import sharing
from bot.coaching.case import Case, Person
from bot.coaching.conversation import Refused
from bot.coaching.sharing import Sharing, SharingLevel
from bot.coaching.team import Team
from bot.coaching.team_pages import ConsentPage, LinePage, SeenPage, SharedCase
from bot.errors import BotError
from bot.locales.words import Sentence
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class LineForm:
    """A sentence about a case, as its form comes back."""

    case_id: str
    level: SharingLevel
    line: str


async def seen(coach: Coach, asker: Asker) -> Shown[SeenPage]:
    """Return which teams see what of the cases of who asks."""
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
        return Shown(person, await _page(work, person))


async def levels_of(work: Work, cases: Iterable[Case]) -> dict[str, SharingLevel]:
    """Return how much of each of some cases the teams of their owner see."""
    cases = tuple(cases)
    touched = await work.sharing.of_cases([case.id for case in cases])
    return {case.id: touched.get(case.id, Sharing()).level for case in cases}


async def teams_of(work: Work, person: Person) -> tuple[Team, ...]:
    """Return the teams that a person has joined: those whose digests count their cases."""
    return tuple(team for team, member in await work.teams.of_person(person.id) if member.has_joined)


async def choose(
    coach: Coach, asker: Asker, case_id: str, level: SharingLevel, receipt: str
) -> Shown[LinePage | SeenPage]:
    """Let a case be counted and nothing else, at once; for anything more, ask for the sentence.

    App Home is drawn anew in any case: its switch shows what is so, not what was picked and never confirmed.
    """
    async with coach.store.work(asker.workspace_id) as work:
        person, now = await people.member(work, asker), coach.clock.now()
        case, kept = await work.cases.find(case_id, person.id), await work.sharing.of_case(case_id)
        if level is not SharingLevel.COUNTS:
            await plan_home(work, person.id, now)
            return Shown(person, LinePage(case, level, kept.line))
        if await work.inbox.first_time("sharing", receipt):
            await _keep(work, case_id, Sharing(level, kept.line), person, now)
        return Shown(person, await _page(work, person, Sentence("sharing.taken_back")))


async def ask_consent(coach: Coach, asker: Asker, form: LineForm) -> Shown[ConsentPage | Refused]:
    """Return a sentence exactly as it will stand, and who will read it; or why it cannot be shared."""
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
        file, line = await work.cases.file(form.case_id, person.id), sharing.line_of(form.line)
        if wrong := sharing.problem(line, form.level, file, person):
            return Shown(person, Refused({"line": wrong}))
        teams = await _joined(work, person)
        coming = [team.next_digest_at for team in teams if team.next_digest_at]
        names = tuple(team.name for team in teams)
        first = min(coming, default=None)
        return Shown(person, ConsentPage(file.case, form.level, line, person.name, names, first))


async def share(coach: Coach, asker: Asker, form: LineForm, receipt: str) -> Shown[SeenPage]:
    """Share a sentence about a case, as its owner consented to it.

    Raises:
        BotError: meanwhile something was recorded that the sentence would give away.
    """
    async with coach.store.work(asker.workspace_id) as work:
        person, now = await people.member(work, asker), coach.clock.now()
        file = await work.cases.file(form.case_id, person.id)
        if wrong := sharing.problem(form.line, form.level, file, person):
            raise BotError(wrong.key, **wrong.values)
        await _joined(work, person)
        if await work.inbox.first_time("view", receipt):
            await _keep(work, form.case_id, Sharing(form.level, form.line), person, now)
        return Shown(person, await _page(work, person, Sentence("sharing.shared")))


async def _keep(work: Work, case_id: str, kept: Sharing, person: Person, now: datetime) -> None:
    await work.sharing.save(case_id, kept, now)
    await plan_home(work, person.id, now)


async def _joined(work: Work, person: Person) -> tuple[Team, ...]:
    """Return the teams of a person who has some.

    Raises:
        BotError: they are in none: nobody would read it.
    """
    teams = await teams_of(work, person)
    if not teams:
        raise BotError("errors.no_team")
    return teams


async def _page(work: Work, person: Person, notice: Sentence | None = None) -> SeenPage:
    """Return what the teams of a person see: of every open case, and of closed ones of which more than counts."""
    open_cases = await work.cases.open_of(person.id)
    touched = await work.sharing.of_cases([case.id for case in open_cases])
    more = await work.sharing.lines_of(person.id)
    closed = [(case, kept) for case, kept in more if not case.is_open]
    cases = [*((case, touched.get(case.id, Sharing())) for case in open_cases), *closed]
    return SeenPage(
        teams=await teams_of(work, person),
        cases=tuple(SharedCase(case.id, case.executive, case.initiative, kept, case.is_open) for case, kept in cases),
        owner_name=person.name,
        notice=notice,
    )
