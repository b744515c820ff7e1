from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching import money
from bot.coaching.answers import AnswerError
from bot.locales.words import load_words

WORDS = load_words("en-GB")


@pytest.mark.parametrize(
    ("typed", "currency", "meant"),
    [
        ("1,200.50", "EUR", "1200.50"),
        ("€1,200.50", "EUR", "1200.50"),
        ("1200.50 €", "EUR", "1200.50"),
        ("EUR 1200", "EUR", "1200"),
        ("1 200 eur", "EUR", "1200"),
        ("$500", "USD", "500"),
        ("$500", "CAD", "500"),
        ("CHF 1'200", "CHF", "1200"),
        ("R$ 20", "BRL", "20"),
        ("£3", "GBP", "3"),
    ],
)
def test_an_amount_may_carry_its_currency(typed: str, currency: str, meant: str) -> None:
    assert money.read(typed, WORDS, currency) == Decimal(meant)


@pytest.mark.parametrize(("typed", "mark"), [("$500", "$"), ("500 USD", "USD"), ("£3", "£"), ("chf 20", "chf")])
def test_another_currency_is_refused_and_never_converted(typed: str, mark: str) -> None:
    with pytest.raises(AnswerError) as refused:
        money.read(typed, WORDS, "EUR")

    assert refused.value.sentence.key == "estimate.wrong.currency"
    assert f"in EUR, and “{mark}” is another" in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("-5 €", "answers.money.negative"),
        ("\u22125", "answers.money.negative"),
        ("12 apples", "answers.money.unclear"),
        ("€", "answers.money.unclear"),
        ("a lot", "answers.money.unclear"),
        (7, "answers.unreadable"),
    ],
)
def test_what_is_no_amount_says_what_to_do(typed: object, key: str) -> None:
    with pytest.raises(AnswerError) as refused:
        money.read(typed, WORDS, "EUR")

    assert refused.value.sentence.key == key


@pytest.mark.parametrize(
    ("country", "language", "currency"),
    [
        ("DE", "en-US", "EUR"),
        ("GB", "en", "GBP"),
        ("", "en-US", "USD"),
        ("", "pt-BR", "BRL"),
        ("", "en", "EUR"),
        ("", "no such tag", "EUR"),
    ],
)
def test_the_currency_to_begin_with_is_that_of_the_country(country: str, language: str, currency: str) -> None:
    assert money.usual_currency(country, language) == currency


def test_only_money_of_today_is_offered() -> None:
    assert {"EUR", "USD", "GBP", "BRL", "MXN"} <= money.currencies()
    assert not {"DEM", "FRF", "XAU"} & money.currencies()


@pytest.mark.parametrize(
    ("value", "places", "half_up"), [("2.5", 0, "3"), ("0.125", 2, "0.13"), ("-2.5", 0, "-3"), ("42.849", 1, "42.8")]
)
def test_halves_are_rounded_up(value: str, places: int, half_up: str) -> None:
    assert money.rounded(Decimal(value), places) == Decimal(half_up)


@given(st.text(max_size=40), st.sampled_from(["EUR", "USD", "JPY"]))
def test_whatever_is_typed_is_an_amount_or_a_sentence(typed: str, currency: str) -> None:
    refusals: list[AnswerError] = []
    value = Decimal(0)

    try:
        value = money.read(typed, WORDS, currency)
    except AnswerError as refused:
        refusals.append(refused)

    assert value >= 0
    assert all(map(str, refusals))
