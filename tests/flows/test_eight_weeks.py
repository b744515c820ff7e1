"""Two teams, in Oslo and in Chicago, live eight weeks; each figure is counted by hand beside it."""

from asyncio import gather
from dataclasses import replace

import pytest

from bot.app import App
from bot.clock import Clock
from bot.locales.pseudo import PSEUDO
from bot.locales.words import ENGLISH, languages, load_words
from bot.playground.desk import Message
from tests.flows.test_digests import SALES, a_case, said
from tests.flows.test_teams import LEARNING, a_team, invites
from tests.support.days import Days, worker_of
from tests.support.playground import Actor, Stage
from tests.support.stories import a_case_at

ANOTHER = next((language for language in languages() if language != ENGLISH), PSEUDO)
OSLO, CHICAGO = "Europe/Oslo", "America/Chicago"


@pytest.fixture
async def weeks(stage: Stage, apps: list[App], clock: Clock) -> Days:
    await apps[0].shift.end()
    begun = Days(apps[0], stage, clock, OSLO)
    begun.jumps("2027-03-03 10:00")
    return begun


async def moves(trainer: Actor, engagement: str) -> None:
    """Log a contact in the one case that is open."""
    await trainer.types("/pushback log")
    await trainer.fills(reaction="other", engagement=engagement)
    await trainer.submits()
    await trainer.closes(everything=True)


def figures(stage: Stage, message: Message) -> str:
    """Return the line of numbers of a digest."""
    words = said(stage, message)
    begins = words.index("Quiet week") if "Quiet week" in words else words.index(" new ·") - 2
    return words[begins:].split("open", 1)[0].strip() + " open"


async def test_two_teams_live_eight_weeks(weeks: Days, stage: Stage) -> None:  # noqa: PLR0915  eight weeks are long
    lead, maya, tomas = stage.lead, stage.trainer, stage.other_trainer
    await a_team(lead)
    await invites(lead, maya)
    await lead.closes(everything=True)
    await a_team(tomas, "Sales coaching", SALES)
    await tomas.closes(everything=True)
    await weeks.works()
    await maya.clicks("Join")

    # Week 1 (to 7 March): Maya begins a case, which moves; Tomás begins one.
    await a_case(maya)
    await moves(maya, "neutral")
    await a_case(tomas)
    await weeks.comes("2027-03-08 09:00")
    assert figures(stage, told(stage)[-1]) == "1 new · 1 moved forward · 0 moved back · 1 open"
    assert told(stage, SALES) == []  # it is night in Chicago
    await weeks.comes("2027-03-08 16:00")
    assert figures(stage, told(stage, SALES)[-1]) == "1 new · 0 moved forward · 0 moved back · 1 open"

    # Week 2: nothing happens.
    await weeks.comes("2027-03-15 09:00")
    assert figures(stage, told(stage)[-1]) == "Quiet week: 0 new, 1 open"

    await weeks.comes("2027-03-15 15:00")  # clocks went forward in Chicago, not yet in Oslo
    assert figures(stage, told(stage, SALES)[-1]) == "Quiet week: 0 new, 1 open"

    # Week 3: it moves back. A lead holds the digest on Friday, and releases it on Tuesday.
    await weeks.comes("2027-03-17 10:00")
    await moves(maya, "resistant")
    await weeks.comes("2027-03-19 09:00")
    await lead.clicks("Hold it")
    await weeks.comes("2027-03-22 15:00")
    assert len(told(stage)) == 2
    assert len(told(stage, SALES)) == 3
    await weeks.comes("2027-03-23 10:00")
    await lead.clicks("Release it")
    await weeks.works()
    assert figures(stage, told(stage)[-1]) == "0 new · 0 moved forward · 1 moved back · 1 open"

    # Week 4: the channel is archived before Easter Monday; the digest comes there once it is opened again.
    await a_case(maya)
    await weeks.comes("2027-03-27 10:00")
    stage.desk.channel(LEARNING).is_archived = True
    await weeks.comes("2027-03-29 10:00")
    assert len(told(stage)) == 3
    stage.desk.channel(LEARNING).is_archived = False
    await lead.clicks("Check again")
    await lead.closes(everything=True)
    await weeks.passes("2027-03-29 12:00")
    assert figures(stage, told(stage)[-1]) == "1 new · 0 moved forward · 0 moved back · 2 open"

    # Week 5: an executive whose case Maya has joins the channel: that case is in no figure.
    await a_case(maya, executive="U05DANA")
    stage.desk.channel(LEARNING).members.append("U05DANA")
    await weeks.comes("2027-04-05 09:00")
    assert figures(stage, told(stage)[-1]) == "Quiet week: 0 new, 2 open"

    # Week 6: nobody works for three days over Monday; the next digest tells of both weeks.
    await a_case(maya)
    await weeks.comes("2027-04-14 10:00")
    assert len(told(stage)) == 5

    # Week 7: two weeks in one.
    await weeks.comes("2027-04-19 09:00")
    assert "5 Apr to 18 Apr" in said(stage, told(stage)[-1])
    assert figures(stage, told(stage)[-1]) == "1 new · 0 moved forward · 0 moved back · 3 open"

    # Week 8: Maya has left: nothing of hers is counted.
    await maya.types("/pushback team")
    await maya.clicks("Leave")
    await weeks.comes("2027-04-26 09:00")
    assert figures(stage, told(stage)[-1]) == "Quiet week: 0 new, 0 open"
    assert len(told(stage)) == 7

    # In Chicago a digest came every Monday, and none twice.
    days = [said(stage, one).split(" to ")[0] for one in told(stage, SALES)]
    assert len(days) == len(set(days))


async def a_concern(trainer: Actor, concern: str) -> None:
    """Begin a case, and say what is behind the words."""
    await a_case_at(trainer, "What I hear")
    await trainer.fills(primary_concern=concern, other_concerns=[])
    await trainer.submits()
    await trainer.closes(everything=True)


async def speaks(app: App, stage: Stage, team: str, language: str) -> None:
    """Let a team's digest be in a language."""
    async with app.coach.store.work(stage.desk.team.id) as work:
        (found,) = [each for each in await work.teams.active() if each.name == team]
        await work.teams.save(replace(found, language=language))


async def test_kinds_are_told_in_each_team_s_language_once_enough_cases_have_come_together(
    weeks: Days, stage: Stage, apps: list[App]
) -> None:
    app, lead, maya, tomas = apps[0], stage.lead, stage.trainer, stage.other_trainer
    another_worker = worker_of(app, weeks.clock)
    await a_team(lead)
    await invites(lead, maya)
    await lead.closes(everything=True)
    await a_team(tomas, "Sales coaching", SALES)
    await tomas.closes(everything=True)
    await weeks.works()
    await maya.clicks("Join")
    await speaks(app, stage, "Sales coaching", ANOTHER)
    english, other = (_Spoken(app, language) for language in (ENGLISH, ANOTHER))

    # Week 1: two cases about money in Oslo, three about the budget in Chicago, which is a batch of one kind.
    for _ in range(2):
        await a_concern(maya, "cost_centre")
    for _ in range(3):
        await a_concern(tomas, "budget")
    weeks.jumps("2027-03-08 09:00")
    await gather(weeks.worker.tick(weeks.clock.now()), another_worker.tick(weeks.clock.now()))
    await weeks.comes("2027-03-08 16:00")
    (oslo,), (chicago,) = told(stage), told(stage, SALES)
    assert english.words("digest.heard.collecting", count=2, full=6) in said(stage, oslo)
    assert other.heard("budget", 3) in said(stage, chicago)
    assert english.words("digest.heard.title") not in said(stage, chicago)

    # Week 2: four more in Oslo. With those of week 1, three are about money; the other three are of a kind each.
    for concern in ("cost_centre", "budget", "stability", "busyness"):
        await a_concern(maya, concern)
    await weeks.comes("2027-03-15 09:00")
    (_, oslo) = told(stage)
    assert figures(stage, oslo) == "4 new · 0 moved forward · 0 moved back · 6 open"
    assert f"{english.heard('cost_centre', 3)} · other 3" in said(stage, oslo)
    assert not any(english.name(concern) in said(stage, oslo) for concern in ("budget", "stability", "busyness"))

    # The month: for the lead it is what both digests told; of what kind each case is, its trainer alone sees.
    weeks.jumps("2027-04-01 10:00")
    await lead.types("/pushback digest last month")
    lead.sees("Leadership trainers: 1 Mar to 14 Mar", "6 new", "6 open", f"{english.heard('cost_centre', 3)} · other 3")
    lead.does_not_see(english.name("stability"))
    await maya.types("/pushback digest last month")
    maya.sees("My own cases: 1 Mar to 31 Mar", "6 new", english.heard("cost_centre", 3), english.heard("stability", 1))


class _Spoken:
    """What a digest says in a language."""

    def __init__(self, app: App, language: str) -> None:
        self.words = load_words(language)
        self._concerns = app.coach.newest(language).concerns

    def name(self, concern: str) -> str:
        """Return what a concern is called."""
        return self._concerns[concern].name

    def heard(self, concern: str, count: int) -> str:
        """Return how a digest tells of a concern."""
        return self.words("digest.kind", name=self.name(concern), count=count)


def told(stage: Stage, channel: str = LEARNING) -> list[Message]:
    return stage.slack.told(channel)
