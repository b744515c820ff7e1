"""Answers: from what stands in a form to a value, or to a sentence that says at the field what to do."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final

from babel.numbers import NumberFormatError, parse_decimal

from bot.errors import BotError
from bot.locales.words import Sentence, Words
from bot.playbook.model import Kind, Question, Step, Value

LONGEST_TEXT: Final = 3000
"""Characters. Source: Slack's limit of a text input."""

MOST_WEEKS: Final = 260
"""A pilot of more than five years is a slip of the finger."""

_HORIZON: Final = timedelta(days=5 * 365 + 1)
_LONGEST_MEMORY: Final = timedelta(days=100 * 365)
_LONGEST_NUMBER: Final = 30  # characters
_BIGGEST: Final = Decimal(10) ** 15
_EXAMPLE: Final = Decimal("1200.5")
_EXAMPLE_PERCENT: Final = Decimal(60)

_SPACES: Final = dict.fromkeys(map(ord, "\t\u00a0\u2007\u2009\u202f"), " ")
_GROUPING_SPACE: Final = re.compile(r"(?<=\d)[ '\u2019](?=\d{3}(?!\d))")
_DIGITS: Final = re.compile(r"[+-]?\d[\d.,]*", re.ASCII)
_GROUPED: Final = r"[+-]?[1-9]\d{{0,2}}(?:{group}\d{{3}})+(?:{sign}\d+)?"
_UNGROUPED: Final = r"[+-]?(?:0+{sign}\d+|\d+{sign}(?!\d{{3}}$)\d+)"
_OPTION_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
_SLACK_USER: Final = re.compile(r"[UW][A-Z0-9]{1,32}", re.ASCII)
_WORDY: Final = frozenset({Kind.TEXT, Kind.LONG_TEXT})
_CHOSEN: Final = frozenset({Kind.CHOICE, Kind.CHOICES})


class AnswerError(BotError):
    """The answer cannot be taken as it is; the sentence belongs at its field."""


def parse(question: Question, raw: object, *, words: Words, today: date) -> Value | None:
    """Return what was entered for a question as a value of its kind; None when the field is empty.

    `raw` is a str (texts, numbers, a choice, an ISO date, a person, "yes" or "no"), a list of str (choices), an int
    (a moment in Unix seconds) or None. Long texts are kept verbatim; a one-line text loses its outer spaces unless it
    is the quote. Numbers are read in the language of `words`, else in any form that has only one meaning; a percentage
    between 0 and 1 without its sign is a fraction: 0.6 is 60 %.

    Raises:
        AnswerError: the answer is not of the question's kind, or no sensible value of it.
    """
    if raw is None or raw == [] or (isinstance(raw, str) and not raw.strip()):
        return None
    return _READERS[question.kind](question, raw, words, today)


def number(raw: object, words: Words) -> Decimal:
    """Return a number, read in the language of `words`, else in any form that has only one meaning.

    Raises:
        AnswerError: it is none.
    """
    return _decimal(raw, words, "answers.number.unclear", words.number(_EXAMPLE))


def money(raw: object, words: Words) -> Decimal:
    """Return an amount without its currency, read as a number.

    Raises:
        AnswerError: it is none, or less than 0.
    """
    value = _decimal(raw, words, "answers.money.unclear", words.number(_EXAMPLE))
    if value < 0:
        raise AnswerError("answers.money.negative")
    return value


def percent(raw: object, words: Words) -> Decimal:
    """Return a percentage, 60 for 60 %; one between 0 and 1 without its sign is a fraction.

    Raises:
        AnswerError: it is none, or not between 0 and 100 %.
    """
    text = _string(raw).strip()
    bare = text.removesuffix("%").rstrip()
    value = _decimal(bare, words, "answers.percent.unclear", words.percent(_EXAMPLE_PERCENT))
    if bare == text and 0 < value < 1:
        value *= 100
    if not 0 <= value <= 100:  # noqa: PLR2004  what a percentage is
        raise AnswerError("answers.percent.range")
    return value


def problems(
    step: Step, parsed: Mapping[str, Value | None], *, today: date, before: Mapping[str, Value | None] | None = None
) -> dict[str, Sentence]:
    """Return what keeps a step's answers from being taken, by question id.

    Only questions named in `parsed` were asked. An answer that stands unchanged since `before` is not judged again: a
    decision day that has passed meanwhile must not lock the form it stands in. In a collecting step a blank form is no
    entry and needs nothing.
    """
    asked = [question for question in step.questions if question.id in parsed]
    found = _needed(step, asked, parsed)
    earlier = before or {}
    for question in asked:
        value = parsed[question.id]
        if isinstance(value, date) and value != earlier.get(question.id):
            found.update(_out_of_time(question, value, today))
    return {**_decided_early(parsed, earlier), **found}


def _decided_early(parsed: Mapping[str, Value | None], earlier: Mapping[str, Value | None]) -> dict[str, Sentence]:
    """Refuse a decision before the pilot's last day: nothing could be decided on then."""
    known = {**earlier, **parsed}
    start, weeks, decision = (known.get(name) for name in ("pilot_starts_on", "pilot_weeks", "pilot_decision_on"))
    if "pilot_decision_on" not in parsed or decision == earlier.get("pilot_decision_on"):
        return {}
    if not (isinstance(start, date) and isinstance(weeks, Decimal) and isinstance(decision, date)):
        return {}
    last = start + timedelta(weeks=int(weeks)) - timedelta(days=1)
    return {"pilot_decision_on": Sentence("answers.date.decision_early", {"day": last})} if decision < last else {}


def _text(question: Question, raw: object, _words: Words, _today: date) -> Value:
    text = _string(raw)
    if len(text) > LONGEST_TEXT:
        raise AnswerError("answers.too_long", length=len(text), limit=LONGEST_TEXT)
    return text.strip() if question.kind is Kind.TEXT and question.fills != "quote" else text


def _choice(question: Question, raw: object, _words: Words, _today: date) -> Value:
    return _offered(question, raw)


def _choices(question: Question, raw: object, _words: Words, _today: date) -> Value:
    if not isinstance(raw, list):
        raise AnswerError("answers.unreadable")
    return tuple(dict.fromkeys(_offered(question, chosen) for chosen in raw))


def _offered(question: Question, raw: object) -> str:
    """Return a chosen option's id. Options worked out elsewhere (concerns, executives) are only known to be ids."""
    chosen = _string(raw)
    ids = {option.id for option in question.options}
    if chosen not in ids if ids else not _OPTION_ID.fullmatch(chosen):
        raise AnswerError("answers.not_offered")
    return chosen


def _number(question: Question, raw: object, words: Words, _today: date) -> Value:
    value = number(raw, words)
    if question.fills in {"pilot_size", "pilot_weeks"} and (value < 1 or value != value.to_integral_value()):
        raise AnswerError("answers.number.whole")
    if question.fills == "pilot_weeks" and value > MOST_WEEKS:
        raise AnswerError("answers.number.weeks", limit=MOST_WEEKS)
    return value


def _money(_question: Question, raw: object, words: Words, _today: date) -> Value:
    return money(raw, words)


def _percent(_question: Question, raw: object, words: Words, _today: date) -> Value:
    return percent(raw, words)


def _date(_question: Question, raw: object, _words: Words, today: date) -> Value:
    try:
        day = date.fromisoformat(_string(raw))
    except ValueError as error:
        raise AnswerError("answers.date.unclear") from error
    _check_horizon(day, today)
    return day


def _moment(_question: Question, raw: object, _words: Words, today: date) -> Value:
    if not isinstance(raw, int) or isinstance(raw, bool):
        raise AnswerError("answers.unreadable")
    try:
        moment = datetime.fromtimestamp(raw, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise AnswerError("answers.date.unclear") from error
    _check_horizon(moment.date(), today)
    return moment


def _person(_question: Question, raw: object, _words: Words, _today: date) -> Value:
    user = _string(raw)
    if not _SLACK_USER.fullmatch(user):
        raise AnswerError("answers.unreadable")
    return user


def _yes_no(_question: Question, raw: object, _words: Words, _today: date) -> Value:
    chosen = _string(raw)
    if chosen not in {"yes", "no"}:
        raise AnswerError("answers.not_offered")
    return chosen == "yes"


_READERS: Final[Mapping[Kind, Callable[[Question, object, Words, date], Value]]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.PERCENT: _percent,
    Kind.DATE: _date,
    Kind.DATETIME: _moment,
    Kind.PERSON: _person,
    Kind.YES_NO: _yes_no,
}


def _string(raw: object) -> str:
    if not isinstance(raw, str):
        raise AnswerError("answers.unreadable")
    return raw


def _decimal(raw: object, words: Words, unclear: str, example: str) -> Decimal:
    spaced = _string(raw).translate(_SPACES).replace("\u2212", "-").strip()
    text = _GROUPING_SPACE.sub("", spaced)
    if len(text) > _LONGEST_NUMBER or not _DIGITS.fullmatch(text):
        raise AnswerError(unclear, example=example)
    value = _in_language(text, words)
    if value is None:
        value = _in_any_language(text)
    if value is None:
        raise AnswerError(unclear, example=example)
    if abs(value) >= _BIGGEST:
        raise AnswerError("answers.number.too_big")
    return value


def _in_language(text: str, words: Words) -> Decimal | None:
    try:
        return parse_decimal(text, locale=words.locale, strict=True)
    except NumberFormatError:
        return None


def _in_any_language(text: str) -> Decimal | None:
    """Return a number in a form that has only one meaning anywhere; `1200,500` has two."""
    for group, sign in (",.", ".,"):
        grouped, ungrouped = (
            form.format(group=re.escape(group), sign=re.escape(sign)) for form in (_GROUPED, _UNGROUPED)
        )
        if re.fullmatch(f"{grouped}|{ungrouped}", text, re.ASCII):
            return Decimal(text.replace(group, "").replace(sign, "."))
    return None


def _check_horizon(day: date, today: date) -> None:
    if day - today > _HORIZON:
        raise AnswerError("answers.date.too_far")


def _needed(step: Step, asked: list[Question], parsed: Mapping[str, Value | None]) -> dict[str, Sentence]:
    if step.collects:
        return _needed_of_entry(step, asked, parsed)
    found = {
        question.id: Sentence(f"answers.required.{question.kind}")
        for question in asked
        if question.required and parsed[question.id] is None
    }
    alternatives = [name for name in step.one_of if name in parsed]
    if alternatives and all(parsed[name] is None for name in alternatives):
        found.setdefault(alternatives[0], Sentence("answers.one_of"))
    return found


def _needed_of_entry(step: Step, asked: list[Question], parsed: Mapping[str, Value | None]) -> dict[str, Sentence]:
    """Judge the form of one entry: begun when anything stands in it, and then it must name its subject.

    Slack takes no choice back. Where the step cannot be skipped either, a choice alone begins nothing.
    """
    begins = [question for question in asked if step.skippable or question.kind not in _CHOSEN]
    if all(parsed[question.id] is None for question in begins):
        return {}
    return {
        question.id: Sentence("answers.entry" if _names_entry(question) else f"answers.required.{question.kind}")
        for question in asked
        if parsed[question.id] is None and (question.required or _names_entry(question))
    }


def _names_entry(question: Question) -> bool:
    return question.kind in _WORDY and (question.fills or "").endswith(".what")


def _out_of_time(question: Question, day: date, today: date) -> dict[str, Sentence]:
    key = _in_conflict(question.fills, day.date() if isinstance(day, datetime) else day, today)
    return {question.id: Sentence(key)} if key else {}


def _in_conflict(fact: str | None, day: date, today: date) -> str | None:
    match fact:
        case "said_on" if day > today:
            return "answers.date.not_yet_said"
        case "evidence.dated_on" if day > today:
            return "answers.date.not_yet_made"
        case "pilot_decision_on" if day < today:
            return "answers.date.decision_past"
        case "next_contact_on" if day < today:
            return "answers.date.contact_past"
    memory = _LONGEST_MEMORY if fact == "evidence.dated_on" else _HORIZON
    return "answers.date.too_old" if today - day > memory else None
