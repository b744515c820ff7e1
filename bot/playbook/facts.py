"""The facts of a case that playbooks may fill, ask about in conditions, and name in templates."""

from dataclasses import dataclass
from typing import Final

from bot.playbook.model import Collection, Kind

_WORDS: Final = frozenset({Kind.TEXT, Kind.LONG_TEXT})


@dataclass(frozen=True, slots=True)
class Slot:
    """A fact that a question may fill, the kinds of question that can, and what it means."""

    kinds: frozenset[Kind]
    meaning: str


SLOTS: Final = {
    # listen
    "quote": Slot(_WORDS, "the executive's own words, verbatim"),
    "said_on": Slot(frozenset({Kind.DATE}), "the day it was said"),
    "setting": Slot(frozenset({Kind.CHOICE}), "where it was said"),
    "executive_known": Slot(frozenset({Kind.CHOICE}), "an executive the workspace already knows (an id)"),
    "executive_person": Slot(frozenset({Kind.PERSON}), "the executive as a Slack user"),
    "executive_name": Slot(frozenset({Kind.TEXT}), "the executive's name, when not in this Slack"),
    "executive_role": Slot(frozenset({Kind.TEXT}), "the executive's role"),
    "initiative": Slot(frozenset({Kind.TEXT}), "the training or change at stake"),
    "primary_concern": Slot(frozenset({Kind.CHOICE}), "the concern that matters most (a concern id)"),
    "other_concerns": Slot(frozenset({Kind.CHOICES}), "further concerns (concern ids)"),
    "explored": Slot(_WORDS, "what the exploring questions brought"),
    "restatement": Slot(_WORDS, "the line that says the concern back"),
    "said_back": Slot(frozenset({Kind.CHOICE}), "whether it was said back: confirmed, corrected, not_yet"),
    "correction": Slot(_WORDS, "the executive's correction of the restatement"),
    # align
    "goal": Slot(_WORDS, "the goal the executive owns, in the executive's words"),
    "goal_measure": Slot(_WORDS, "how the executive measures that goal"),
    "result_area": Slot(frozenset({Kind.CHOICE, Kind.CHOICES}), "which result it touches"),
    "intersection": Slot(_WORDS, "where the executive's vision and the training's goals meet"),
    "core": Slot(_WORDS, "what must stay whatever is changed"),
    "chosen_tactic": Slot(frozenset({Kind.CHOICE, Kind.CHOICES}), "the tactic the trainer will use (a tactic id)"),
    "openness_shown": Slot(frozenset({Kind.YES_NO}), "whether the executive has shown openness to learn from juniors"),
    # pilot
    "pilot_audience": Slot(_WORDS, "who takes part"),
    "pilot_size": Slot(frozenset({Kind.NUMBER}), "how many take part"),
    "pilot_starts_on": Slot(frozenset({Kind.DATE}), "the day it starts"),
    "pilot_weeks": Slot(frozenset({Kind.NUMBER}), "how many weeks it runs"),
    "pilot_measure": Slot(_WORDS, "the one measure"),
    "pilot_baseline": Slot(_WORDS, "its value today"),
    "pilot_target": Slot(_WORDS, "its target"),
    "rule_yes": Slot(_WORDS, "what counts as yes"),
    "rule_no": Slot(_WORDS, "what counts as no"),
    "rule_neither": Slot(_WORDS, "what happens in between"),
    "pilot_decision_on": Slot(frozenset({Kind.DATE}), "the day of the decision"),
    "pilot_decider": Slot(_WORDS, "who decides"),
    "involvement": Slot(frozenset({Kind.CHOICES}), "how the executive takes part"),
    "cost_of_yes": Slot(_WORDS, "what it costs the executive to say yes"),
    "ask": Slot(_WORDS, "the one thing the trainer asks for in the meeting"),
    # follow up
    "next_contact_on": Slot(frozenset({Kind.DATE}), "the day of the next contact"),
    "pilot_result": Slot(frozenset({Kind.CHOICE}), "the pilot's verdict: go, conditional, no_go"),
    "transfer_plan": Slot(_WORDS, "how what was learned stays in use"),
    # private
    "reflection": Slot(_WORDS, "the trainer's private reflection on their own limits"),
}
"""Facts a question may fill, each at most once in a playbook."""

FIELDS: Final = {
    Collection.EVIDENCE: {
        "kind": frozenset({Kind.CHOICE}),
        "what": _WORDS,
        "source": _WORDS,
        "dated_on": frozenset({Kind.DATE}),
    },
    Collection.CHANGES: {
        "what": _WORDS,
        "reason": _WORDS,
        "ruling": frozenset({Kind.CHOICE}),
    },
    Collection.PROMISES: {
        "by": frozenset({Kind.CHOICE}),
        "what": _WORDS,
        "due_on": frozenset({Kind.DATE}),
    },
}
"""The fields of one entry of a collection, as a question of a collecting step fills them (`evidence.source`)."""

GIVEN: Final = {
    "today": "the trainer's local date",
    "trainer": "the trainer: `first_name`",
    "executive": "the executive: `name`, `first_name`, `role`, `engagement` (its id)",
    "heard": "concerns heard in the quote, likeliest first: `id`, `name`, `meaning`, `because` (words), `sure`",
    "concern": "the primary concern: `id`, `name`, `meaning`, `listening`, `exploring` (list of 3), `restatement`",
    "concerns": "every confirmed concern, the primary first, each as `concern`",
    "tactics": "tactics for those concerns, best first: `id` and the texts of a `Tactic`",
    "evidence": "entries: `kind`, `what`, `source` (empty: no source), `dated_on`",
    "changes": "entries: `what`, `reason`, `ruling`",
    "promises": "entries: `by` (me, them), `what`, `due_on`, `kept` (yes/no)",
    "labels": "the chosen options in words: `labels.setting`, `labels.result_area`, `labels.involvement`",
    "reactions": "reactions logged so far, oldest first (their ids)",
    "contacts": "how many interactions were logged",
}
"""Facts the coach works out; no question fills them."""


def names() -> frozenset[str]:
    """Name every fact a template or a condition may use."""
    return frozenset(SLOTS) | frozenset(GIVEN)


_CONCERN: Final = frozenset({"id", "name", "meaning", "listening", "exploring", "restatement"})

CHOSEN: Final = frozenset(name for name, slot in SLOTS.items() if slot.kinds & {Kind.CHOICE, Kind.CHOICES})
"""Facts that are one or several of a question's options."""

ATTRIBUTES: Final = {
    "trainer": frozenset({"first_name"}),
    "executive": frozenset({"name", "first_name", "role", "engagement"}),
    "heard": frozenset({"id", "name", "meaning", "because", "sure"}),
    "concern": _CONCERN,
    "concerns": _CONCERN,
    "tactics": frozenset({"id", "name", "use", "opener", "questions", "proof", "avoid", "needs"}),
    "evidence": frozenset({"kind", "what", "source", "dated_on"}),
    "changes": frozenset({"what", "reason", "ruling"}),
    "promises": frozenset({"by", "what", "due_on", "kept"}),
    "labels": CHOSEN,
}
"""What a fact with parts has, as in `executive.name`; of a list, each entry has them."""

NUDGE: Final = {"nudge": frozenset({"on", "what"})}
"""What a nudge's words may name besides, with its parts: the day it is about and, of a promise, its words."""

UNSEEN: Final = frozenset({"quote", "explored", "correction", "reflection", "heard"})
"""Facts that no nudge may name: it is a message, and messages carry nobody's verbatim or private words."""

VALUES: Final = {
    "said_back": frozenset({"confirmed", "corrected", "not_yet"}),
    "pilot_result": frozenset({"go", "conditional", "no_go"}),
    "changes.ruling": frozenset({"accept", "adapt", "hold"}),
    "promises.by": frozenset({"me", "them"}),
    "promises.kept": frozenset({"true", "false"}),
    "executive.engagement": frozenset({"unaware", "resistant", "neutral", "supportive", "leading"}),
    "reactions": frozenset({"agreed", "agreed_to_pilot", "wants_changes", "postponed", "refused", "other"}),
}
"""Facts whose possible values the coach knows by name: no playbook invents others."""

COMES_FROM: Final = {
    "executive": frozenset({"executive_known", "executive_person", "executive_name"}),
    "heard": frozenset({"quote"}),
    "concern": frozenset({"primary_concern"}),
    "concerns": frozenset({"primary_concern", "other_concerns"}),
    "tactics": frozenset({"primary_concern", "other_concerns"}),
    "labels": CHOSEN,
}
"""The slots of which one must be filled before a given fact says anything; one not named here may always do so."""

_CHOICES: Final = frozenset(name for name, slot in SLOTS.items() if slot.kinds == {Kind.CHOICES})
_DAYS: Final = frozenset(name for name, slot in SLOTS.items() if Kind.DATE in slot.kinds)
_LISTS: Final = frozenset({"heard", "concerns", "tactics", "reactions", *Collection}) | _CHOICES
_MAPPINGS: Final = frozenset({"trainer", "executive", "concern", "labels"})
_BLANK: Final = {**dict.fromkeys(names(), ""), **dict.fromkeys(_DAYS | {"today"}), "contacts": 0}


def blank() -> dict[str, object]:
    """Return every fact as it is before anything is known: empty text, list or mapping; None for a day."""
    return {**_BLANK, **{name: [] for name in _LISTS}, **{name: {} for name in _MAPPINGS}}
