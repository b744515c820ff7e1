from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching.brief import PILOT_LINES, Worked, best_evidence, brief_of
from bot.coaching.brief_pages import NO_QUOTE, BriefChoices, BriefPage
from bot.coaching.case import CaseFile, Evidence, Executive
from bot.coaching.estimate import BenefitLine, Estimate
from bot.coaching.needs import Competency, Level, Needs, Role, Worth
from bot.coaching.pages import Entry
from bot.coaching.pilot_brief import PilotSummary
from bot.coaching.risks import Risks, Standstill
from bot.coaching.transfer import Action, Component, TransferPlan
from bot.locales.words import load_words
from bot.playbook.facts import blank
from bot.playbook.model import Kind, Question
from tests.coaching.builders import CASE, answered, interaction, playbook, step

BOOK = playbook()
WORDS = load_words("en")


def brief(facts: dict[str, object], file: CaseFile | None = None, worked: Worked | None = None) -> BriefPage:
    return brief_of(file or answered({}), BOOK, blank() | facts, WORDS, worked)


def test_the_brief_is_headed_by_whom_and_what_it_is_about() -> None:
    page = brief({})

    assert (page.title_executive, page.title_initiative) == ("Anna Weber", "onboarding redesign")


def test_what_keeps_a_result_in_use_is_told_once_there_is_one() -> None:
    worked = Worked(transfer=TransferPlan(actions=(Action("1", Component.MENTORING, "Pairs"),)))

    before, after = brief({}, worked=worked), brief({"pilot_result": "go"}, worked=worked)

    assert before.transfer is None
    assert after.transfer
    assert after.transfer.actions[0].component is Component.MENTORING


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
        ("paper.pilot.pilot_size", "1,200"),
        ("paper.pilot.rule_yes", "9 or fewer"),
        ("paper.pilot.pilot_decision_on", "Fri, Jun 26, 2026"),
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

    assert SECRET not in repr(brief_of(file, BOOK, blank() | COMPLETE | {"reflection": SECRET}, WORDS))


def test_whatever_a_playbook_asks_in_private_stays_out_of_the_brief() -> None:
    asked = tuple(Question(name, Kind.TEXT, "", fills=name, private=True) for name in (*COMPLETE, *PILOT_LINES))

    facts = blank() | dict.fromkeys((*COMPLETE, *PILOT_LINES), SECRET)

    page = brief_of(answered({}), playbook(step(*asked)), facts, WORDS)

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


SPOKEN = (
    interaction("a", date(2026, 3, 1), quote="Too expensive."),
    interaction("b", date(2026, 3, 9), quote="Show me one team."),
)


@pytest.mark.parametrize(
    ("chosen", "quote"),
    [("", "Show me one team."), ("a", "Too expensive."), (NO_QUOTE, ""), ("gone", "Show me one team.")],
)
def test_the_words_at_the_top_are_the_newest_or_those_that_were_chosen(chosen: str, quote: str) -> None:
    page = brief({}, CaseFile(CASE, interactions=SPOKEN), Worked(BriefChoices(quote=chosen)))

    assert page.quote == quote
    assert [each.text for each in page.spoken] == ["Show me one team.", "Too expensive."]


def test_who_chose_no_words_misses_none() -> None:
    assert "brief.missing.quote" not in brief({}, worked=Worked(BriefChoices(quote=NO_QUOTE))).missing


def test_evidence_that_may_not_be_shown_is_left_out() -> None:
    page = brief({}, CaseFile(CASE, evidence=PROOF), Worked(withheld=frozenset({"1"})))

    assert page.proofs == ()


def test_what_was_worked_out_beside_the_conversation_stands_on_the_page() -> None:
    worked = Worked(
        estimate=Estimate("EUR", benefits=(BenefitLine("b", "Fewer complaints"),)),
        needs=Needs(roles=(Role("r", "Leads"),), competencies=(Competency("k", "r", "brief", Level.ALONE),)),
        risks=Risks(standstill=Standstill("We lose a shift")),
    )

    page = brief({}, worked=worked)

    assert page.estimate == worked.estimate
    assert page.needs
    assert page.risks
    assert page.needs.lines[0].role == "Leads"
    assert page.risks.standstill == "We lose a shift"


def test_what_was_begun_and_left_empty_is_not_there() -> None:
    page = brief({}, worked=Worked(estimate=Estimate("EUR"), needs=Needs(), risks=Risks()))

    assert (page.estimate, page.needs, page.risks) == (None, None, None)


def test_a_pilot_with_its_rule_and_day_misses_none() -> None:
    tested = PilotSummary("", None, None, None, "", "", date(2026, 6, 26), "", "", (), ("Go: 9",), (), None, "", "", "")

    assert "brief.missing.rule" not in brief({}, worked=Worked(tested=tested)).missing


def test_words_about_money_that_would_be_picked_apart_are_named_with_their_part() -> None:
    named = Estimate("USD", (BenefitLine("b1", "Saves money over 3 years"),))

    page = brief(
        {"ask": "We get an ROI of 1.8"}, worked=Worked(estimate=named, needs=Needs(worth=Worth("ROI of $1.57")))
    )

    assert [slip.part for slip in page.slips] == ["paper.figures", "paper.needs", "paper.ask"]


def test_the_executives_own_words_are_not_corrected() -> None:
    assert brief({"quote": "I want an ROI of 1.8"}).slips == ()
