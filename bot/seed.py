"""The past of the playground's workspace: cases that its trainers led, told through the coach itself."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import yaml

from bot.clock import Clock
from bot.coach import cases, interactions, people, steps, teams
from bot.coach.cases import Closing
from bot.coach.coach import Asker, Coach
from bot.coach.interactions import LogForm
from bot.coach.planning import opened, replan_all
from bot.coach.steps import Form
from bot.coach.teams import TeamForm
from bot.coaching import team_choices
from bot.coaching.case import Engagement, Outcome, Person, Reaction
from bot.coaching.contacts import Contact
from bot.coaching.conversation import Refused
from bot.coaching.pages import Field, StepPage, SummaryPage
from bot.coaching.sharing import Sharing, SharingLevel
from bot.coaching.team import ChannelState, Member, Standing, TeamChannel
from bot.coaching.team_pages import TeamPage
from bot.coaching.team_week import next_week
from bot.playground.desk import Desk
from bot.playground.scene import User

PAST: Final = Path(__file__).parent / "playground" / "past.yaml"
TEAMS: Final = PAST.with_name("teams.yaml")
_DAYS: Final = re.compile(r"[+-]\d+")

Told = Mapping[str, Any]


async def plant(coach: Coach, desk: Desk) -> None:
    """Tell the coach the workspace's past: its people, and the cases they led until today."""
    persons = {user.id: _person(user) for user in desk.users.values()}
    for person in persons.values():
        await people.recognise(coach, desk.team.id, person)
    pasts = yaml.safe_load(PAST.read_text("utf-8"))
    for number, told in enumerate(pasts):
        asker = Asker(desk.team.id, told["owner"])
        await _Past(coach, asker, persons, f"seed-{number}").tell(told)
    for told in yaml.safe_load(TEAMS.read_text("utf-8")):
        await _gather(coach, desk, persons, told)
    for owner in {told["owner"] for told in pasts}:
        await _remind(coach, desk.team.id, persons[owner])


async def _gather(coach: Coach, desk: Desk, persons: Mapping[str, Person], told: Told) -> None:
    """Make a team as its lead did. Who joined long ago was asked long ago: no message asks them now."""
    then, lead = _at(coach, told["ago"]), persons[told["lead"]]
    usual = replace(team_choices.usual(lead), name=told["name"])
    chosen = replace(usual, day=told.get("day", usual.day), hour=time.fromisoformat(told.get("hour", "09:00")))
    place = desk.channels[told["channel"]]
    channel = TeamChannel(place.id, place.name, ChannelState.READY, place.is_private, reads_members=True)
    form = TeamForm(chosen, usual, f"seed-team-{told['name']}")
    shown = await teams.make(then, Asker(desk.team.id, lead.id), form, channel)
    assert isinstance(shown.page, TeamPage), f"{told['name']} is refused: {shown.page}"
    team, now = shown.page.team, then.clock.now()
    async with coach.store.work(desk.team.id) as work:
        await work.teams.save(replace(team, next_digest_at=next_week(team, coach.clock.now()).due_at))
        for each in told.get("members", ()):
            await work.teams.put(Member(team.id, each, invited_by=lead.id, invited_at=now, joined_at=now))
        for each in told.get("invited", ()):
            asked = Member(team.id, each, standing=Standing.INVITED, invited_by=lead.id, invited_at=now)
            await work.teams.put(asked)
        for shared in told.get("shares", ()):
            (case,) = [case for case in await work.cases.open_of(shared["owner"]) if case.initiative == shared["case"]]
            await work.sharing.save(case.id, Sharing(SharingLevel(shared["level"]), shared["line"]), now)


async def _remind(coach: Coach, workspace_id: str, person: Person) -> None:
    """Plan the reminders from today on; those of days gone by were never planned."""
    async with coach.store.work(workspace_id) as work:
        await replan_all(await opened(coach, work, person, coach.clock.now()))


class _Past:
    """One case as it went, each step on its day."""

    def __init__(self, coach: Coach, asker: Asker, persons: Mapping[str, Person], name: str) -> None:
        self._coach = coach
        self._asker = asker
        self._persons = persons
        self._name = name
        self._turns = 0

    async def tell(self, told: Told) -> None:
        """Lead the case from its first words to where it stands today."""
        then = _at(self._coach, told["ago"])
        shown = await cases.start_anew(then, self._asker)
        page: StepPage | SummaryPage = shown.page
        for step in told["steps"]:
            page = await self._answer(then, page, *next(iter(step.items())))
        case_id = page.card.case_id if isinstance(page, SummaryPage) else str(page.case_id)
        for logged in told.get("logs", ()):
            await interactions.log(_at(self._coach, logged["ago"]), self._asker, self._contact(case_id, logged))
        if closed := told.get("closed"):
            form = Closing(case_id, Outcome(closed["outcome"]), closed["reason"], self._receipt())
            await cases.close(_at(self._coach, closed["ago"]), self._asker, form)

    async def _answer(
        self, coach: Coach, page: StepPage | SummaryPage, step_id: str, given: Told | list[Told]
    ) -> StepPage | SummaryPage:
        assert isinstance(page, StepPage)
        assert page.step.id == step_id, f"{self._name} stands at {page.step.id}, not at {step_id}"
        for entry in given if isinstance(given, list) else ():
            page = (await steps.collect(coach, self._asker, self._form(page, entry))).page
        shown = await steps.answer(coach, self._asker, self._form(page, {} if isinstance(given, list) else given))
        assert not isinstance(shown.page, Refused), f"{self._name} is refused at {step_id}: {shown.page}"
        return shown.page

    def _form(self, page: StepPage, given: Told) -> Form:
        drawn = {field.question.id: _typed(field) for field in page.fields}
        answered = {name: self._dated(value) for name, value in given.items()}
        return Form(
            case_id=page.case_id,
            step_id=page.step.id,
            revision=page.revision,
            values=drawn | answered,
            view_id=self._name,
            receipt=self._receipt(),
            people=self._persons,
        )

    def _contact(self, case_id: str, logged: Told) -> LogForm:
        next_contact_on = logged.get("next_contact_on")
        contact = Contact(
            reaction=Reaction(logged["reaction"]),
            engagement=Engagement(logged["engagement"]),
            tactic=logged["tactic"],
            next_contact_on=date.fromisoformat(str(self._dated(next_contact_on))) if next_contact_on else None,
            quote=logged.get("quote", ""),
        )
        return LogForm(case_id, contact, self._receipt())

    def _dated(self, value: object) -> object:
        if isinstance(value, str) and _DAYS.fullmatch(value):
            return (self._coach.clock.now().date() + timedelta(days=int(value))).isoformat()
        return value

    def _receipt(self) -> str:
        self._turns += 1
        return f"{self._name}-{self._turns}"


def _at(coach: Coach, days_ago: int) -> Coach:
    """Return the coach as it was some days ago."""
    then = Clock()
    then.move(coach.clock.now() - then.now() - timedelta(days=days_ago))
    return replace(coach, clock=then, reminds=False)


def _typed(field: Field) -> object:
    """Return what stands in a field when it is drawn, as a form brings it back."""
    match field.value:
        case bool():
            return "yes" if field.value else "no"
        case date():
            return field.value.isoformat()
        case Decimal():
            return str(field.value)
        case tuple():
            return list(field.value)
        case _:
            return field.value


def _person(user: User) -> Person:
    return Person(
        id=user.id,
        name=user.real_name,
        first_name=user.first_name,
        zone=user.tz,
        language=user.locale,
        is_guest=user.is_guest,
    )
