"""What ships is a test: it has no problems, rests on every source fact, and its example plays in every language."""

from pathlib import Path

import pytest

from bot.locales.pseudo import PSEUDO
from bot.playbook import flow
from bot.playbook.coverage import coverage
from bot.playbook.facts import blank
from bot.playbook.model import Playbook, Tool
from bot.playbook.rehearsal import Rehearsal, perform
from bot.playbook.shelf import Shelf

SHELF = Shelf.read(Path(__file__).parents[2] / "playbooks")
SPOKEN = [(name, language) for name in SHELF.ids() for language in (*SHELF.languages(), PSEUDO)]


def shipped(playbook_id: str, language: str = "en") -> Playbook:
    return SHELF.playbook(playbook_id, SHELF.newest(playbook_id), language)


@pytest.mark.parametrize(("playbook_id", "language"), SPOKEN)
def test_an_example_plays_to_the_end_in_every_language(playbook_id: str, language: str) -> None:
    playbook = shipped(playbook_id, language)
    rehearsal = Rehearsal(playbook)

    lines = list(perform(rehearsal, playbook.example))

    assert lines == list(playbook.example)
    assert rehearsal.is_over
    assert rehearsal.next_action


def test_every_source_fact_is_used_but_later_topics() -> None:
    uses = coverage(shipped(playbook_id) for playbook_id in SHELF.ids())

    unused = {use.source.id for use in uses if not use.places and not use.source.is_later_topic}
    assert unused == set()


def test_the_library_knows_twenty_concerns_and_twenty_five_tactics() -> None:
    playbook = shipped("executive-pushback")

    assert len(playbook.concerns) == 20
    assert len(playbook.tactics) == 25
    assert all(len(concern.examples) >= 10 for concern in playbook.concerns.values())


def test_every_tactic_is_recommended_for_a_concern() -> None:
    playbook = shipped("executive-pushback")

    recommended = {name for concern in playbook.concerns.values() for name in concern.tactics}

    assert playbook.tactics.keys() - recommended == set()


def test_every_tool_is_offered_somewhere_and_names_what_it_rests_on() -> None:
    offers = [offer for step in shipped("executive-pushback").steps for offer in step.tools]

    assert {offer.tool for offer in offers} == set(Tool)
    assert all(offer.source for offer in offers)


@pytest.mark.parametrize("concern", ["budget", "cost_centre", "risk_economic"])
@pytest.mark.parametrize("fact", ["primary_concern", "other_concerns"])
def test_the_estimate_is_offered_where_a_confirmed_concern_is_about_money(fact: str, concern: str) -> None:
    evidence = shipped("executive-pushback").step("evidence")
    known = blank() | {fact: concern if fact == "primary_concern" else [concern]}

    assert Tool.ROI in flow.offered(evidence, known)
    assert Tool.ROI not in flow.offered(evidence, blank() | {"primary_concern": "stability"})
