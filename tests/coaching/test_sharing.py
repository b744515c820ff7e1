from dataclasses import replace

import pytest

from bot.coaching.case import CaseFile, Person
from bot.coaching.sharing import LONGEST_LINE, SharingLevel, line_of, problem
from tests.support.stored import contact, new_case

MARA = Person("U0MARA", "Mara Lind", "Mara", "Europe/Berlin", "en")
QUOTE = "We already spend too much on training, and nobody can show me the use of it."


def wrong(line: str, level: SharingLevel = SharingLevel.ANONYMOUS, quote: str = QUOTE) -> str:
    case = new_case()
    file = CaseFile(case, interactions=(contact(case, quote=quote),))
    found = problem(line, level, file, MARA)
    return found.key.rpartition(".")[2] if found else ""


@pytest.mark.parametrize(
    "line",
    [
        "A finance lead agreed to a test after we asked which figure would convince them.",
        "Asking about the goal first moved a sceptic to a pilot.",
        "We cut the course to two half-days & kept the practice.",
        "The line manager's worry was cover on the shifts.",
    ],
)
def test_a_sentence_about_what_moved_can_be_shared(line: str) -> None:
    assert wrong(line) == ""


@pytest.mark.parametrize("line", ["Anna Weber agreed to a pilot.", "We met WEBER again.", "Anna's question helped."])
@pytest.mark.parametrize("level", [SharingLevel.ANONYMOUS, SharingLevel.NAMED])
def test_the_executive_is_never_named(line: str, level: SharingLevel) -> None:
    assert wrong(line, level) == "executive"


def test_ones_own_name_stands_only_in_a_line_that_is_named() -> None:
    assert wrong("Mara got a yes.") == "yourself"
    assert wrong("Mara got a yes.", SharingLevel.NAMED) == ""


@pytest.mark.parametrize(
    "line",
    [
        "They said they already spend too much on it.",
        "“Nobody can show me the use”, and then they agreed.",
        "The answer was: WE ALREADY SPEND, TOO much.",
    ],
)
def test_words_that_were_said_are_never_quoted(line: str) -> None:
    assert wrong(line) == "quote"


def test_a_short_quote_counts_whole() -> None:
    assert wrong("They said no budget, so we waited.", quote="No budget!") == "quote"
    assert wrong("No is an answer.", quote="No") == ""


@pytest.mark.parametrize("line", ["Ask <@U05DANA>.", "@dana agreed", "<!channel> look", "See https://x.example"])
def test_a_line_points_at_nobody(line: str) -> None:
    assert wrong(line) == "mention"


def test_an_address_by_mail_is_no_mention_and_a_full_stop_no_link() -> None:
    assert wrong("We wrote to training at the plant. Then it went quickly.") == ""


def test_a_line_is_neither_empty_nor_a_story() -> None:
    assert wrong("") == "empty"
    assert wrong("x" * (LONGEST_LINE + 1)) == "long"


def test_a_line_is_one_line() -> None:
    assert line_of("  It\n went \t well. ") == "It went well."


def test_a_case_without_an_executive_names_none() -> None:
    case = replace(new_case(), executive=None)

    assert problem("All went well.", SharingLevel.NAMED, CaseFile(case), MARA) is None
