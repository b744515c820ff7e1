from datetime import date
from decimal import Decimal
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateError, UndefinedError

from bot.playbook.facts import blank
from bot.playbook.wording import load_wording

ENGLISH: Final = load_wording("en")
FACTS: Final = blank() | {
    "quote": "<!channel> R&D costs > €5",
    "pilot_decision_on": date(2026, 3, 26),
    "pilot_size": Decimal("1200.5"),
    "involvement": ["design", "delivery", "guest"],
    "concern": {"id": "budget", "name": "Budget", "exploring": ["One?", "Two?"]},
    "concerns": [{"name": "Budget"}, {"name": "<b>Time</b>"}],
}


def test_a_value_cannot_become_a_mention_or_a_link() -> None:
    assert ENGLISH.render("*They said:* {{ quote }}", FACTS) == "*They said:* &lt;!channel&gt; R&amp;D costs &gt; €5"


def test_literal_text_stays_as_the_author_wrote_it() -> None:
    assert ENGLISH.render("> <https://example.com|Read on> & go", FACTS) == "> <https://example.com|Read on> & go"


def test_plain_text_keeps_values_as_they_are() -> None:
    assert ENGLISH.plain("{{ quote }}", FACTS) == FACTS["quote"]


@pytest.mark.parametrize("template", ["{{ quote | safe }}", "{{ quote | tojson }}", "{{ quote | urlize }}"])
def test_no_filter_gets_round_the_escaping(template: str) -> None:
    with pytest.raises(TemplateError):
        ENGLISH.render(template, FACTS)


def test_no_block_gets_round_the_escaping() -> None:
    said = ENGLISH.render("{% autoescape false %}{{ quote }}{% endautoescape %}", FACTS)

    assert "<!channel>" not in said


@given(st.text(alphabet="<>&!@#|a"))
def test_no_value_ever_brings_an_angle_bracket(value: str) -> None:
    said = ENGLISH.render("{{ quote | upper }}{{ [quote, quote] | join('-') }}{{ quote ~ quote }}", {"quote": value})

    assert not set("<>") & set(said)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{{ pilot_decision_on | date }}", "Thu, Mar 26, 2026"),
        ("{{ pilot_decision_on }}", "Thu, Mar 26, 2026"),
        ("{{ pilot_decision_on | iso }}", "2026-03-26"),
        ("{{ pilot_size | number }}", "1,200.5"),
        ("{{ pilot_size }}", "1,200.5"),
        ("{{ pilot_size | percent }}", "1,200.5%"),
        ("{{ pilot_size | money('EUR') }}", "€1,200.50"),
        ("{{ involvement | listed }}", "design, delivery, and guest"),
        ("{{ involvement }}", "design, delivery, and guest"),
        ("{{ concerns | map(attribute='name') | listed }}", "Budget and &lt;b&gt;Time&lt;/b&gt;"),
        ("{{ concern.exploring[1] }}", "Two?"),
        ("{% for each in concern.exploring %}{{ loop.index }} {{ each }} {% endfor %}", "1 One? 2 Two?"),
        ("{{ concern.name[:3] }}", "Bud"),
    ],
)
def test_values_are_said_in_the_language_s_form(template: str, said: str) -> None:
    assert ENGLISH.render(template, FACTS) == said


@pytest.mark.parametrize(
    "template",
    [
        "{{ goal }}",
        "{{ concern.name }}",
        "{{ concern.exploring[0] }}",
        "{{ concerns[0].name }}",
        "{{ labels.setting }}",
        "{{ executive.name }}",
        "{{ today }}{{ today | date }}{{ today | iso }}",
        "{{ pilot_weeks | number }}{{ pilot_weeks | percent }}{{ pilot_weeks | money('EUR') }}",
        "{{ involvement | listed }}",
        "{% for each in concern.exploring %}{{ each }}{% endfor %}",
        "{% if goal %}{{ goal.nothing.at.all }}{% endif %}",
    ],
)
def test_what_is_unknown_is_empty_all_the_way_down(template: str) -> None:
    assert ENGLISH.render(template, blank()) == ""


@pytest.mark.parametrize("template", ["{{ gaol }}", "{{ gaol.name }}", "{{ gaol | date }}", "{{ range(3) }}"])
def test_what_is_no_fact_is_an_error(template: str) -> None:
    with pytest.raises(UndefinedError):
        ENGLISH.render(template, blank())


@pytest.mark.parametrize(
    "template", ["{{ quote.upper }}", "{{ concern.keys }}", "{{ concerns.append }}", "{{ quote.__class__ }}"]
)
def test_no_fact_shows_its_methods(template: str) -> None:
    assert ENGLISH.render(template, FACTS) == ""


def test_parts_that_were_left_out_leave_no_gap() -> None:
    template = "One.\n\n{% if goal %}\nTwo.\n{% endif %}\n\nThree.\n"

    assert ENGLISH.render(template, blank()) == "One.\n\nThree."
