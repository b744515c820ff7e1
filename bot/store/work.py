"""Units of work: everything one transaction may ask the database, by noun."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.store import inbox
from bot.store.answers import Answers
from bot.store.book import Book
from bot.store.cases import Cases
from bot.store.deliveries import Deliveries
from bot.store.desk import Desk
from bot.store.digest_counts import DigestCounts
from bot.store.digests import Digests, DigestsOfAll
from bot.store.entries import CHANGES, EVIDENCE, PROMISES, Entries, Promises
from bot.store.executives import Executives
from bot.store.heartbeats import Heartbeats
from bot.store.inbox import Inbox
from bot.store.insights import Insights
from bot.store.installations import Installations
from bot.store.interactions import Interactions
from bot.store.nudges import Nudges, OverdueNudges
from bot.store.oauth_states import OAuthStates
from bot.store.pauses import Pauses
from bot.store.people import People
from bot.store.pilots import Pilots
from bot.store.playbooks import Playbooks
from bot.store.preferences import PreferencesOfPeople
from bot.store.retention import forget_some
from bot.store.rotation import reseal_some
from bot.store.schema import recorded
from bot.store.sending import Sending
from bot.store.sharing import Sharings
from bot.store.shelf import EvidenceShelf
from bot.store.suspension import Suspensions
from bot.store.teams import Teams, TeamsOfAll
from bot.store.tenancy import EVERY_WORKSPACE
from bot.store.vault import Drawer, Vault
from bot.store.worksheets import Worksheets


class Work:
    """One transaction on one workspace. Nothing of another workspace can be seen or written through it."""

    def __init__(self, session: AsyncSession, vault: Vault, workspace_id: str, *, locks: bool) -> None:
        desk = Desk(session, workspace_id, Drawer(vault, workspace_id), locks)
        self.workspace_id = workspace_id
        self.has_planned = False
        self.people = People(desk)
        self.preferences = PreferencesOfPeople(desk)
        self.executives = Executives(desk)
        self.cases = Cases(desk)
        self.answers = Answers(desk)
        self.interactions = Interactions(desk)
        self.evidence = Entries(desk, EVIDENCE)
        self.changes = Entries(desk, CHANGES)
        self.promises = Promises(desk, PROMISES)
        self.worksheets = Worksheets(desk)
        self.pilots = Pilots(desk)
        self.shelf = EvidenceShelf(desk)
        self.nudges = Nudges(desk)
        self.teams = Teams(desk)
        self.sharing = Sharings(desk)
        self.digest_counts = DigestCounts(desk)
        self.digests = Digests(desk)
        self.insights = Insights(desk)
        self.deliveries = Deliveries(desk, self._plan)
        self.book = Book(desk)
        self.inbox = Inbox(desk)
        self.playbooks = Playbooks(desk)
        self.installations = Installations(desk)

    def _plan(self) -> None:
        self.has_planned = True


class Sweep:
    """One transaction across workspaces, and on what belongs to none."""

    def __init__(self, session: AsyncSession, vault: Vault) -> None:
        self._vault = vault
        self._desk = Desk(session, EVERY_WORKSPACE, Drawer(vault, EVERY_WORKSPACE), locks=True)
        self.playbooks = Playbooks(self._desk)
        self.heartbeats = Heartbeats(self._desk)
        self.oauth_states = OAuthStates(self._desk)
        self.sending = Sending(self._desk)
        self.pauses = Pauses(self._desk)
        self.suspensions = Suspensions(self._desk)
        self.nudges = OverdueNudges(self._desk)
        self.teams = TeamsOfAll(self._desk)
        self.digests = DigestsOfAll(self._desk)
        self.book = Book(self._desk)

    async def forget_inbox(self) -> int:
        """Remove what came longer ago than Slack repeats things; return how much."""
        return await inbox.forget(self._desk)

    async def schema(self) -> str | None:
        """Return the migration that the database stands at."""
        connection = await self._desk.session.connection()
        return await connection.run_sync(recorded)

    async def forget_some(self, now: datetime) -> int:
        """Remove some of what nobody needs any more; return how much, zero when nothing is left."""
        return await forget_some(self._desk, now)

    async def reseal_some(self) -> int:
        """Seal some old values with the first key; return how many, zero when none are left."""
        return await reseal_some(self._desk, self._vault)
