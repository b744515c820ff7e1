"""Pages to draw, from nothing at all to the largest plausible.

What people and playbooks wrote is in Greek letters here: any Latin word on a surface is then the bot's own.
"""
# ruff: noqa: RUF001  the Greek letters are meant

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from bot.coaching.brief_pages import BriefChoices, BriefChoicesPage, BriefPage, Spoken
from bot.coaching.calendar import WorkingCalendar
from bot.coaching.case import Case, Engagement, Executive, Interaction, Outcome, Reaction
from bot.coaching.contacts import Contact
from bot.coaching.insight import Experience, Insight, Sureness
from bot.coaching.nudge_pages import (
    LaterPage,
    NotNeededPage,
    NudgeItem,
    NudgeMessage,
    NudgesPage,
    OwnNudgePage,
    PausePage,
    SettingsPage,
)
from bot.coaching.nudges import NudgeState
from bot.coaching.pages import (
    CaseCard,
    ChooserPage,
    Entry,
    ExecutiveHistory,
    Field,
    HelpPage,
    HomePage,
    LogPage,
    Promise,
    StepPage,
    SummaryPage,
)
from bot.coaching.preferences import OpenHours, Preferences
from bot.coaching.shelf import Consent, EvidenceKind, ShelfForm, ShelfItem, Shelved
from bot.coaching.shelf_pages import ShelfItemPage, ShelfPage
from bot.locales.words import Sentence
from bot.playbook.model import Collection, Finish, Kind, NudgeKind, Option, Question, Stage, Step, Value

DAY = date(2026, 3, 26)
NOW = datetime(2026, 3, 26, 13, 5, tzinfo=UTC)
ZONE = "Europe/Athens"

QUOTE = "Πολλά λεφτά για λίγο όφελος"
PIECE = "ωψ <!channel> & <b> *φ* _χ_ ~ξ~ \u202eאבג مرحبا\u2066 👩🏽‍💻 \x00\x07\ud800 "
NASTY = (PIECE * 90)[:3000]
"""As much as a field takes of markup, mentions, control characters, half characters and turned writing."""

LINES = "θ\n" * 1500
SOLID = "&" * 3000
NASTIES = (NASTY, LINES, SOLID)


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of everything on a sample page."""

    text: str  # what people typed into a field
    line: str  # a name, a title
    many: int


TYPICAL = Size(text="Ευέλικτη μάθηση & <πράξη>", line="Διευθυντής", many=2)
EXTREMES = tuple(Size(text=text, line=text, many=140) for text in NASTIES)
SIZES = (TYPICAL, *EXTREMES)


def question(kind: Kind, name: str = "", **rest: object) -> Question:
    return Question(id=name or str(kind), kind=kind, label="λ", **rest)  # type: ignore[arg-type]


def options(count: int, text: str = "Επιλογή") -> tuple[Option, ...]:
    return tuple(Option(f"o{number}", f"{text} {number}", text) for number in range(count))


def field(kind: Kind, value: Value | None = None, *, name: str = "", count: int = 3, text: str = "Επιλογή") -> Field:
    asked = question(kind, name, placeholder="Παράδειγμα", required=True)
    offered = options(count, text) if kind in {Kind.CHOICE, Kind.CHOICES} else ()
    return Field(asked, label=text[:300], hint=text[:300], options=offered, value=value)


def step(**rest: object) -> Step:
    known: dict[str, object] = {
        "id": "said",
        "stage": Stage.LISTEN,
        "title": "Τι ειπώθηκε",
        "coaching": "",
        "questions": (),
        "moves": (Finish(""),),
    }
    return Step(**{**known, **rest})  # type: ignore[arg-type]


def experience(size: Size, *, is_reordered: bool | None = None) -> Experience:
    """Return what a workspace has seen of as many tactics as are shown."""
    seen = tuple((size.line, Insight("involve", 1200, 900, 0.7, 0.6, 0.8, sureness)) for sureness in Sureness)
    return Experience(seen, is_reordered)


def empty_step_page() -> StepPage:
    return StepPage(case_id=None, revision=0, step=step(), title="Τι ειπώθηκε", coaching="", fields=())


def experienced_step_page(size: Size) -> StepPage:
    return StepPage(None, 0, step(), "Προσέγγιση", "", (), experience=experience(size, is_reordered=True))


def step_page(size: Size, escaped: str) -> StepPage:
    """Return a step that asks a question of every kind; `escaped` is its coaching."""
    fields = (
        field(Kind.TEXT, size.text, text=size.line),
        field(Kind.LONG_TEXT, size.text, text=size.line),
        field(Kind.CHOICE, "o1", count=size.many + 1, text=size.line),
        field(Kind.CHOICE, "o2", name="few", text=size.line),
        field(Kind.CHOICES, ("o0", f"o{size.many}"), count=size.many + 1, text=size.line),
        field(Kind.NUMBER, Decimal("1200.5")),
        field(Kind.MONEY, Decimal(80000)),
        field(Kind.PERCENT, Decimal(60)),
        field(Kind.DATE, DAY),
        field(Kind.DATETIME, NOW),
        field(Kind.PERSON, "U0EXEC"),
        field(Kind.YES_NO, value=True),
    )
    return StepPage(
        case_id="c" * 32,
        revision=7,
        step=step(stage=Stage.ALIGN, collects=Collection.EVIDENCE, skippable=True),
        title="Αποδείξεις",
        coaching=escaped,
        fields=fields,
        entries=tuple(Entry(f"e{number}", size.text, size.line) for number in range(size.many)),
        warnings=("Προσοχή στο ύφος.",),
        notices=(Sentence("help.unknown", {"typed": size.text}),),
        alike="d" * 32,
        can_go_back=True,
        shelved=tuple(shelved(size, number) for number in range(min(size.many, 3))),
        executive=executive(size),
        initiative=size.line,
    )


def executive(size: Size) -> Executive:
    return Executive("x1", name=size.line, role=size.line)


def case(size: Size, number: int = 0, **rest: object) -> Case:
    known: dict[str, object] = {
        "id": f"case{number}",
        "owner_id": "U0ONE",
        "playbook_id": "executive-pushback",
        "playbook_version": "v1",
        "stage": tuple(Stage)[number % 5],
        "step_id": "said",
        "opened_at": NOW,
        "updated_at": NOW,
        "revision": 3,
        "executive": executive(size),
        "initiative": size.line,
        "next_action": size.text,
    }
    return Case(**{**known, **rest})  # type: ignore[arg-type]


def empty_case() -> Case:
    return case(TYPICAL, stage=Stage.LISTEN, executive=None, initiative="", next_action="")


def card(size: Size, number: int = 0, outcome: Outcome | None = None) -> CaseCard:
    return CaseCard(
        case_id=f"case{number}",
        executive=executive(size),
        initiative=size.line,
        stage=tuple(Stage)[number % 5],
        engagement=Engagement.NEUTRAL,
        concerns=(size.line,) * min(size.many, 20),
        next_action=size.text,
        next_contact_on=DAY,
        promises=tuple(
            Promise(f"p{each}", each % 2 == 0, size.text, DAY if each % 3 else None, each % 4 == 3)
            for each in range(size.many)
        ),
        outcome=outcome,
        opened_at=NOW,
        updated_at=NOW,
    )


def empty_card() -> CaseCard:
    return CaseCard("case0", None, "", Stage.LISTEN, Engagement.RESISTANT, (), "", None, (), None, NOW, NOW)


def interaction(size: Size, number: int = 0) -> Interaction:
    return Interaction(
        id=f"i{number}",
        case_id="case0",
        happened_on=DAY,
        recorded_at=NOW,
        quote=size.text,
        reaction=Reaction.WANTS_CHANGES,
        engagement_before=Engagement.RESISTANT,
        engagement_after=Engagement.NEUTRAL,
        tactic="o1",
        next_contact_on=DAY,
    )


def home_page(size: Size) -> HomePage:
    move = (DAY, Engagement.RESISTANT, Engagement.NEUTRAL)
    return HomePage(
        first_name=size.line,
        cases=tuple(card(size, number) for number in range(size.many)),
        recent=tuple((interaction(size, number), card(size, number)) for number in range(size.many)),
        executives=(ExecutiveHistory(executive(size), Engagement.NEUTRAL, (move,) * size.many),) * size.many,
        nudges=nudges(size),
        is_paused=True,
        paused_until=DAY,
    )


def brief_page(size: Size, language: str = "en") -> BriefPage:
    return BriefPage(
        case_id="case0",
        language=language,
        title_executive=size.line,
        executive_role=size.line,
        title_initiative=size.line,
        quote=size.text,
        goal=size.text,
        goal_measure=size.text,
        restatement=size.text,
        proofs=(Entry("e1", size.text, size.text), Entry("e2", size.text)),
        cost_of_yes=size.text,
        pilot=(("paper.pilot.pilot_size", size.text), ("paper.pilot.rule_yes", size.text)),
        ask=size.text,
        missing=("brief.missing.goal", "brief.missing.rule"),
    )


def brief_choices_page(size: Size) -> BriefChoicesPage:
    spoken = tuple(Spoken(f"i{number}", size.text, DAY) for number in range(size.many))
    return BriefChoicesPage("case0", BriefChoices("en-US", "i0"), spoken, "en-GB")


def empty_brief_page(language: str = "en") -> BriefPage:
    missing = ("brief.missing.quote", "brief.missing.ask")
    return BriefPage("case0", language, "", "", "", "", "", "", "", (), "", (), "", missing)


def log_page(size: Size, *, cases: int = 1) -> LogPage:
    return LogPage(
        cases=tuple(case(size, number) for number in range(cases)),
        engagement=Engagement.RESISTANT,
        tactics=options(size.many, size.line),
    )


def correcting_page(size: Size) -> LogPage:
    return LogPage((case(size),), Engagement.RESISTANT, options(3), corrects=interaction(size))


def second_act_page(size: Size) -> LogPage:
    filled = Contact(Reaction.AGREED, Engagement.LEADING, "o1", DAY, size.text)
    return LogPage((case(size),), Engagement.NEUTRAL, options(3), filled=filled, asks_second_act=True)


def chooser_page(size: Size, purpose: str = "resume", quote: str = "") -> ChooserPage:
    return ChooserPage(tuple(case(size, number) for number in range(size.many)), purpose, quote)


def summary_page(size: Size, *, rests: bool = False) -> SummaryPage:
    notices = (Sentence("help.unknown", {"typed": size.text}),)
    return SummaryPage(card(size), rests=rests, notices=notices, reminders=nudges(size))


def closed_summary_page(size: Size) -> SummaryPage:
    return SummaryPage(card(size, outcome=Outcome.DECLINED))


def help_page(size: Size, meant: str | None = "brief") -> HelpPage:
    lines = (("executive", size.text), ("trainer", size.text), ("coach", size.text)) * min(size.many, 5)
    return HelpPage(meant, size.text, lines)


def nudge(size: Size, number: int = 0, **rest: object) -> NudgeItem:
    known: dict[str, object] = {
        "id": f"{number:032}",
        "kind": tuple(NudgeKind)[(number + 1) % len(NudgeKind)],
        "text": size.text,
        "help": size.text,
        "state": NudgeState.PLANNED,
        "why": Sentence("help.unknown", {"typed": size.text}),
        "due_at": NOW,
        "case_id": "case0",
        "executive": executive(size),
        "initiative": size.line,
    }
    return NudgeItem(**{**known, **rest})  # type: ignore[arg-type]


def own_nudge(**rest: object) -> NudgeItem:
    """Return a nudge that belongs to no case."""
    alone: dict[str, Any] = {"kind": NudgeKind.OWN, "case_id": None, "executive": None, "initiative": "", "help": ""}
    return nudge(TYPICAL, **{**alone, **rest})


def nudges(size: Size) -> tuple[NudgeItem, ...]:
    return tuple(nudge(size, number) for number in range(size.many))


def late_message(size: Size) -> NudgeMessage:
    """Return a message with as much in it as a long absence leaves, some of it settled in each way there is."""
    waiting = tuple(
        nudge(size, number, state=NudgeState.SENT, is_late=True, wanted_on=DAY) for number in range(size.many)
    )
    settled = tuple(nudge(size, 1000 + number, state=state) for number, state in enumerate(_SETTLED))
    return NudgeMessage(DAY, (*waiting, own_nudge(), *settled), is_late=True)


_SETTLED = (
    NudgeState.DONE,
    NudgeState.LATER,
    NudgeState.NOT_NEEDED,
    NudgeState.CANCELLED,
    NudgeState.DROPPED,
    NudgeState.DONE,
    NudgeState.DONE,
)


def settled_message(size: Size) -> NudgeMessage:
    items = tuple(nudge(size, number, state=state) for number, state in enumerate(_SETTLED))
    return NudgeMessage(DAY, (*items, nudge(size, 99, state=NudgeState.LATER, due_at=None)))


def nudges_page(size: Size) -> NudgesPage:
    notice = Sentence("help.unknown", {"typed": size.text})
    past = tuple(
        nudge(size, 1000 + number, state=NudgeState.DROPPED, why_not=notice if number % 2 else None)
        for number in range(size.many)
    )
    planned = (*nudges(size), own_nudge(due_at=None))
    return NudgesPage(planned, past, is_paused=True, paused_until=DAY, notice=notice)


def later_page(size: Size) -> LaterPage:
    return LaterPage(nudge(size), DAY)


def not_needed_page(size: Size) -> NotNeededPage:
    return NotNeededPage(nudge(size))


def own_nudge_page(size: Size, *, changes: bool = False) -> OwnNudgePage:
    cases = tuple(case(size, number) for number in range(size.many))
    return OwnNudgePage(cases, DAY, nudge(size, kind=NudgeKind.OWN) if changes else None)


def preferences(**rest: object) -> Preferences:
    known: dict[str, object] = {"calendar": WorkingCalendar(ZONE)}
    return Preferences(**{**known, **rest})  # type: ignore[arg-type]


def settings_page(size: Size) -> SettingsPage:
    """Return the settings of somebody who has set everything there is, and moved nudges by it."""
    days = frozenset(date(2026, 8, number) for number in range(3, 22))
    calendar = WorkingCalendar("Asia/Kolkata", frozenset({6, 0, 1}), "IT", "RM", days | {DAY})
    everything = preferences(
        calendar=calendar,
        nudge_hour=time(7, 30),
        open_hours=OpenHours(time(7), time(16)),
        weekly_cap=7,
        kinds_off=frozenset(NudgeKind),
    )
    return SettingsPage(
        everything, ZONE, "en", follows_zone=False, follows_language=False, moved=nudges(size), is_saved=True
    )


def empty_settings_page() -> SettingsPage:
    return SettingsPage(preferences(calendar=WorkingCalendar("EST5EDT", country="DE")))


def pause_page() -> PausePage:
    return PausePage(is_paused=True, paused_until=DAY)


def shelved(size: Size, number: int = 0) -> Shelved:
    item = ShelfItem(
        id=f"s{number}",
        owner_id="U0ONE" if number % 3 else "U0TWO",
        kind=tuple(EvidenceKind)[number % 6],
        what=size.text,
        added_at=NOW,
        changed_at=NOW,
        source=size.text if number % 2 else "",
        dated_on=DAY if number % 4 else None,
        concerns=("o0", "o1", "o2", "o3"),
        is_shared=number % 2 == 0,
        consent=Consent(size.text, DAY) if number % 12 == 8 else None,
        owner_name=size.line,
    )
    return Shelved(item, is_stale=number % 2 == 0, is_fitting=True, is_taken=number % 5 == 4)


def shelf_page(size: Size, *, for_case: bool = False) -> ShelfPage:
    pieces = tuple(shelved(size, number) for number in range(size.many * 8))
    page = ShelfPage("U0ONE", pieces, {option.id: option.label for option in options(20, size.line)}, "o1")
    if not for_case:
        return page
    notice = Sentence("help.unknown", {"typed": size.text})
    return replace(page, case_id="case0", executive=executive(size), initiative=size.line, notice=notice)


def shelf_item_page(size: Size) -> ShelfItemPage:
    form = ShelfForm("testimonial", size.text, size.text, DAY, ("o0", "o1"), True, size.text, DAY)
    return ShelfItemPage(options(size.many, size.line), form, "s1", NOW, "case0", "evidence")
