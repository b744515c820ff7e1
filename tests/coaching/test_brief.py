from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching.brief import PILOT_LINES, best_evidence, brief_of
from bot.coaching.case import CaseFile, Evidence, Executive
from bot.coaching.pages import BriefPage, Entry
from bot.locales.words import load_words
from bot.playbook.facts import blank
from bot.playbook.model import Kind, Question
from tests.coaching.builders import CASE, answered, interaction, playbook, step

BOOK = playbook()
WORDS = load_words("en")


def brief(facts: dict[str, object], file: CaseFile | None = None) -> BriefPage:
    return brief_of(file or answered({}), BOOK, blank() | facts)


def test_the_brief_is_headed_by_whom_and_what_it_is_about() -> None:
    page = brief({})

    assert (page.title_executive, page.title_initiative) == ("Anna Weber", "onboarding redesign")


def test_an_executive_without_a_name_is_named_by_the_role() -> None:
    file = CaseFile(replace(CASE, executive=Executive("e", "", "CFO")))

    assert brief({}, file).title_executive == "CFO"
    assert brief({}, CaseFile(replace(CASE, executive=None))).title_executive == ""


def test_their_sentence_is_the_newest_one_they_said() -> None:
    spoken = (
        interaction("b", date(2026, 3, 9), quote="Show me one team."),
        interaction("a", date(2026, 3, 1), quote="Too expensive."),
        interaction("c", date(2026, 3, 20), quote="  "),
    )

    assert brief({"quote": "Too expensive."}, CaseFile(CASE, interactions=spoken)).quote == "Show me one team."


def test_before_anything_was_logged_it_is_the_sentence_that_began_the_case() -> None:
    assert brief({"quote": "Too expensive."}).quote == "Too expensive."


def test_proofs_with_a_source_come_first_and_the_newest_of_them_lead() -> None:
    proofs = (
        Evidence("unsourced", "data", "They say it works", " ", date(2026, 3, 1)),
        Evidence("old", "case_study", "Depot south", "HBR", date(2019, 1, 1)),
        Evidence("undated", "testimonial", "A happy client", "Letter"),
        Evidence("new", "own_result", "Complaints fell", "Quality report", date(2025, 11, 1)),
    )

    page = brief({}, CaseFile(CASE, evidence=proofs))

    assert page.proofs == (
        Entry("new", "Complaints fell", "Quality report, Sat, Nov 1, 2025"),
        Entry("old", "Depot south", "HBR, Tue, Jan 1, 2019"),
        Entry("undated", "A happy client", "Letter"),
    )


def test_a_proof_without_a_source_is_shown_without_one() -> None:
    page = brief({}, CaseFile(CASE, evidence=(Evidence("1", "data", "They say so", "", date(2026, 3, 1)),)))

    assert page.proofs == (Entry("1", "They say so", ""),)
    assert "brief.missing.proofs" in page.missing


def test_the_pilot_is_told_in_the_languages_numbers_and_days() -> None:
    page = brief({"pilot_size": Decimal(1200), "pilot_decision_on": date(2026, 6, 26), "rule_yes": "9 or fewer"})

    assert page.pilot == (
        ("brief.pilot.pilot_size", "1,200"),
        ("brief.pilot.rule_yes", "9 or fewer"),
        ("brief.pilot.pilot_decision_on", "Fri, Jun 26, 2026"),
    )


COMPLETE: dict[str, object] = {
    "quote": "Too expensive.",
    "goal": "A second site",
    "goal_measure": "Opened by March",
    "restatement": "You worry about the cost.",
    "said_back": "confirmed",
    "cost_of_yes": "4,000",
    "ask": "Eight weeks",
    "rule_yes": "9 or fewer",
    "rule_no": "13 or more",
    "pilot_decision_on": date(2026, 6, 26),
}
PROOF = (Evidence("1", "data", "Complaints fell", "Quality report"),)


def test_a_complete_brief_misses_nothing() -> None:
    assert brief(COMPLETE, CaseFile(CASE, evidence=PROOF)).missing == ()


@pytest.mark.parametrize(
    ("lacking", "part"),
    [
        ("quote", "quote"),
        ("goal", "goal"),
        ("cost_of_yes", "cost_of_yes"),
        ("ask", "ask"),
        ("goal_measure", "goal_measure"),
        ("said_back", "confirmation"),
        ("rule_no", "rule"),
        ("pilot_decision_on", "rule"),
    ],
)
def test_what_is_not_known_yet_is_listed(lacking: str, part: str) -> None:
    facts = COMPLETE | {lacking: blank()[lacking]}

    assert brief(facts, CaseFile(CASE, evidence=PROOF)).missing == (f"brief.missing.{part}",)


def test_without_a_restatement_its_confirmation_is_not_asked_for() -> None:
    page = brief(COMPLETE | {"restatement": "", "said_back": ""}, CaseFile(CASE, evidence=PROOF))

    assert page.missing == ("brief.missing.restatement",)


def test_every_part_and_every_line_of_the_pilot_has_its_words() -> None:
    nothing = brief({})
    everything = brief(dict.fromkeys(PILOT_LINES, "x"))

    for key in (*nothing.missing, *(key for key, _ in everything.pilot)):
        assert WORDS(key)
    assert len(everything.pilot) == len(PILOT_LINES)


SECRET = "I may have to leave over this"


def test_the_private_reflection_never_reaches_the_brief() -> None:
    file = answered({"reflection": SECRET})

    assert SECRET not in repr(brief_of(file, BOOK, blank() | COMPLETE | {"reflection": SECRET}))


def test_whatever_a_playbook_asks_in_private_stays_out_of_the_brief() -> None:
    asked = tuple(Question(name, Kind.TEXT, "", fills=name, private=True) for name in (*COMPLETE, *PILOT_LINES))

    page = brief_of(answered({}), playbook(step(*asked)), blank() | dict.fromkeys((*COMPLETE, *PILOT_LINES), SECRET))

    assert SECRET not in repr(page)


DAYS = st.none() | st.dates()
PROOFS = st.lists(st.builds(Evidence, st.uuids().map(str), st.just("data"), st.text(), st.text(max_size=3), DAYS))


@given(PROOFS)
def test_no_proof_without_a_source_displaces_one_with_a_source(proofs: list[Evidence]) -> None:
    best = best_evidence(tuple(proofs))

    sourced = [bool(each.source.strip()) for each in best]
    assert sourced == sorted(sourced, reverse=True)
    assert sum(sourced) == min(3, sum(bool(each.source.strip()) for each in proofs))
    assert len(best) == min(3, len(proofs))
