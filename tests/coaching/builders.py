"""Small playbooks and cases for the tests of the rules."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from bot.coaching.case import Answer, Case, CaseFile, Engagement, Executive, Interaction, Person
from bot.playbook.model import Caution, Concern, Finish, Kind, Option, Playbook, Question, Stage, Step, Tactic, Value

TODAY = date(2026, 3, 26)
NOW = datetime(2026, 3, 26, 9, 30, tzinfo=UTC)
TRAINER = Person(id="U0TRAINER", name="Mara Lind", first_name="Mara", zone="Europe/Berlin", language="en")
CFO = Executive(id="e1", name="Anna Weber", role="CFO")


def question(kind: Kind, name: str = "q", *, fills: str | None = None, options: tuple[str, ...] = ()) -> Question:
    offered = tuple(Option(option, option.replace("_", " ").capitalize()) for option in options)
    return Question(id=name, kind=kind, label=name.capitalize(), fills=fills, options=offered)


def slot(kind: Kind, name: str, *, options: tuple[str, ...] = ()) -> Question:
    return question(kind, name, fills=name, options=options)


def step(*questions: Question, name: str = "step", stage: Stage = Stage.LISTEN) -> Step:
    return Step(id=name, stage=stage, title=name, coaching="", questions=questions, moves=(Finish("Done"),))


def concern(name: str, *tactics: str) -> Concern:
    return Concern(
        id=name,
        name=name.replace("_", " ").capitalize(),
        meaning=f"what {name} means",
        signals=(),
        examples=(),
        exploring=("One?", "Two?", "Three?"),
        restatement="You worry about {{ initiative }}.",
        listening="Let {{ executive.first_name }} finish.",
        tactics=tactics,
    )


def tactic(name: str) -> Tactic:
    return Tactic(
        id=name,
        name=name.replace("_", " ").capitalize(),
        use="when it fits",
        opener="{{ executive.first_name }}, one question.",
        questions=("Which?",),
        proof="a number",
        avoid="a lecture",
    )


def playbook(
    *steps: Step,
    concerns: tuple[Concern, ...] = (),
    tactics: tuple[str, ...] = (),
    warnings: tuple[Caution, ...] = (),
) -> Playbook:
    return Playbook(
        id="sample",
        version="0" * 64,
        language="en",
        title="Sample",
        summary="",
        steps=steps or (step(),),
        gates=(),
        concerns={each.id: each for each in concerns},
        tactics={name: tactic(name) for name in tactics},
        warnings=warnings,
        example=(),
    )


CASE = Case(
    id="c1",
    owner_id=TRAINER.id,
    playbook_id="sample",
    playbook_version="0" * 64,
    stage=Stage.LISTEN,
    step_id="step",
    opened_at=NOW,
    updated_at=NOW,
    revision=1,
    executive=CFO,
    initiative="onboarding redesign",
)


def answered(values: Mapping[str, Value | None], *, case: Case = CASE) -> CaseFile:
    """Return a case file with these answers, by question id."""
    return CaseFile(case, {name: Answer(name, value, case.revision) for name, value in values.items()})


def interaction(  # noqa: PLR0913  each names one thing a test is about
    name: str,
    on: date = TODAY,
    *,
    before: Engagement | None = None,
    after: Engagement | None = None,
    quote: str = "",
    corrects: str | None = None,
    at: datetime = NOW,
) -> Interaction:
    made = Interaction(id=name, case_id=CASE.id, happened_on=on, recorded_at=at, quote=quote, corrects=corrects)
    return replace(made, engagement_before=before, engagement_after=after)
