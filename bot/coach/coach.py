"""What every use case works with."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from bot.clock import Clock
from bot.coaching.case import Case, Person
from bot.coaching.concerns import Ear
from bot.locales.words import base
from bot.playbook.model import Playbook
from bot.playbook.shelf import Shelf
from bot.store.store import Store
from bot.store.work import Work

Page_co = TypeVar("Page_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: a Slack user, in the workspace that the signed envelope names."""

    workspace_id: str
    user_id: str


@dataclass(frozen=True, slots=True)
class Shown(Generic[Page_co]):
    """What a use case returns: the page to draw, and for whom (language, zone)."""

    person: Person
    page: Page_co


@dataclass(frozen=True, slots=True)
class Coach:
    """The store, the playbooks and the clock that the use cases share."""

    store: Store
    shelf: Shelf
    clock: Clock
    playbook_id: str = "executive-pushback"  # the one that new cases start on
    reminds: bool = True  # False while a past is told: its reminders would come too late
    _ears: dict[tuple[str, str], Ear] = field(default_factory=dict)

    def newest(self, language: str) -> Playbook:
        """Return the playbook that a new case starts on."""
        return self.shelf.playbook(self.playbook_id, self.shelf.newest(self.playbook_id), language)

    async def pinned(self, work: Work, case: Case, language: str) -> Playbook:
        """Return the playbook that a case is pinned to, at its version; an older one is read from the store once."""
        if not self.shelf.holds(case.playbook_version):
            self.shelf.add(await work.playbooks.sources(case.playbook_version), case.playbook_id)
        return self.shelf.playbook(case.playbook_id, case.playbook_version, language)

    def ear(self, playbook: Playbook) -> Ear:
        """Return the ear for a playbook's concerns, built once a version and language."""
        key = (playbook.version, base(playbook.language))
        if key not in self._ears:
            self._ears[key] = Ear(playbook.concerns)
        return self._ears[key]
