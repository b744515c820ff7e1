"""Messages on their way: two trainers' cases in a store, outboxes, and a stand-in for Slack that may fail."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from aiohttp import ClientSession, ClientTimeout
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Executable, select, update

from bot.clock import Clock
from bot.coach import deliveries
from bot.coach.coach import Coach
from bot.coaching.case import Case, Executive, Person
from bot.errors import BotError
from bot.outbox import Outbox
from bot.pace import Pace, Rate
from bot.playbook.shelf import Shelf
from bot.playground.desk import Message
from bot.store.ids import new_id
from bot.store.installations import Installation
from bot.store.store import Store
from bot.store.tables import DeliveryRow
from tests.support.playground import Slack, open_slack

NOW = datetime(2026, 3, 26, 9, 0, tzinfo=UTC)
MAYA = Person(id="U01MAYA", name="Maya Okafor", first_name="Maya", zone="Europe/London", language="en")
TOMAS = Person(id="U02TOMAS", name="Tomás Reyes", first_name="Tomás", zone="America/Chicago", language="en")
DANA = Executive(id="dana", name="Dana Whitfield", role="CFO")
PLAYBOOK = "executive-pushback"


@cache
def shipped() -> Shelf:
    """Return the playbooks that ship, read once a run."""
    return Shelf.read(Path(__file__).parents[2] / "playbooks")


@dataclass(slots=True)
class PostOffice:
    """What tests of the outbox stand in: the workspace of the playground, with its trainers' cases in a store."""

    slack: Slack
    store: Store
    session: ClientSession
    coach: Coach = field(init=False)
    outbox: Outbox = field(init=False)
    is_installed: bool = True

    def __post_init__(self) -> None:
        self.coach = Coach(self.store, shipped(), Clock())
        self.outbox = self.another_outbox()

    @property
    def workspace_id(self) -> str:
        return self.slack.desk.team.id

    def another_outbox(self, store: Store | None = None) -> Outbox:
        """Return the outbox of a further process, over connections of its own if it is given a store."""
        coach = Coach(store, shipped(), Clock()) if store else self.coach
        return Outbox(coach, self.client, pace=unhurried())

    async def client(self, workspace_id: str) -> AsyncWebClient:
        assert workspace_id == self.workspace_id
        if not self.is_installed:
            raise BotError("trouble.not_installed")
        slack = self.slack
        return AsyncWebClient(token=slack.token, base_url=slack.api_url, session=self.session, retry_handlers=[])

    # What trainers do.

    async def opens(self, case: Case | None = None, at: datetime = NOW) -> Case:
        """Keep a new case, its card and App Home planned, as a use case does."""
        case = case or new_case()
        async with self.store.work(self.workspace_id) as work:
            await work.cases.add(case)
            await deliveries.plan_card(work, case, at)
        return case

    async def saves(self, case: Case, initiative: str, at: datetime = NOW) -> Case:
        """Save a case with something new to see on its card."""
        saved = replace(case, initiative=initiative, revision=case.revision + 1, updated_at=at)
        async with self.store.work(self.workspace_id) as work:
            await work.cases.save(saved)
            await deliveries.plan_card(work, saved, at)
        return saved

    async def settles(self, now: datetime = NOW) -> None:
        """Let the outbox work at a moment until nothing is due."""
        while await self.outbox.tick(now):
            pass

    async def installed_by(self, person: Person) -> None:
        """Keep an installation."""
        installation = Installation(self.slack.token, "UBOT", person.id, NOW)
        async with self.store.work(self.workspace_id) as work:
            await work.installations.save_installation(installation)

    # What the book says.

    async def row(self, kind: str = deliveries.CARD, subject_id: str | None = None) -> DeliveryRow:
        """Return the one delivery of a kind, about a case if it is named."""
        (row,) = [row for row in await self.rows(kind) if subject_id in {None, row.subject_id}]
        return row

    async def rows(self, kind: str = deliveries.CARD) -> list[DeliveryRow]:
        async with self.store.view(self.workspace_id) as work:
            found = await work.deliveries._desk.run(select(DeliveryRow).where(DeliveryRow.kind == kind))
            return list(found.scalars())

    async def ages(self) -> None:
        """Let every lease run out: they are measured by the database's clock, which no test moves."""
        past = datetime.now(UTC) - timedelta(hours=1)
        await self.changes(update(DeliveryRow).where(DeliveryRow.lease_until.is_not(None)).values(lease_until=past))

    async def changes(self, statement: Executable) -> None:
        """Change the book behind everybody's back."""
        async with self.store.sweep() as sweep:
            await sweep.sending._desk.run(statement)

    # What Slack shows.

    def told(self, person: Person = MAYA) -> list[Message]:
        """List what the bot wrote to a person, and still stands."""
        channel = self.slack.desk.app_channel(person.id)
        return self.slack.told(channel.id)

    def removes(self, message: Message, person: Person = MAYA) -> None:
        self.slack.desk.remove(self.slack.desk.app_channel(person.id), message)


def unhurried() -> Pace:
    """Return a pace that holds nothing back: time stands still in tests of the outbox."""
    plenty = Rate(1_000_000, 1.0)
    return Pace(conversation=plenty, workspace=plenty, storm_seconds=0)


def new_case(owner: Person = MAYA, initiative: str = "Onboarding") -> Case:
    playbook = shipped().playbook(PLAYBOOK, shipped().newest(PLAYBOOK), "en")
    first = playbook.steps[0]
    return Case(
        id=new_id(),
        owner_id=owner.id,
        playbook_id=PLAYBOOK,
        playbook_version=playbook.version,
        stage=first.stage,
        step_id=first.id,
        opened_at=NOW,
        updated_at=NOW,
        revision=1,
        executive=DANA,
        initiative=initiative,
    )


@asynccontextmanager
async def open_post_office(store: Store) -> AsyncIterator[PostOffice]:
    """Open a post office on a store, with the workspace's trainers known to the bot."""
    async with open_slack() as slack, ClientSession(timeout=ClientTimeout(total=10)) as session:
        office = PostOffice(slack, store, session)
        async with store.work(office.workspace_id) as work:
            await work.playbooks.keep(PLAYBOOK, shipped().newest(PLAYBOOK), {})
            await work.people.save(MAYA)
            await work.people.save(TOMAS)
            await work.executives.add(DANA)
        yield office
