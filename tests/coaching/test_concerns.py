from dataclasses import replace
from time import perf_counter

import pytest

from bot.coaching.concerns import Ear, Heard
from bot.playbook.model import Concern
from tests.bench.hearing import languages, leave_one_out, shipped_concerns

BUDGET = Concern(
    id="budget",
    name="No budget",
    meaning="",
    signals=("spend*", "too much", "budget*", "find .. money"),
    examples=("We are spending too much on outside help.", "The pot is empty until April."),
    exploring=(),
    restatement="",
    listening="",
    tactics=(),
)
TIME = replace(
    BUDGET,
    id="time_consuming",
    name="Takes too long",
    signals=("too much time", "three days", "shift*"),
    examples=("Three whole days is a lot to ask of nurses.", "Could the sessions be shorter?"),
)
RISK = replace(
    BUDGET,
    id="risk_operational",
    name="Daily work",
    signals=("shift*", "the line"),
    examples=("Who covers the night shift?", "Six operators less and the line stops."),
)


@pytest.fixture(scope="module")
def ear() -> Ear:
    return Ear({concern.id: concern for concern in (BUDGET, TIME, RISK)})


@pytest.fixture(scope="module")
def shipped() -> Ear:
    return Ear(shipped_concerns())


def ids(heard: tuple[Heard, ...]) -> list[str]:
    return [each.concern_id for each in heard]


def because(heard: tuple[Heard, ...], concern_id: str) -> tuple[str, ...]:
    return next(each.because for each in heard if each.concern_id == concern_id)


def test_the_words_that_gave_a_concern_away_are_named_as_they_were_typed(ear: Ear) -> None:
    heard = ear.hear("Honestly? We are Spending TOO much.")

    assert heard[0].concern_id == "budget"
    assert heard[0].because == ("Spending", "TOO much")


def test_a_repeated_word_is_named_once(ear: Ear) -> None:
    heard = ear.hear("Budget, budget, BUDGET.")

    assert heard[0].because == ("Budget",)


def test_a_star_stands_for_any_ending_and_only_for_an_ending(ear: Ear) -> None:
    assert ear.hear("What they spent, they overspend.") == ()
    assert because(ear.hear("The spenders!"), "budget") == ("spenders",)


def test_a_signal_is_heard_as_whole_words_only(ear: Ear) -> None:
    heard = ear.hear("He is tootoo muchly out of the liner.")

    assert heard == ()


def test_two_dots_stand_for_a_few_words_of_the_same_clause(ear: Ear) -> None:
    assert because(ear.hear("Where do I find that kind of money?"), "budget") == ("find that kind of money",)
    assert ear.hear("Find them. Money comes later.") == ()


def test_a_longer_signal_hides_the_shorter_one_inside_it(ear: Ear) -> None:
    heard = ear.hear("It is too much time.")

    assert ids(heard)[0] == "time_consuming"
    assert "too much" not in [word for each in heard for word in each.because]


def test_a_signal_that_two_concerns_share_speaks_for_the_one_whose_examples_use_it(ear: Ear) -> None:
    heard = ear.hear("Think of the shifts.")

    assert ids(heard) == ["risk_operational", "time_consuming"]


def test_likeness_to_the_examples_is_heard_without_any_signal(ear: Ear) -> None:
    heard = ear.hear("The pot is empty, the next April far off.")

    assert ids(heard) == ["budget"]
    assert heard[0].because == ("pot", "empty", "April")


@pytest.mark.parametrize(
    "quote",
    [
        "It's not about the budget.",
        "The budget is not the problem.",
        "The problem isn't our budget, really.",
        "Ce n'est pas une question de budget.",
        "El problema no es el budget.",
        "O budget não é o problema.",
    ],
)
def test_what_is_named_only_to_be_dismissed_is_not_heard(ear: Ear, quote: str) -> None:
    assert ear.hear(quote) == ()


def test_a_dismissal_ends_with_its_clause(ear: Ear) -> None:
    heard = ear.hear("It's not about the budget, it is the shift that worries me.")

    assert "budget" not in ids(heard)
    assert "risk_operational" in ids(heard)


def test_not_only_is_no_dismissal(ear: Ear) -> None:
    assert ids(ear.hear("It's not only about the budget.")) == ["budget"]


@pytest.mark.parametrize(
    "quote",
    [
        *("", "   ", "ok", "OK!", "hmm", "yes", "No.", "hello", "Hi there, how are you?", "Good morning", "We'll see."),
        *("asdkjh qwe zxcv", "lorem ipsum dolor sit amet", "12345", "...", "\x00\x00", "\ud800", "😀😀😀", "\u0301"),
        *("<!channel>", "<@U123>", "Happy birthday!", "My dog ate the homework.", "See you at six."),
        *("Das kostet uns viel zu viel Zeit, ehrlich gesagt.", "Não sei se isto faz sentido para nós."),
        *("مرحبا كيف حالك اليوم", "我们没有预算", "Je ne suis pas sûr que cela nous aide vraiment."),
    ],
)
def test_nothing_is_heard_in_small_talk_nonsense_and_unknown_languages(shipped: Ear, quote: str) -> None:
    assert shipped.hear(quote) == ()


@pytest.mark.parametrize(
    ("quote", "named"),
    [
        ("BUDGÉT", "BUDGÉT"),
        ("bu\u0301dget", "bu\u0301dget"),
        ("\U0001f62c budget \U0001f4b8", "budget"),
        ("שלום budget תקציב", "budget"),
        ("_budget_", "budget"),
        ("*too—much* too-much", "too-much"),
        ("too\x00much", "too much"),
        ("too \ud800\n much too \u202emuch", "too much"),
    ],
)
def test_accents_emoji_direction_and_broken_characters_do_not_get_in_the_way(ear: Ear, quote: str, named: str) -> None:
    heard = ear.hear(quote)

    assert because(heard, "budget") == (named,)


def test_signals_of_other_languages_are_heard_with_or_without_accents() -> None:
    french = replace(BUDGET, signals=("trop cher*", "l'argent", "dépens*"), examples=())
    ear = Ear({"budget": french})

    heard = ear.hear("C\u2019est TROP CHÈRE, d\u2019argent on n'en a pas, et quelles depenses !")

    assert heard[0].because == ("TROP CHÈRE", "depenses")


def test_a_contraction_is_named_whole(shipped: Ear) -> None:
    heard = shipped.hear("We tried that before and it didn't work.")

    assert all("didn" not in each.because for each in heard)


def test_no_more_than_the_limit_is_returned_and_the_likeliest_stands_first(shipped: Ear) -> None:
    quote = "No budget, no time, too risky for the shifts, the union and our systems, and I've known it all for years."

    heard = shipped.hear(quote, limit=4)

    assert len(heard) == 4
    assert [each.score for each in heard] == sorted((each.score for each in heard), reverse=True)
    assert len(shipped.hear(quote)) == 5


def test_hearing_the_same_quote_twice_gives_the_same(shipped: Ear) -> None:
    quote = "Our people are flat out, and you want three days of them?"

    assert shipped.hear(quote) == shipped.hear(quote)


def test_every_concern_heard_comes_with_words_of_the_quote(shipped: Ear) -> None:
    for concern in shipped_concerns().values():
        for quote in concern.examples:
            for heard in shipped.hear(quote):
                assert heard.because
                assert all(word in " ".join(quote.split()) for word in heard.because)


def test_an_ear_without_concerns_hears_nothing() -> None:
    assert Ear({}).hear("No budget.") == ()


@pytest.mark.parametrize(
    "quote",
    [
        "too much " * 333,
        "a" * 3000,
        "a " * 1500,
        "find " * 600,
        "'" * 3000,
        "é" * 3000,
        "bu\u0301" * 1000,
        "not too " * 375,
    ],
)
def test_a_quote_of_3000_characters_takes_no_time_whatever_it_says(shipped: Ear, quote: str) -> None:
    began = perf_counter()

    shipped.hear(quote)

    assert perf_counter() - began < 1


def test_a_forgotten_example_is_as_if_it_had_never_been_one() -> None:
    quote = BUDGET.examples[1]
    ear = Ear({"budget": BUDGET, "time_consuming": TIME})
    without = Ear({"budget": replace(BUDGET, examples=BUDGET.examples[:1]), "time_consuming": TIME})

    ear._learn("budget", quote, times=-1)

    for other in (quote, "Spending again.", "The sessions are empty until noon."):
        assert ear.hear(other) == without.hear(other)


@pytest.mark.parametrize("language", languages())
def test_the_concern_behind_a_quote_never_heard_before_is_among_the_first_three(language: str) -> None:
    hearings = list(leave_one_out(shipped_concerns(language)))

    among_three = sum(each.concern_id in each.heard[:3] for each in hearings)

    assert among_three / len(hearings) >= 0.85


@pytest.mark.parametrize("concern", shipped_concerns().values(), ids=lambda concern: concern.id)
def test_a_shipped_concern_is_complete(concern: Concern) -> None:
    assert len(concern.name) <= 45
    assert len(concern.signals) <= 25
    assert 4 <= len(concern.tactics) <= 6
    assert concern.restatement.startswith("So ")


@pytest.mark.parametrize(
    "concern",
    [
        pytest.param(concern, id=f"{language} {concern.id}")
        for language in languages()
        for concern in shipped_concerns(language).values()
    ],
)
def test_a_shipped_concern_is_heard_and_explored_in_every_language(concern: Concern) -> None:
    assert len(concern.signals) >= 8
    assert len(set(concern.signals)) == len(concern.signals)
    assert len(concern.examples) >= 12
    assert len(set(concern.examples)) == len(concern.examples)
    assert len(concern.exploring) == 3


def test_a_signal_is_sure_and_likeness_alone_is_a_guess(shipped: Ear) -> None:
    heard = {
        each.concern_id: each
        for each in shipped.hear("My people don't have time, and nobody used what last year's course taught")
    }

    assert heard["no_time_to_learn"].is_sure
    assert not all(each.is_sure for each in heard.values())


@pytest.mark.parametrize(
    ("drawn_together", "apart"),
    [
        ("My people don't have time for this.", "My people do not have time for this."),
        ("We can\u2019t afford it.", "We can not afford it."),
        ("We can't afford it.", "We cannot afford it."),
        ("This won't bring us any revenue.", "This will not bring us any revenue."),
    ],
)
def test_not_is_heard_alike_drawn_together_and_apart(shipped: Ear, drawn_together: str, apart: str) -> None:
    heard = [[(each.concern_id, each.score) for each in shipped.hear(quote)] for quote in (drawn_together, apart)]

    assert heard[0]
    assert heard[0] == heard[1]
