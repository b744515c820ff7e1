from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.playbook.model import Kind, Question, Value
from bot.playbook.spoken import AnswerRefusedError, typed, value_of

OPTIONS = ("design", "guest", "true")


def question(kind: Kind) -> Question:
    return Question("q", kind, "?")


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (Kind.TEXT, "Hello", "Hello"),
        (Kind.PERSON, "U1", "U1"),
        (Kind.NUMBER, Decimal("7.5"), Decimal("7.5")),
        (Kind.MONEY, "12000", Decimal(12000)),
        (Kind.YES_NO, False, False),
        (Kind.CHOICE, "guest", "guest"),
        (Kind.CHOICE, True, "true"),
        (Kind.CHOICES, ["guest", "design"], ("guest", "design")),
        (Kind.DATE, "2026-03-09", date(2026, 3, 9)),
        (Kind.DATETIME, "2026-03-09T14:30+00:00", datetime(2026, 3, 9, 14, 30, tzinfo=UTC)),
    ],
)
def test_an_answer_has_the_type_of_its_question(kind: Kind, raw: object, value: Value) -> None:
    assert value_of(question(kind), raw, OPTIONS) == value


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (Kind.TEXT, Decimal(8)),
        (Kind.LONG_TEXT, " "),
        (Kind.NUMBER, "eight"),
        (Kind.PERCENT, "Infinity"),
        (Kind.NUMBER, True),
        (Kind.YES_NO, "yes"),
        (Kind.CHOICE, "gast"),
        (Kind.CHOICE, ""),
        (Kind.CHOICES, "guest"),
        (Kind.CHOICES, ["gast"]),
        (Kind.DATE, "2026-02-30"),
        (Kind.DATETIME, "2026-03-09T14:30"),
        (Kind.DATETIME, "tomorrow"),
    ],
)
def test_an_impossible_answer_is_refused(kind: Kind, raw: object) -> None:
    with pytest.raises(AnswerRefusedError):
        value_of(question(kind), raw, OPTIONS)


def test_any_choice_will_do_where_the_options_are_not_known() -> None:
    assert value_of(question(Kind.CHOICE), "anything", ()) == "anything"


@pytest.mark.parametrize(
    ("kind", "text", "meant"),
    [
        (Kind.YES_NO, "Yes", True),
        (Kind.YES_NO, "maybe", "maybe"),
        (Kind.CHOICES, "a , b", ["a", "b"]),
        (Kind.TEXT, " a ", "a"),
    ],
)
def test_what_is_typed_is_understood(kind: Kind, text: str, meant: object) -> None:
    assert typed(question(kind), text) == meant
