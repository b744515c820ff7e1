"""What a playbook is once it has been read and checked: frozen objects, in one language.

Every `str` marked *template* is Jinja source, filled in by `wording.Wording.render` with the facts of a case.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal

Value = str | bool | Decimal | date | datetime | tuple[str, ...]
"""What an answer may be: its type follows from the question's kind."""


class Stage(StrEnum):
    """Where a case stands in the conversation, in order."""

    LISTEN = "listen"
    ALIGN = "align"
    PILOT = "pilot"
    FOLLOW_UP = "follow_up"
    SCALE = "scale"


class Kind(StrEnum):
    """What a question takes, and so what type its answer has."""

    TEXT = "text"  # str, one line
    LONG_TEXT = "long_text"  # str
    CHOICE = "choice"  # str: an option's id
    CHOICES = "choices"  # tuple of option ids
    NUMBER = "number"  # Decimal
    MONEY = "money"  # Decimal, in the case's currency
    PERCENT = "percent"  # Decimal, 60 is sixty percent
    DATE = "date"  # date, in the person's zone
    DATETIME = "datetime"  # aware datetime
    PERSON = "person"  # str: a Slack user id
    YES_NO = "yes_no"  # bool


class Collection(StrEnum):
    """Things of which a case has any number; a step that collects one takes one entry at a time."""

    EVIDENCE = "evidence"
    CHANGES = "changes"
    PROMISES = "promises"


class Tool(StrEnum):
    """What a case can be worked on with beside its conversation; each opens in a window of its own."""

    NEEDS = "needs"  # the needs analysis
    ROI = "roi"  # the estimate of the return
    RISKS = "risks"  # risks, benefits that are not money, and what happens if nothing is done
    PILOT = "pilot"  # the pilot with its locked rule, and its result
    EVIDENCE = "evidence"  # the evidence shelf
    TRANSFER = "transfer"  # the plan by which what was learned stays in use


@dataclass(frozen=True, slots=True)
class Known:
    """True when every one of these facts has a value."""

    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Is:
    """True when a fact is, or contains, one of these values (`true` and `false` for yes/no)."""

    fact: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Says:
    """True when what the trainer typed into one of these facts contains one of these phrases."""

    facts: tuple[str, ...]
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class All:
    """True when every part is."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """True when at least one part is (`any:` in YAML)."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True when its part is not."""

    part: "Condition"


Condition = Known | Is | Says | All | Either | Not


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer. `description` may be empty."""

    id: str
    label: str
    description: str = ""


OptionSource = Literal["concerns", "tactics", "executives", "changes"]
"""Where a question's options come from when they are not written in the playbook."""


@dataclass(frozen=True, slots=True)
class Question:
    """One input of a step. `label`, `hint` and `suggest` are templates."""

    id: str
    kind: Kind
    label: str
    hint: str = ""
    placeholder: str = ""
    required: bool = False
    fills: str | None = (
        None  # the fact it answers (`facts.SLOTS`), or `<collection>.<field>`; None: kept with the case only
    )
    options: tuple[Option, ...] = ()
    options_from: OptionSource | None = None
    suggest: str = ""  # what stands in the field before anything was answered
    when: Condition | None = None  # asked only then
    private: bool = False  # seen by its author only: never in a brief, a digest, a team view, another's export


@dataclass(frozen=True, slots=True)
class Go:
    """Move on to a step."""

    step: str
    when: Condition | None = None
    set: Mapping[str, str] = field(default_factory=dict)  # question id -> template, answered on the way
    forget: tuple[str, ...] = ()  # question ids whose answers are asked anew


@dataclass(frozen=True, slots=True)
class Rest:
    """Stop for today. The case stays at this step, with `next_action` (template) as what to do next."""

    next_action: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Finish:
    """The run is over; `next_action` (template) is what to do next."""

    next_action: str
    when: Condition | None = None


Move = Go | Rest | Finish


@dataclass(frozen=True, slots=True)
class Offer:
    """A tool that a step offers."""

    tool: Tool
    when: Condition | None = None  # offered only then
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the conversation. `coaching` is a template of mrkdwn paragraphs."""

    id: str
    stage: Stage
    title: str
    coaching: str
    questions: tuple[Question, ...]
    moves: tuple[Move, ...]  # the first whose condition holds is taken; the last has none
    collects: Collection | None = None
    one_of: tuple[str, ...] = ()  # question ids of which at least one must be answered
    skippable: bool = False
    tools: tuple[Offer, ...] = ()
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    """What must be known before any step of a stage opens; `closed` (template) tells why it is not."""

    stage: Stage
    when: Condition
    closed: str


@dataclass(frozen=True, slots=True)
class Concern:
    """One kind of reason to push back. `restatement` and `listening` are templates."""

    id: str
    name: str
    meaning: str
    signals: tuple[str, ...]  # words and phrases that give it away; `spend*` stands for any ending
    examples: tuple[str, ...]  # quotes as executives say them
    exploring: tuple[str, ...]  # three questions
    restatement: str  # one line to say back
    listening: str  # the tactic for listening to this one
    tactics: tuple[str, ...]  # tactic ids, best first
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tactic:
    """One thing to do about a concern. `opener` is a template."""

    id: str
    name: str
    use: str  # when it fits
    opener: str  # what to say first
    questions: tuple[str, ...]
    proof: str  # what to bring
    avoid: str  # what not to say
    needs: str = ""  # a precondition to check first, in words
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Caution:
    """A caution that fires when its condition holds. `text` is a template."""

    id: str
    name: str
    when: Condition
    text: str
    stages: tuple[Stage, ...] = tuple(Stage)  # where it may be shown
    source: tuple[str, ...] = ()


class NudgeKind(StrEnum):
    """What a nudge is for, the most important first: where not all can be sent, these are kept before those below."""

    OWN = "own"  # the trainer's own reminder; no rule makes one
    PROMISE_DUE = "promise_due"
    PREPARE = "prepare"
    DECISION = "decision"
    HOW_DID_IT_GO = "how_did_it_go"
    PILOT_END = "pilot_end"
    RESTATE = "restate"
    RECAP = "recap"
    THANK = "thank"
    PILOT_START = "pilot_start"
    PILOT_MIDDLE = "pilot_middle"
    TRANSFER = "transfer"
    SILENCE = "silence"


class Anchor(StrEnum):
    """The day in a case that a nudge is counted from."""

    CONTACT = "contact"  # the newest contact, unless they said yes
    YES = "yes"  # the newest contact, when they said yes; else the day the case was closed as a success
    LAST_CONTACT = "last_contact"  # the newest contact, or the agreed day after it
    NEXT_CONTACT = "next_contact"  # the agreed day
    PROMISE_MINE = "promise_mine"  # each promise of the trainer's that is not kept yet: its day
    PROMISE_THEIRS = "promise_theirs"  # each of the executive's
    RESTING_AT_GATE = "resting_at_gate"  # the day of the last save, while the case rests before a stage that is closed
    PILOT_START = "pilot_start"  # its first day
    PILOT_MIDDLE = "pilot_middle"
    PILOT_END = "pilot_end"  # its last day
    DECISION = "decision"  # the day of the decision


@dataclass(frozen=True, slots=True)
class NudgeRule:
    """When a nudge is due and what it says. `text` and `help` are templates of one line each."""

    id: str
    kind: NudgeKind
    at: Anchor
    text: str  # what is due
    help: str  # what to do or say
    days: int = 0  # after the anchor; before it when negative
    in_working_days: bool = False
    good_for: int | None = None  # days it still helps; None: a week, or, before its anchor, until the anchor's day
    when: Condition | None = None
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the example dialogue: who speaks, what is said, and what the trainer answers at which step."""

    who: Literal["executive", "trainer", "coach"]
    says: str
    step: str | None = None
    answers: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Playbook:
    """A conversation playbook with its library, in one language, at one version."""

    id: str
    version: str  # content hash of every file it was read from, in hexadecimal
    language: str
    title: str
    summary: str
    steps: tuple[Step, ...]  # the first is where a run begins
    gates: tuple[Gate, ...]
    concerns: Mapping[str, Concern]
    tactics: Mapping[str, Tactic]
    warnings: tuple[Caution, ...]
    example: tuple[Line, ...]
    source: tuple[str, ...] = ()
    nudges: tuple[NudgeRule, ...] = ()

    def step(self, step_id: str) -> Step:
        """Return a step by its id; `KeyError` when there is none."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)

    def gate(self, stage: Stage) -> Gate | None:
        """Return the gate in front of a stage, if it has one."""
        return next((gate for gate in self.gates if gate.stage is stage), None)
