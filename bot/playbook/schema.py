"""The shape of playbook files: what pydantic checks, and what `pushback playbooks schema` prints for editors."""

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    WithJsonSchema,
    model_validator,
)

from bot.playbook.facts import ATTRIBUTES, FIELDS, GIVEN, SLOTS, VALUES
from bot.playbook.model import Anchor, Collection, Kind, NudgeKind, OptionSource, Stage, Tool

SPAN: Final = r"(\d{1,3}) (working )?days?"
MOST_OPTIONS: Final = 100  # Source: Slack, options of a select menu
FACTS: Final = frozenset(SLOTS) | frozenset(GIVEN)
FILLABLE: Final = frozenset(SLOTS) | {
    f"{collection}.{name}" for collection, fields in FIELDS.items() for name in fields
}
PARTS: Final = frozenset(f"{fact}.{part}" for fact, parts in ATTRIBUTES.items() for part in parts) | frozenset(VALUES)


def _one_of(names: Iterable[str]) -> WithJsonSchema:
    meanings = {name: slot.meaning for name, slot in SLOTS.items()} | GIVEN
    told = [{"const": name, "description": meanings[name]} if name in meanings else {"const": name} for name in names]
    return WithJsonSchema({"oneOf": told})


def _spanned(value: str) -> str:
    if re.fullmatch(SPAN, value) is None:
        raise ValueError(f'"{value}" is no span; expected days or working days, as in 1 working day, or 30 days')
    return value


def _as_word(value: object) -> object:
    return {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else value


Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=100)]
PlaybookId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=100)]
Text = Annotated[str, Field(min_length=1)]
Texts = Annotated[tuple[Text, ...], Field(min_length=1)]
Fact = Annotated[str, _one_of(sorted(FACTS | PARTS))]
Slot = Annotated[str, _one_of(sorted(FILLABLE))]
Source = Annotated[tuple[str, ...], Field(description="the ids of the source facts this rests on, as in [A-03]")]
Span = Annotated[str, AfterValidator(_spanned), Field(json_schema_extra={"pattern": f"^{SPAN}$"})]
Choice = Annotated[str, BeforeValidator(_as_word, json_schema_input_type=str | bool)]


class Entry(BaseModel):
    """A mapping in a playbook file: keys that are not listed are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, protected_namespaces=())


class SaysEntry(Entry):
    """What the trainer typed contains a phrase."""

    facts: Annotated[tuple[Fact, ...], Field(min_length=1, description="facts that hold what was typed")]
    phrases: Annotated[Texts, Field(description="words to look for; a * at the end stands for any ending")]


class ConditionEntry(Entry):
    """Something that holds or does not; exactly one key."""

    known: Annotated[tuple[Fact, ...] | None, Field(min_length=1, description="all these facts are known")] = None
    is_: Annotated[
        dict[Fact, Annotated[tuple[Choice, ...], Field(min_length=1)]] | None,
        Field(alias="is", min_length=1, description="each fact is one of its values"),
    ] = None
    says: Annotated[SaysEntry | None, Field(description="what was typed contains one of these phrases")] = None
    all_: Annotated[
        tuple["ConditionEntry", ...] | None, Field(alias="all", min_length=1, description="all parts hold")
    ] = None
    any_: Annotated[
        tuple["ConditionEntry", ...] | None, Field(alias="any", min_length=1, description="at least one part holds")
    ] = None
    not_: Annotated["ConditionEntry | None", Field(alias="not", description="the part does not hold")] = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> "ConditionEntry":
        if len(self.model_fields_set) != 1:
            raise ValueError('a condition has exactly one of "known", "is", "says", "all", "any", "not"')
        return self


class OptionEntry(Entry):
    """One possible answer."""

    label: Annotated[Text, Field(description="the answer as it is read")]
    description: Annotated[str, Field(description="a line below it")] = ""


def _spelled_out(value: object) -> object:
    return {"label": value} if isinstance(value, str) else value


class QuestionEntry(Entry):
    """One input of a step."""

    kind: Annotated[Kind, Field(description="what it takes")]
    label: Annotated[Text, Field(description="the question as it is read (template)")]
    hint: Annotated[str, Field(description="a line of help below it (template)")] = ""
    placeholder: Annotated[str, Field(description="what stands in the empty field")] = ""
    required: Annotated[StrictBool, Field(description="it must be answered")] = False
    fills: Annotated[Slot | None, Field(description="the fact it answers")] = None
    options: Annotated[
        dict[Id, Annotated[OptionEntry, BeforeValidator(_spelled_out, json_schema_input_type=str | OptionEntry)]],
        Field(max_length=MOST_OPTIONS, description="possible answers: id and label"),
    ] = Field(default_factory=dict)
    options_from: Annotated[OptionSource | None, Field(description="where the options come from instead")] = None
    suggest: Annotated[str, Field(description="what stands in the field at first (template)")] = ""
    when: Annotated[ConditionEntry | None, Field(description="asked only then")] = None
    private: Annotated[StrictBool, Field(description="seen by its author only")] = False

    @model_validator(mode="after")
    def _has_options_if_a_choice(self) -> "QuestionEntry":
        given = bool(self.options) + bool(self.options_from)
        if self.kind in {Kind.CHOICE, Kind.CHOICES} and given != 1:
            raise ValueError(f'a "{self.kind}" question has either "options" or "options_from"')
        if self.kind not in {Kind.CHOICE, Kind.CHOICES} and given:
            raise ValueError(f'a "{self.kind}" question has no options; use the kind "choice" or "choices"')
        return self


class MoveEntry(Entry):
    """Where the conversation goes on; exactly one of `go`, `rest` and `finish`."""

    when: Annotated[ConditionEntry | None, Field(description="taken only then; the last move has none")] = None
    go: Annotated[str | None, Field(description="the step to go to")] = None
    rest: Annotated[Text | None, Field(description="stop for today, with this as the next action (template)")] = None
    finish: Annotated[Text | None, Field(description="the run is over, with this as the next action (template)")] = None
    set: Annotated[dict[str, Text], Field(description="questions answered on the way (templates)")] = Field(
        default_factory=dict
    )
    forget: Annotated[tuple[str, ...], Field(description="questions to be asked anew")] = ()

    @model_validator(mode="after")
    def _moves_one_way(self) -> "MoveEntry":
        if [self.go, self.rest, self.finish].count(None) != 2:  # noqa: PLR2004 - two of the three are left out
            raise ValueError('a move has exactly one of "go", "rest" and "finish"')
        if self.go is None and (self.set or self.forget):
            raise ValueError('"set" and "forget" belong to a move with "go"')
        return self


class OfferEntry(Entry):
    """A tool that a step offers."""

    offer: Annotated[Tool, Field(description="the tool")]
    when: Annotated[ConditionEntry | None, Field(description="offered only then")] = None
    source: Source = ()


def _offered(value: object) -> object:
    return {"offer": value} if isinstance(value, str) else value


class StepEntry(Entry):
    """One page of the conversation."""

    stage: Annotated[Stage, Field(description="where in the conversation it stands")]
    title: Annotated[Text, Field(description="the window's title, at most 16 characters in English")]
    coaching: Annotated[Text, Field(description="what the coach says (template)")]
    source: Source = ()
    one_of: Annotated[tuple[str, ...], Field(description="questions of which one must be answered")] = ()
    skippable: Annotated[StrictBool, Field(description="the trainer may skip it")] = False
    collects: Annotated[Collection | None, Field(description="it takes any number of these, one at a time")] = None
    tools: Annotated[
        tuple[Annotated[OfferEntry, BeforeValidator(_offered, json_schema_input_type=str | OfferEntry)], ...],
        Field(description="tools it offers as buttons: a name, or an offer with a condition"),
    ] = ()
    questions: Annotated[dict[Id, QuestionEntry], Field(description="what it asks: id and question")] = Field(
        default_factory=dict
    )
    next: Annotated[tuple[MoveEntry, ...], Field(min_length=1, description="where it leads, first match wins")]


class GateEntry(Entry):
    """What must be known before a stage opens."""

    when: Annotated[ConditionEntry, Field(description="what must hold")]
    closed: Annotated[Text, Field(description="what the trainer reads while it is closed (template)")]


class NudgeEntry(Entry):
    """When the trainer is reminded, and with what words."""

    kind: Annotated[NudgeKind, Field(description="what it is for; trainers switch off a kind")]
    at: Annotated[Anchor, Field(description="the day it is counted from")]
    before: Annotated[Span | None, Field(description="how long before it, as in 1 working day")] = None
    after: Annotated[Span | None, Field(description="how long after it; on the day itself when both are left out")] = (
        None
    )
    good_for: Annotated[Span | None, Field(description="days for which it still helps when it comes late")] = None
    when: Annotated[ConditionEntry | None, Field(description="only while this holds")] = None
    text: Annotated[Text, Field(description="what is due, in a line (template)")]
    help: Annotated[Text, Field(description="what to do or say, in a line (template)")]
    source: Source = ()

    @model_validator(mode="after")
    def _can_be_counted(self) -> "NudgeEntry":
        if self.kind is NudgeKind.OWN:
            raise ValueError('"own" are the reminders that trainers write themselves; choose another kind')
        if self.before is not None and self.after is not None:
            raise ValueError('a nudge has "before" or "after", not both')
        if "working" in (self.good_for or ""):
            raise ValueError('"good_for" counts every day, as in 3 days')
        return self


class LineEntry(Entry):
    """One line of the example dialogue."""

    who: Annotated[Literal["executive", "trainer", "coach"], Field(description="who speaks")]
    says: Annotated[Text, Field(description="what is said")]
    step: Annotated[str | None, Field(description="the step at which the trainer answers")] = None
    answers: Annotated[dict[str, Any] | None, Field(description="what is answered: question id and answer")] = None

    @model_validator(mode="after")
    def _answers_as_trainer_at_a_step(self) -> "LineEntry":
        if self.who != "trainer" and (self.step or self.answers):
            raise ValueError('only the trainer has "step" and "answers"')
        if self.answers and not self.step:
            raise ValueError('"answers" need the "step" at which they are given')
        return self


class TurnEntry(Entry):
    """One turn of an answers file for `pushback playbooks play`."""

    step: Annotated[str, Field(description="the step at which the trainer answers")]
    answers: Annotated[dict[str, Any], Field(description="question id and answer")] = Field(default_factory=dict)


class PlaybookEntry(Entry):
    """A conversation playbook, in English."""

    id: Annotated[PlaybookId, Field(description="the name of its folder")]
    title: Annotated[Text, Field(description="its name")]
    summary: Annotated[Text, Field(description="what it is for, in a sentence")]
    source: Source = ()
    gates: Annotated[dict[Stage, GateEntry], Field(description="what must be known before a stage opens")] = Field(
        default_factory=dict
    )
    steps: Annotated[dict[Id, StepEntry], Field(min_length=1, description="the first is where a run begins")]
    nudges: Annotated[dict[Id, NudgeEntry], Field(description="when the trainer is reminded: id and rule")] = Field(
        default_factory=dict
    )
    example: Annotated[tuple[LineEntry, ...], Field(min_length=1, description="a dialogue that plays to the end")]


class ConcernEntry(Entry):
    """One kind of reason to push back."""

    name: Annotated[Text, Field(description="its name")]
    meaning: Annotated[Text, Field(description="what it says about the executive")]
    signals: Annotated[Texts, Field(description="words that give it away; a * at the end stands for any ending")]
    examples: Annotated[Texts, Field(description="quotes as executives say them")]
    exploring: Annotated[tuple[Text, ...], Field(min_length=3, max_length=3, description="three questions to ask")]
    restatement: Annotated[Text, Field(description="one line to say back (template)")]
    listening: Annotated[Text, Field(description="how to listen to this one (template)")]
    tactics: Annotated[tuple[str, ...], Field(min_length=1, description="tactic ids, best first")]
    source: Source = ()


class TacticEntry(Entry):
    """One thing to do about a concern."""

    name: Annotated[Text, Field(description="its name")]
    use: Annotated[Text, Field(description="when it fits")]
    opener: Annotated[Text, Field(description="what to say first (template)")]
    questions: Annotated[Texts, Field(description="questions that go with it")]
    proof: Annotated[Text, Field(description="what to bring")]
    avoid: Annotated[Text, Field(description="what not to say")]
    needs: Annotated[str, Field(description="a precondition to check first")] = ""
    source: Source = ()


class CautionEntry(Entry):
    """A warning that shows while its condition holds."""

    name: Annotated[Text, Field(description="its name")]
    when: Annotated[ConditionEntry, Field(description="when it shows")]
    text: Annotated[Text, Field(description="what it says (template)")]
    stages: Annotated[tuple[Stage, ...], Field(min_length=1, description="where it may show")] = tuple(Stage)
    source: Source = ()


Concerns = dict[Id, ConcernEntry]
Tactics = dict[Id, TacticEntry]
Cautions = dict[Id, CautionEntry]

GROUPS: Final[Mapping[str, Any]] = {"concerns": Concerns, "tactics": Tactics, "warnings": Cautions}
"""The shape of a file of the library, by its name or its folder's."""
