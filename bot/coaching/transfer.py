"""The transfer plan: how what was learned stays in use, agreed with the participants' manager.

The five components of lasting transfer: C-14. The manager's part: C-01, C-03, C-09. Embedding in a change programme:
C-11, with its price, C-12. It opens only after a pilot has a result (rule of order 4; C-15, C-17).
The themes of the barrier check follow those of the Learning Transfer System Inventory (Holton, Bates, Ruona 2000), in
this project's own words.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from bot.coaching.calendar import WorkingCalendar
from bot.coaching.nudges import Plan
from bot.coaching.worksheet import Blank, Part, without
from bot.locales.words import Sentence
from bot.playbook.model import Kind, NudgeKind


class Component(StrEnum):
    """What makes learning last (C-14)."""

    FOLLOW_UPS = "follow_ups"
    ASSESSMENTS = "assessments"
    MINI_INTERVENTIONS = "mini_interventions"
    COACHING = "coaching"
    MENTORING = "mentoring"


class BarrierKind(StrEnum):
    """Where applying what was learned gets stuck."""

    OPPORTUNITY = "opportunity"
    TIME = "time"
    MANAGER = "manager"
    PEERS = "peers"
    TOOLS = "tools"


class Standing(StrEnum):
    """What a look at a barrier showed."""

    CLEAR = "clear"
    IN_THE_WAY = "in_the_way"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that is done for transfer, by whom and by when."""

    id: str
    component: Component
    what: str
    owner: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class ManagerPromise:
    """What the participants' manager commits to."""

    id: str
    what: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Barrier:
    """One look at what might be in the way, and what is done about it."""

    id: str  # a `BarrierKind`
    standing: Standing
    remedy: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Manager:
    """Whose people they are, and the programme that the training becomes a part of, if any (C-11)."""

    name: str = ""
    programme: str = ""


@dataclass(frozen=True, slots=True)
class TransferPlan:
    """A transfer plan as it is kept."""

    manager: Manager = field(default_factory=Manager)
    actions: tuple[Action, ...] = ()
    promises: tuple[ManagerPromise, ...] = ()
    barriers: tuple[Barrier, ...] = ()


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A look back after the pilot's end: the working day it falls on, and what to do then."""

    on: date
    text: str
    help: str


@dataclass(frozen=True, slots=True)
class TransferSummary:
    """What a transfer plan says, for those who show it."""

    manager: str
    programme: str
    actions: tuple[Action, ...]  # by component, then by day
    promises: tuple[ManagerPromise, ...]
    barriers: tuple[Barrier, ...]  # as the kinds are listed
    follow_ups: tuple[FollowUp, ...]
    missing: tuple[Sentence, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was agreed yet."""
        return not (self.manager or self.programme or self.actions or self.promises or self.barriers)

    def of(self, component: Component) -> tuple[Action, ...]:
        """Return what is planned for one component."""
        return tuple(each for each in self.actions if each.component is component)


def is_open(facts: Mapping[str, object]) -> bool:
    """Tell whether there is a result that a plan could build on (rule of order 4)."""
    return bool(facts["pilot_result"])


def follow_ups(plan: Plan) -> tuple[FollowUp, ...]:
    """Return the looks back that the case's reminders are planned for, in order: plan and reminders cannot disagree."""
    found = (FollowUp(each.day, each.text, each.help) for each in plan.nudges if each.kind is NudgeKind.TRANSFER)
    return tuple(sorted(found, key=lambda each: each.on))


def summary(plan: TransferPlan, looks: tuple[FollowUp, ...] = ()) -> TransferSummary:
    """Return what a plan says, in the order of the components, and what it lacks."""
    components = list(Component)
    actions = sorted(plan.actions, key=lambda each: (components.index(each.component), each.due_on or date.max))
    return TransferSummary(
        manager=plan.manager.name,
        programme=plan.manager.programme,
        actions=tuple(actions),
        promises=plan.promises,
        barriers=tuple(each for kind in BarrierKind for each in plan.barriers if each.id == kind),
        follow_ups=looks,
        missing=tuple(_missing(plan)),
    )


DRAFTED: Final = (
    (Component.FOLLOW_UPS, 30),
    (Component.ASSESSMENTS, 90),
    (Component.MINI_INTERVENTIONS, 14),
    (Component.COACHING, 7),
    (Component.MENTORING, 21),
)
"""Days after the pilot's end at which a first draft puts each component. This project's convention: coaching begins
before old habits return, and levels are looked at when a change in behaviour can be measured (Kirkpatrick's level 3,
from three months on)."""


def drafted(
    plan: TransferPlan, texts: Mapping[Component, str], begins: date, calendar: WorkingCalendar
) -> TransferPlan:
    """Return a plan with a first action for every component that has none, each on a working day.

    `begins` is the day it is counted from; `texts` say what is done.
    """
    has = {each.component for each in plan.actions}
    added = tuple(
        Action(f"draft-{each}", each, texts[each], due_on=calendar.on_or_after(begins + timedelta(days=days)))
        for each, days in DRAFTED
        if each not in has
    )
    return replace(plan, actions=(*plan.actions, *added))


def removed(plan: TransferPlan, part: str, entry_id: str) -> TransferPlan:
    """Return the plan without an entry."""
    match part:
        case "actions":
            return replace(plan, actions=without(plan.actions, entry_id))
        case "promises":
            return replace(plan, promises=without(plan.promises, entry_id))
        case "barriers":
            return replace(plan, barriers=without(plan.barriers, entry_id))
    return plan


def _missing(plan: TransferPlan) -> Iterator[Sentence]:
    if not plan.manager.name:
        yield Sentence("transfer.missing.manager")
    planned = {each.component for each in plan.actions}
    for component in Component:
        if component not in planned:
            yield Sentence("transfer.missing.component", {"component": Sentence(f"transfer.component.{component}")})
    if unowned := sum(not each.owner for each in plan.actions):
        yield Sentence("transfer.missing.owner", {"count": unowned})
    if undated := sum(each.due_on is None for each in plan.actions):
        yield Sentence("transfer.missing.day", {"count": undated})
    if not plan.promises:
        yield Sentence("transfer.missing.promises")
    looked_at = {each.id for each in plan.barriers}
    if unseen := sum(kind not in looked_at for kind in BarrierKind):
        yield Sentence("transfer.missing.barriers", {"count": unseen})
    if unmet := sum(each.standing is Standing.IN_THE_WAY and not each.remedy for each in plan.barriers):
        yield Sentence("transfer.missing.remedy", {"count": unmet})


PARTS: Final = (
    Part("manager", Manager, (Blank("name"), Blank("programme", Kind.LONG_TEXT)), is_single=True),
    Part(
        "actions",
        Action,
        (
            Blank("component", Kind.CHOICE, is_required=True, choices=Component),
            Blank("what", Kind.LONG_TEXT, is_required=True),
            Blank("owner"),
            Blank("due_on", Kind.DATE),
        ),
    ),
    Part("promises", ManagerPromise, (Blank("what", Kind.LONG_TEXT, is_required=True), Blank("due_on", Kind.DATE))),
    Part(
        "barriers",
        Barrier,
        (
            Blank("standing", Kind.CHOICE, is_required=True, choices=Standing),
            Blank("remedy", Kind.LONG_TEXT),
            Blank("owner"),
        ),
    ),
)
