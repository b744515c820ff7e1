from dataclasses import replace

from bot.playbook import flow
from bot.playbook.facts import blank
from bot.playbook.model import Finish, Go, Is, Offer, Rest, Stage, Tool
from tests.playbook.authors import small_playbook

BOOK = small_playbook()
CONFIRMED = blank() | {"said_back": "confirmed"}


def ids(steps: tuple[object, ...]) -> list[str]:
    return [getattr(step, "id", "") for step in steps]


def test_a_run_begins_at_the_first_step() -> None:
    assert flow.first(BOOK).id == "said"


def test_the_first_move_whose_condition_holds_is_taken() -> None:
    step = BOOK.step("say_back")

    assert isinstance(flow.after(BOOK, step, blank()), Rest)
    assert flow.after(BOOK, step, CONFIRMED) == step.moves[1]
    corrected = flow.after(BOOK, step, blank() | {"said_back": "corrected", "correction": "Time"})
    assert isinstance(corrected, Go)
    assert corrected.forget == ("said_back", "correction")
    assert isinstance(flow.after(BOOK, BOOK.step("pilot"), blank()), Finish)


def test_a_stage_is_closed_until_its_gate_opens() -> None:
    assert flow.closed_gate(BOOK, Stage.ALIGN, blank()) == BOOK.gate(Stage.ALIGN)
    assert flow.closed_gate(BOOK, Stage.ALIGN, CONFIRMED) is None
    assert flow.closed_gate(BOOK, Stage.LISTEN, blank()) is None


def test_the_path_leads_through_the_facts() -> None:
    assert ids(flow.path(BOOK, blank())) == ["said", "say_back"]
    assert ids(flow.path(BOOK, CONFIRMED)) == ["said", "say_back", "evidence", "pilot"]


def test_a_path_that_meets_itself_ends() -> None:
    facts = blank() | {"said_back": "corrected", "correction": "Time"}

    assert ids(flow.path(BOOK, facts)) == ["said", "say_back"]


def test_back_is_the_step_before_on_the_path() -> None:
    assert flow.back(BOOK, BOOK.step("said"), CONFIRMED) is None
    assert flow.back(BOOK, BOOK.step("pilot"), CONFIRMED) == BOOK.step("evidence")


def test_back_from_a_step_off_the_path_leads_onto_it() -> None:
    assert flow.back(BOOK, BOOK.step("pilot"), blank()) == BOOK.step("say_back")


def test_a_question_is_asked_while_its_condition_holds() -> None:
    step = BOOK.step("say_back")

    assert ids(flow.asked(step, blank())) == ["restatement", "said_back"]
    assert ids(flow.asked(step, blank() | {"said_back": "corrected"})) == ["restatement", "said_back", "correction"]


def test_a_tool_is_offered_while_its_condition_holds() -> None:
    money = Offer(Tool.ROI, when=Is("primary_concern", ("budget",)))
    step = replace(BOOK.step("pilot"), tools=(Offer(Tool.PILOT), money))

    assert flow.offered(step, blank()) == (Tool.PILOT,)
    assert flow.offered(step, blank() | {"primary_concern": "budget"}) == (Tool.PILOT, Tool.ROI)
