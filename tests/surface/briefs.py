"""Briefs to draw: a full one, and the longest there can be."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from bot.coaching import needs, risks, rule, transfer
from bot.coaching.brief_pages import BriefPage
from bot.coaching.estimate import BenefitLine, CostKind, CostLine, Estimate, Gain, Intangible, Method, Period
from bot.coaching.needs import Assessment, Competency, Level, Needs, Role, Worth
from bot.coaching.pages import Entry
from bot.coaching.pilot import Comparison, Direction, Measure, Pilot, Reading, Results, Sample, Verdict
from bot.coaching.pilot_brief import PilotSummary, summary_of
from bot.coaching.risks import Risk, RiskKind, Risks, Standstill
from bot.coaching.transfer import Action, Component, Manager, TransferPlan
from bot.locales.words import load_words

WORDS = load_words("en-GB")
ZONE = "Europe/London"
LONG = "This sentence goes on about something that matters a great deal, and says it twice to be sure of it. " * 29
COMPLAINTS = BenefitLine(
    id="b1",
    what="Fewer complaints reach the hotline",
    unit="complaints",
    unit_value=Decimal(85),
    low=Decimal(18),
    expected=Decimal(30),
    period=Period.MONTH,
    months=Decimal(10),
    isolation=Decimal(60),
    method=Method.COMPARISON,
    confidence=Decimal(80),
    source="Quality report, first quarter",
    owner="Dana Whitfield, finance",
    dated_on=date(2026, 9, 1),
)
LEAVERS = replace(
    COMPLAINTS,
    id="b2",
    what="Fewer people leave in the first year",
    unit="people",
    unit_value=Decimal(14500),
    low=Decimal(2),
    expected=Decimal(4),
    period=Period.YEAR,
    months=Decimal(12),
    isolation=Decimal(50),
    method=Method.MANAGERS,
    source="HR report",
    owner="Ana Ruiz, HR",
)
RENEWALS = BenefitLine("b3", "More upsells on renewal calls", gain=Gain.REVENUE, expected=Decimal(6))
ESTIMATE = Estimate(
    "GBP",
    (COMPLAINTS, LEAVERS),
    (
        CostLine("c1", CostKind.LEARNERS_TIME, people=Decimal(24), hours=Decimal(12), hourly_rate=Decimal("41.50")),
        CostLine("c2", CostKind.DELIVERY, "two trainers", Decimal(6400), source="Offer", owner="Maya Okafor"),
    ),
    (Intangible("i1", "New colleagues are trusted with customers sooner"),),
)
MEASURE = Measure(
    id="m",
    name="Complaints per 1,000 orders",
    direction=Direction.LOWER,
    baseline=Decimal(14),
    baseline_on=date(2026, 9, 1),
    baseline_source="quality report",
    target=Decimal(9),
    go=Decimal(9),
    no_go=Decimal(13),
)
PILOT = Pilot(
    audience="Team leads, north depot",
    size=24,
    starts_on=date(2027, 1, 11),
    weeks=8,
    measures=(MEASURE,),
    comparison=Comparison.GROUP,
    comparison_who="the south depot",
    owner="Maya Okafor",
    decider="Dana Whitfield",
    decision_on=date(2027, 3, 12),
    if_go="all depots from April",
    between="four more weeks with one change",
    if_no_go="we stop and say so",
    cost=Decimal(6400),
    currency="GBP",
)


def locked(pilot: Pilot, version: int = 1, reason: str = "") -> rule.Lock:
    at = datetime(2026, 11, 19 + version, 10, 4, tzinfo=UTC)
    return rule.Lock(version, pilot, rule.digest(pilot), reason, "U0ONE", at)


def piloted(pilot: Pilot = PILOT, *locks: rule.Lock, results: Results | None = None) -> PilotSummary:
    return summary_of(rule.PilotFile(pilot, 1, locks or (locked(pilot),), results), WORDS, ZONE, ESTIMATE)


def result(verdict: Verdict, value: str = "9") -> Results:
    reading = Reading("m", Sample(Decimal(value), 24, Decimal(3)), Sample(Decimal(13), 22, Decimal(3)))
    return Results((reading,), date(2027, 3, 9), 1, verdict, "Half-days work; the second was too long.")


FULL = BriefPage(
    case_id="c1",
    language="en-GB",
    title_executive="Dana Whitfield",
    executive_role="CFO",
    title_initiative="Onboarding redesign",
    quote="We are spending too much\n*already*",
    goal="Open the second site without losing a customer",
    goal_measure="Complaints per 1,000 orders",
    restatement="You want to see the money come back.",
    proofs=(Entry("e1", "Lyon saved 9 days", "HR report, 2025"), Entry("e2", "A team in Porto liked it")),
    cost_of_yes="Three half-days for 24 people",
    pilot=(),
    ask="Eight weeks with the north depot",
    trainer="Maya Okafor",
    zone=ZONE,
    as_of=date(2026, 11, 22),
    estimate=ESTIMATE,
    needs=needs.summary(
        Needs(
            roles=(Role("r", "Team leads", Decimal(24)),),
            competencies=(Competency("k", "r", "settle a dispute without escalating it", Level.UNDER_PRESSURE),),
            assessments=(Assessment("k", Level.WITH_HELP),),
            worth=Worth("disputes settled on the floor", "Works council"),
        )
    ),
    risks=risks.summary(
        Risks(
            (
                Risk("1", RiskKind.OPERATIONAL, "Two shifts run short", "Half-days only", "Ana Ruiz"),
                Risk("2", RiskKind.ECONOMIC, "The budget is gone by autumn"),
            ),
            (),
            Standstill("the second site opens unprepared", "from May"),
        )
    ),
    tested=piloted(),
)
SPARSE = BriefPage("c", "en-GB", "Rajiv Menon", "COO", "", "We have no time for this.", "", "", "", (), "", (), "")


def longest() -> BriefPage:
    """Return a brief with as much of everything as forms and worksheets take."""
    measures = tuple(replace(MEASURE, id=f"m{number}", name=LONG[:300]) for number in range(3))
    pilot = replace(PILOT, measures=measures, audience=LONG, if_go=LONG, between=LONG, if_no_go=LONG, decider=LONG)
    readings = tuple(replace(result(Verdict.GO).readings[0], measure_id=measure.id) for measure in measures)
    results = Results(readings, date(2027, 3, 9), 2, Verdict.GO, LONG)
    locks = (locked(pilot), locked(pilot, 2, LONG), locked(pilot, 3, LONG))
    million = Decimal(1_000_000)
    analysis = Needs(
        roles=tuple(Role(f"r{number}", LONG[:300], million) for number in range(30)),
        competencies=tuple(Competency(f"k{number}", f"r{number}", LONG[:300], Level.TEACHES) for number in range(30)),
        assessments=tuple(Assessment(f"k{number}", Level.NOT_YET) for number in range(30)),
        worth=Worth(LONG, LONG[:300]),
    )
    doubts = tuple(Risk(str(number), RiskKind.SOCIAL, LONG, LONG, LONG[:300]) for number in range(30))
    actions = tuple(Action(each, each, LONG, LONG[:300], date(2027, 9, 29)) for each in Component)
    lines = tuple(
        replace(COMPLAINTS, id=f"b{number}", what=LONG[:300], owner=LONG[:300], unit_value=Decimal(10) ** 12)
        for number in range(20)
    )
    return replace(
        FULL,
        title_executive=LONG[:300],
        executive_role=LONG[:300],
        title_initiative=LONG[:300],
        quote=LONG,
        goal=LONG,
        goal_measure=LONG,
        restatement=LONG,
        proofs=tuple(Entry(str(number), LONG, LONG) for number in range(3)),
        cost_of_yes=LONG,
        ask=LONG,
        trainer=LONG[:300],
        estimate=replace(ESTIMATE, benefits=lines),
        needs=needs.summary(analysis),
        risks=risks.summary(Risks(doubts, (), Standstill(LONG, LONG))),
        tested=summary_of(rule.PilotFile(pilot, 1, locks, results), WORDS, ZONE, ESTIMATE),
        transfer=transfer.summary(TransferPlan(Manager(LONG[:300]), actions)),
    )
