from dataclasses import replace

from bot.playbook.coverage import coverage
from bot.playbook.model import Offer, Tool
from bot.playbook.sources import load_sources
from tests.playbook.authors import small_playbook


def test_every_source_fact_has_an_id_and_a_label() -> None:
    sources = load_sources()

    expected = [*(f"A-{n:02}" for n in range(1, 58)), *(f"B-{n:02}" for n in range(1, 30))]
    assert list(sources) == [*expected, *(f"C-{n:02}" for n in range(1, 19))]
    assert all(source.label for source in sources.values())
    later = [source.id for source in sources.values() if source.is_later_topic]
    assert later == ["A-54", "A-55", "A-56", "A-57", "B-29"]


def test_a_source_fact_names_what_uses_it() -> None:
    uses = {use.source.id: use.places for use in coverage([small_playbook()])}

    assert uses["A-01"] == ("playbook small",)
    assert uses["A-14"] == ("step said",)
    assert uses["A-30"] == ("concern budget",)
    assert uses["A-12"] == ("tactic data_statistics",)
    assert uses["A-28"] == ("warning sarcasm",)
    assert uses["C-01"] == ()


def test_a_tool_that_a_step_offers_may_rest_on_facts_too() -> None:
    book = small_playbook()
    offering = replace(book.steps[0], tools=(Offer(Tool.NEEDS, source=("C-05",)),))

    uses = {use.source.id: use.places for use in coverage([replace(book, steps=(offering, *book.steps[1:]))])}

    assert uses["C-05"] == ("tool needs",)
