import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.coaching.commands import COMMANDS, Command, NearMiss, Nothing, Quote, put_right, range_in, read
from bot.coaching.figures import Range

ALIASES = {"ayuda": "help", "Casos": "cases", "registrar": "log"}


@pytest.mark.parametrize("typed", ["", "   ", "\n", "\u00a0"])
def test_nothing_typed_is_nothing(typed: str) -> None:
    assert read(typed, {}) == Nothing()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cases", Command("cases")),
        ("log", Command("log")),
        ("brief", Command("brief")),
        ("help", Command("help")),
        ("  Help  ", Command("help")),
        ("HELP!", Command("help")),
        ("help?", Command("help")),
        ("?", Command("help")),
        ("/help", Command("help")),
        ("--help", Command("help")),
        ("log <@U012AB3CD>", Command("log", "<@U012AB3CD>")),
        ("log <@U012AB3CD|anna>", Command("log", "<@U012AB3CD|anna>")),
        ("brief @anna", Command("brief", "@anna")),
        ("brief @Anna Weber", Command("brief", "@Anna Weber")),
        ("brief Anna", Command("brief", "Anna")),
        ("log it", Command("log", "it")),
        ("help log", Command("help", "log")),
        ("pause 2027-03-08", Command("pause", "2027-03-08")),
        ("pause until 2027-03-08", Command("pause", "until 2027-03-08")),
        ("digest", Command("digest")),
        ("digest last month", Command("digest", "last month")),
        ("Digest  Last Week.", Command("digest", "Last Week.")),
        ("ayuda", Command("help")),
        ("casos", Command("cases")),
        ("Registrar @anna", Command("log", "@anna")),
    ],
)
def test_a_command_alone_or_with_what_it_takes_is_the_command(typed: str, meant: Command) -> None:
    assert read(typed, ALIASES) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hlep", "help"),
        ("halp", "help"),
        ("helpp", "help"),
        ("hep", "help"),
        ("csaes", "cases"),
        ("case", "cases"),
        ("breif", "brief"),
        ("brif", "brief"),
        ("lgo", "log"),
        ("logs", "log"),
        ("aydua", "ayuda"),
        ("breif @anna", "brief"),
        ("hlep log", "help"),
        ("help me", "help"),
        ("help Anna", "help"),
        ("breif Anna", "brief"),
        ("cases please", "cases"),
        ("pause 2027-02-30", "pause"),
        ("digest last mnth", "digest"),
        ("digest last year", "digest"),
        ("digset last week", "digest"),
        ("digest March", "digest"),
    ],
)
def test_a_slip_of_the_finger_suggests_the_command_that_was_meant(typed: str, meant: str) -> None:
    assert read(typed, ALIASES) == NearMiss(typed, meant)


@pytest.mark.parametrize(
    "typed",
    [
        "We have no budget for this.",
        "digest this carefully before you answer",
        "help us understand what this costs",
        "help me see why we need another training",
        "log in takes too long already",
        "brief me on why we should spend this much",
        "cases like this never work out",
        "Log hours first, then we talk training",
        "No",
        "Never!",
        "budget",
        "lag",
        "leg",
        "dog",
        "lo",
        "why?",
        "Later.",
        "hlep us with that",
        "breif meetings are all I have time for",
        '"help"',
        "“log”",
        "« help »",
        "'cases'",
        "My people know their job",
        "<!channel> stop this",
        "no puedo ayuda a nadie",
        "ne\u202ever",
        "🙃",
        "...",
        "/",
    ],
)
def test_everything_else_is_what_the_executive_said(typed: str) -> None:
    assert read(typed, ALIASES) == Quote(typed)


@pytest.mark.parametrize("word", ["export", "forget"])
def test_a_word_that_is_no_command_is_never_taken_for_a_slip_of_one(word: str) -> None:
    assert read(word, {}) == Quote(word)


def test_days_are_named_in_each_language_and_in_english() -> None:
    ranges = {"Semana pasada": Range.LAST_WEEK}

    assert read("digest semana pasada", {}, ranges) == Command("digest", "semana pasada")
    assert range_in("semana pasada", ranges) is Range.LAST_WEEK
    assert range_in("Last  month!", ranges) is Range.LAST_MONTH
    assert range_in("", ranges) is None


def test_the_quote_is_kept_to_the_letter() -> None:
    assert read("  “We tried that.”  ", {}) == Quote("  “We tried that.”  ")


@given(st.text())
def test_any_text_is_read_without_losing_a_letter(text: str) -> None:
    match read(text, ALIASES):
        case Quote(quoted):
            assert quoted == text
        case NearMiss(typed, meant):
            assert typed == text.strip()
            assert meant in {*COMMANDS, *map(str.casefold, ALIASES)}
        case Command(name, rest):
            assert name in COMMANDS
            assert text.strip().endswith(rest)
        case Nothing():
            assert not text.strip()


@given(st.sampled_from(sorted(COMMANDS)), st.data())
def test_two_swapped_letters_never_hide_a_command(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 2))
    assume(name[at] != name[at + 1])
    swapped = name[:at] + name[at + 1] + name[at] + name[at + 2 :]

    assert read(swapped, {}) == NearMiss(swapped, name)


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("breif", Command("brief")),
        ("breif Anna", Command("brief", "Anna")),
        ("puase until 2027-03-08", Command("pause", "until 2027-03-08")),
        ("help me", Command("help")),
    ],
)
def test_a_near_miss_can_be_put_right(typed: str, command: Command) -> None:
    miss = read(typed, ALIASES)

    assert isinstance(miss, NearMiss)
    assert read(put_right(miss), ALIASES) == command
