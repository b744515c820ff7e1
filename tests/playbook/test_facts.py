from bot.coaching.case import Engagement, Reaction, Ruling, Side
from bot.playbook.facts import ATTRIBUTES, COMES_FROM, SLOTS, VALUES, blank, names
from bot.playbook.wording import load_wording


def test_every_fact_has_a_blank_value() -> None:
    assert set(blank()) == names()


def test_every_blank_value_is_said_as_nothing() -> None:
    wording = load_wording("en")

    said = {name: wording.render(f"{{{{ {name} }}}}", blank()) for name in names()}

    assert {name for name, text in said.items() if text} == {"contacts"}


def test_the_values_playbooks_may_name_are_those_the_coach_knows() -> None:
    assert VALUES["executive.engagement"] == {str(each) for each in Engagement}
    assert VALUES["reactions"] == {str(each) for each in Reaction}
    assert VALUES["changes.ruling"] == {str(each) for each in Ruling}
    assert VALUES["promises.by"] == {str(each) for each in Side}


def test_what_is_told_about_a_fact_is_about_one_that_exists() -> None:
    assert ATTRIBUTES.keys() | COMES_FROM.keys() <= names()
    assert {name.partition(".")[0] for name in VALUES} <= names()
    assert frozenset().union(*COMES_FROM.values()) <= SLOTS.keys()
