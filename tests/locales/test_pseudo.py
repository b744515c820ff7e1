import pytest

from bot.locales.pseudo import pseudo


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Hello, {name}", "{name}"),
        ("Type `/pushback help` to see more", "`/pushback help`"),
        (":warning: Take care", ":warning:"),
        ("Go to <https://example.org|the page>", "<https://example.org|the page>"),
        ("Salt &amp; pepper", "&amp;"),
        ("Next: {{ action }} {% if day %}soon{% endif %}", "{% if day %}"),
    ],
)
def test_what_is_no_word_stays_as_it_is(text: str, kept: str) -> None:
    assert kept in pseudo(text)


def test_a_text_is_bracketed_accented_and_longer() -> None:
    assert pseudo("Save and continue") == "[Sávé áñd çóñtíñúé~~~~~]"


def test_a_blank_text_stays_blank() -> None:
    assert pseudo(" ") == " "
