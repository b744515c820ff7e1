"""A running case keeps the playbook it started on; and every step reads in another language."""

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import App
from bot.clock import Clock
from bot.locales.pseudo import PSEUDO
from bot.playground.scene import read_manifest
from bot.store.store import Store
from tests.flows.conftest import MANIFEST
from tests.support.playground import Actor, Stage, open_stage
from tests.support.stories import QUOTE, STORY, a_case_at, a_resting_case, case_file, cases_of, title_of

PLAYBOOKS = MANIFEST.parent / "playbooks"


@pytest.fixture
def playbooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The playbooks that ship, in a folder where they may be edited."""
    folder = tmp_path / "playbooks"
    shutil.copytree(PLAYBOOKS, folder)
    monkeypatch.setenv("PUSHBACK_PLAYBOOKS", str(folder))
    return folder


@pytest.fixture
async def before(playbooks: Path, build_app: Callable[[Stage], App], clock: Clock) -> AsyncIterator[Stage]:
    del playbooks
    async with _opened(build_app, clock) as stage:
        yield stage


async def test_a_running_case_keeps_its_playbook_when_the_file_changes(
    before: Stage, playbooks: Path, build_app: Callable[[Stage], App], clock: Clock, store: Store
) -> None:
    await a_resting_case(before.trainer)
    _edit(playbooks, "title: Say it back", "title: Tell them")

    async with _opened(build_app, clock) as after:
        await after.trainer.types("/pushback")
        await after.trainer.submits()
        assert title_of(after.trainer) == "Say it back"
        await after.trainer.fills(said_back="confirmed")
        await after.trainer.submits()
        assert title_of(after.trainer) == "Their goal"
        await after.trainer.closes()
        await after.trainer.types(f"/pushback {QUOTE}")
        while title_of(after.trainer) != "Tell them":
            await after.trainer.fills(**STORY[title_of(after.trainer)])
            await after.trainer.submits()

        versions = {case.playbook_version for case in await cases_of(store, after)}
        assert len(versions) == 2


async def test_every_step_reads_in_another_language(trainer: Actor, stage: Stage, store: Store) -> None:
    await trainer.opens_home()
    await _speaks_pseudo(store, stage, trainer)
    await trainer.types(f"/pushback {QUOTE}")

    for answers in STORY.values():
        assert title_of(trainer).startswith("["), f"in English: {title_of(trainer)}"
        await trainer.fills(**answers)
        await trainer.submits()

    assert (await case_file(store, stage)).case.step_id == "promises"
    card = await trainer.gets("Eight weeks with the north depot")
    assert "Stage" not in trainer.words_in(card)


async def test_every_window_message_and_home_reads_in_another_language(
    trainer: Actor, stage: Stage, store: Store
) -> None:
    await a_case_at(trainer, "Evidence")
    await trainer.closes()
    await trainer.gets("Go on at")
    await _speaks_pseudo(store, stage, trainer)

    for typed in ("", " log", " brief", " help", " breif"):
        await trainer.types(f"/pushback{typed}")
        assert title_of(trainer).startswith("[")
        await trainer.closes()
    await trainer.types("/pushback cases")
    await trainer.opens_home()

    trainer.does_not_see("You have 1 open case.", "Coach me", "Hello,")


async def _speaks_pseudo(store: Store, stage: Stage, trainer: Actor) -> None:
    async with store.work(stage.desk.team.id) as work:
        person = await work.people.find(trainer.user_id)
        assert person is not None
        await work.people.save(replace(person, language=PSEUDO))


def _edit(playbooks: Path, old: str, new: str) -> None:
    path = playbooks / "executive-pushback" / "playbook.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def _opened(build_app: Callable[[Stage], App], clock: Clock) -> AbstractAsyncContextManager[Stage]:
    return open_stage(lambda stage: build_app(stage).web, clock=clock, manifest=read_manifest(MANIFEST))
