from bot.coaching.verbatim import is_same, showable


def test_control_characters_and_half_characters_are_not_shown() -> None:
    typed = "a\x00b\x07c\ud800d\ttab\nline"

    assert showable(typed) == "abc\ufffdd\ttab\nline"


def test_two_halves_of_a_character_become_one() -> None:
    assert showable("\ud83d\ude00") == "😀"


def test_words_that_come_back_as_they_were_shown_are_the_same() -> None:
    stored = "No\x00 money \ud800"

    assert is_same(showable(stored), stored)
    assert is_same(None, "\x00")
    assert not is_same("No money", stored)


def test_options_chosen_are_the_same_in_any_order() -> None:
    assert is_same(("guest", "design"), ("design", "guest"))
    assert not is_same(("guest",), ("design", "guest"))
