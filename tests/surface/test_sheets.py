"""The windows of needs analysis, qualitative half and transfer plan."""

from dataclasses import replace
from typing import Any

from bot.coaching import needs, risks, transfer
from bot.coaching.needs import Needs
from bot.coaching.risks import Risk, RiskKind, Risks
from bot.coaching.sheet_pages import NeedsPage, RisksPage, TransferPage
from bot.coaching.transfer import Barrier, Standing, TransferPlan
from bot.locales.words import load_words
from bot.playbook.model import Tool
from bot.surface import ids
from bot.surface.kit import Json
from bot.surface.needs import gap_table, needs_modal
from bot.surface.risks import risks_modal
from bot.surface.sheet import form_modal
from bot.surface.transfer import transfer_modal
from tests.coaching.test_needs import CLERKS, LEADS, WHOLE
from tests.support import samples, sheet_samples
from tests.support.samples import TYPICAL

EN = load_words("en")
CASE = samples.case(TYPICAL)


def test_the_table_has_its_figures_in_columns_of_equal_width_before_words_that_may_wrap() -> None:
    lines = gap_table(needs.summary(replace(WHOLE, assessments=WHOLE.assessments)).lines, EN)

    assert [line[:16] for line in lines] == ["`1 → 3` `144`  T", "`1 → 2` ` 12`  D"]


def test_what_nobody_assessed_is_a_question_mark() -> None:
    lines = gap_table(needs.summary(replace(WHOLE, assessments=())).lines, EN)

    assert {line[:11] for line in lines} == {"`? → 3` `?`", "`? → 2` `?`"}


def test_a_competency_can_be_added_once_there_is_a_role() -> None:
    assert "Add a competency" not in _buttons(_needs(Needs()))
    assert "Add a competency" in _buttons(_needs(Needs(roles=(LEADS,))))


def test_the_priority_is_labelled_as_our_own_convention_wherever_one_stands() -> None:  # F11
    assert "no published formula" in str(_needs(WHOLE))
    assert "no published formula" not in str(_needs(Needs(roles=(LEADS, CLERKS))))


def test_what_closing_the_gap_is_worth_leads_into_the_estimate() -> None:  # C-08
    pressed = [each["value"] for each in _elements(_needs(WHOLE)) if each["action_id"] == ids.TOOL_OPEN]

    assert pressed == [ids.tool_value(Tool.ROI, CASE.id)]


def test_risks_stand_under_their_kind_with_what_is_done_and_by_whom() -> None:
    sheet = Risks(
        risks=(
            Risk("a", RiskKind.SOCIAL, "Leads fear to look weak", "Practice in pairs"),
            Risk("b", RiskKind.ECONOMIC, "It costs more", "A cap", "Ines"),
            Risk("c", RiskKind.SOCIAL, "Jealousy"),
        )
    )

    text = risks_modal(RisksPage(CASE, sheet, risks.summary(sheet)), EN)["blocks"][1]["text"]["text"]

    assert text.splitlines() == [
        "*What could go wrong*",
        "_Economic: money, budget, lost hours_",
        "• It costs more",
        "      → A cap _(Ines)_",
        "_Social: people, standing, jobs_",
        "• Leads fear to look weak",
        "      → Practice in pairs _(nobody sees to it yet)_",
        "• Jealousy",
        "      → _nothing against it yet_",
    ]


def test_a_plan_before_a_result_shows_nothing_but_why_and_where_the_pilot_is() -> None:
    view = transfer_modal(sheet_samples.empty_transfer_page(), EN)

    assert "First a result." in str(view)
    assert _buttons(view) == ["Pilot and rule"]


def test_an_open_plan_carries_the_warning_about_the_word() -> None:  # C-12, C-15
    assert "Mind the word in front of the team" in str(transfer_modal(sheet_samples.empty_transfer_page("go"), EN))


def test_a_barrier_is_open_until_somebody_looked() -> None:
    plan = TransferPlan(barriers=(Barrier("time", Standing.IN_THE_WAY), Barrier("peers", Standing.CLEAR)))

    view = transfer_modal(TransferPage(CASE, plan, transfer.summary(plan), "go"), EN)

    lines = next(
        block["text"]["text"].splitlines()[1:]
        for block in view["blocks"]
        if "What could be in the way" in str(block.get("text"))
    )
    assert [line.partition(" ")[0] for line in lines] == [
        ":white_circle:",
        ":warning:",
        ":white_circle:",
        ":white_check_mark:",
        ":white_circle:",
    ]


def test_a_form_carries_its_place_and_the_revision_it_was_drawn_from() -> None:
    view = form_modal(sheet_samples.form_page(TYPICAL, Tool.NEEDS, "roles"), EN)

    assert view["private_metadata"] == (
        f'{{"tool":"needs","part":"roles","case":"{sheet_samples.MOST_ID}","entry":"{sheet_samples.MOST_ID}","rev":7}}'
    )
    assert "2 competencies go with it." in str(view)


def _needs(sheet: Needs) -> Json:
    return needs_modal(NeedsPage(CASE, sheet, needs.summary(sheet)), EN)


def _elements(view: Json) -> list[dict[str, Any]]:
    return [each for block in view["blocks"] if block["type"] == "actions" for each in block["elements"]]


def _buttons(view: Json) -> list[str]:
    return [each["text"]["text"] for each in _elements(view) if each["type"] == "button"]
