import pytest

from bot.coaching.word_guard import Slip, findings
from bot.locales.words import load_words

WORDS = load_words("en")


def heard(text: str) -> list[tuple[str, Slip]]:
    return [(text[found.start : found.end], found.slip) for found in findings(text, WORDS)]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("ROI 1.8", "ROI 1.8"),
        ("Each $1 created a ROI of $1.57 (E2).", "ROI of $1.57"),
        ("an ROI of 3:1", "ROI of 3:1"),
        ("a 3:1 ROI", "3:1 ROI"),
        ("ROI of 2 to 1", "ROI of 2 to 1"),
        ("ROI: 2.5x", "ROI: 2.5x"),
        ("ROI=1.4", "ROI=1.4"),
        ("ROI of 1,8 in the pilot", "ROI of 1,8"),
        ("ROI of 2 and rising", "ROI of 2"),
        ("a return of 1.8, as agreed", "return of 1.8"),
        ("The return on investment was about 1.43.", "return on investment was about 1.43"),
        ("a 1.8x return on investment", "1.8x return on investment"),
        ("Return of $1.57 for each dollar", "Return of $1.57"),
    ],
)
def test_a_ratio_called_a_return_is_noticed(text: str, typed: str) -> None:
    assert heard(text) == [(typed, Slip.RATIO)]


@pytest.mark.parametrize(
    "text",
    [
        "143 % ROI",
        "ROI of 57 %",
        "ROI of 57 percent, ROI 57 per cent, a return of 57%",
        "We expect an ROI of 80 % and 3 new clients",
        "BCR 1.8: a return of 80 %",
        "The ROI of the 12 pilots",
        "the ROI question for 3 teams",
        "ROI of 3 courses",
        "ROI after 3 months, ROI in 2026",
        "ROI: 80 %, payback of 1.8 years",
        "Return 3 laptops; a return of 3 staff members; a return of 2.5 days",
        "a return of €12,000",
        "Her return on Monday",
    ],
)
def test_a_return_in_percent_and_other_figures_are_left_alone(text: str) -> None:
    assert heard(text) == []


@pytest.mark.parametrize(
    ("text", "typed"), [("ROI of €12,000", "ROI of €12,000"), ("ROI 1.8 million", "ROI 1.8 million")]
)
def test_an_amount_called_a_return_is_noticed(text: str, typed: str) -> None:
    assert heard(text) == [(typed, Slip.AMOUNT)]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("over three years saves €300,000", "over three years"),
        ("It saves money over three years", "over three years"),
        ("saves 300,000 over 3 years", "over 3 years"),
        ("In the next five years the gains are 100 000 €", "In the next five years"),
        ("within 24 months it brings $40,000", "within 24 months"),
        ("a three-year benefit of 90,000", "three-year benefit"),
        ("36 months of savings", "36 months of savings"),
        ("5-year ROI", "5-year ROI"),
    ],
)
def test_benefits_over_more_than_the_first_year_are_noticed(text: str, typed: str) -> None:
    assert heard(text) == [(typed, Slip.YEARS)]


@pytest.mark.parametrize(
    "text",
    [
        "saves 40,000 in the first year",
        "over 12 months it saves €40,000; over one year it saves 5,000",
        "Over the last three years complaints rose. It saves 20,000",
        "She has led the depot for five years and wants to save time",
        "In two years we want to save the depot",
        "We had benefits of 20,000 three years ago",
        "It costs 40,000 in two years",
        "After two years of service they return",
    ],
)
def test_the_first_year_and_years_without_a_benefit_are_left_alone(text: str) -> None:
    assert heard(text) == []


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("The benefit is €200,000 in extra revenue", "revenue"),
        ("Revenue of 200,000 is the benefit", "Revenue"),
        ("Benefits: 120,000 in additional sales", "sales"),
    ],
)
def test_revenue_counted_as_benefit_is_noticed(text: str, typed: str) -> None:
    assert heard(text) == [(typed, Slip.REVENUE)]


@pytest.mark.parametrize(
    "text",
    [
        "The benefit is the margin on 200,000 of revenue",
        "Revenue grew by 200,000",
        "The benefit: happier people. Revenue grew by 200,000",
        "The sales team's benefit is 20,000 hours",
        "The sales director's benefit: 14,000 fewer calls",
    ],
)
def test_margin_and_revenue_that_claims_nothing_are_left_alone(text: str) -> None:
    assert heard(text) == []


@pytest.mark.parametrize("text", ["ROI = benefits / costs", "The ROI is benefits divided by the costs x 100 (E4)"])
def test_a_return_defined_as_the_ratio_is_noticed(text: str) -> None:
    assert [slip for _, slip in heard(text)] == [Slip.GROSS]


@pytest.mark.parametrize(
    ("text", "roi"), [("ROI of $1.57", "57%"), ("ROI 1.8", "80%"), ("ROI 3:1", "200%"), ("ROI 0.9", "-10%")]
)
def test_the_right_words_are_offered(text: str, roi: str) -> None:
    (found,) = findings(text, WORDS)

    assert f"a return of {roi}" in WORDS(found.advice)


def test_every_slip_of_a_text_is_told_in_its_order() -> None:
    text = "ROI 1.8. Over three years it saves €300,000.\nThe benefit is 50,000 of revenue: an ROI of 2:1!"

    assert [slip for _, slip in heard(text)] == [Slip.RATIO, Slip.YEARS, Slip.REVENUE, Slip.RATIO]


def test_a_long_text_without_slips_takes_no_time_to_speak_of() -> None:
    assert heard("return of " * 300 + "1 " * 1000 + "ROI of the " * 200) == []


@pytest.mark.parametrize(
    ("language", "text", "slip"),
    [
        ("fr", "Un ROI de 1,8 la première année", Slip.RATIO),
        ("fr", "un retour sur investissement de 3 pour 1", Slip.RATIO),
        ("fr", "ROI de 1,57 € par euro dépensé", Slip.RATIO),
        ("fr", "ROI de 50 k€", Slip.AMOUNT),
        ("fr", "ROI = bénéfices / coûts", Slip.GROSS),
        ("fr", "40 000 € d\u2019économies sur trois ans", Slip.YEARS),
        ("fr", "Un gain de 40 000 € de chiffre d\u2019affaires", Slip.REVENUE),
        ("es", "Un ROI de 1,8 en el primer año", Slip.RATIO),
        ("es", "un retorno de la inversión de 3 a 1", Slip.RATIO),
        ("es", "ROI de 50 mil", Slip.AMOUNT),
        ("es", "ROI = beneficios / costos", Slip.GROSS),
        ("es", "ahorra 40.000 € en tres años", Slip.YEARS),
        ("es", "tres años de ahorro", Slip.YEARS),
        ("es", "Un beneficio de 40.000 € de ingresos", Slip.REVENUE),
        ("pt", "Um ROI de 1,8 no primeiro ano", Slip.RATIO),
        ("pt", "um retorno sobre o investimento de 3 para 1", Slip.RATIO),
        ("pt", "ROI de R$ 50 mil", Slip.AMOUNT),
        ("pt", "ROI = benefícios divididos pelos custos", Slip.GROSS),
        ("pt", "economiza R$ 40.000 em três anos", Slip.YEARS),
        ("pt", "três anos de economia", Slip.YEARS),
        ("pt", "Um benefício de R$ 40.000 de receita", Slip.REVENUE),
    ],
)
def test_a_slip_is_noticed_in_every_language(language: str, text: str, slip: Slip) -> None:
    assert [found.slip for found in findings(text, load_words(language))] == [slip]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "un ROI de 57 %, un retour de 57 pour cent"),
        ("fr", "Le ROI des 12 pilotes, après 3 mois"),
        ("fr", "un retour de 12 000 €"),
        ("fr", "40 000 € d\u2019économies la première année, après trente ans d\u2019expérience"),
        ("fr", "Un gain de 40 000 € de marge sur le chiffre d\u2019affaires"),
        ("fr", "Elle est de retour de 2 semaines de congé"),
        ("es", "un ROI de 57 %, un retorno de 57 por ciento"),
        ("es", "El ROI de 12 pilotos, después de 3 meses"),
        ("es", "un retorno de 12.000 €"),
        ("es", "40.000 € de ahorro en el primer año, con treinta años de experiencia"),
        ("es", "En los últimos tres años ganó 5.000 €"),
        ("es", "Un beneficio de 40.000 € de margen sobre los ingresos"),
        ("pt", "um ROI de 57 %, um retorno de 57 por cento"),
        ("pt", "O ROI de 12 pilotos, depois de 3 meses"),
        ("pt", "um retorno de R$ 12.000"),
        ("pt", "R$ 40.000 de economia no primeiro ano, com trinta anos de experiência"),
        ("pt", "Nos últimos três anos economizou R$ 5.000"),
        ("pt", "A equipe de vendas trouxe um benefício de R$ 20.000"),
    ],
)
def test_what_is_said_rightly_is_left_alone_in_every_language(language: str, text: str) -> None:
    assert findings(text, load_words(language)) == ()
