"""The brief as a file: sent once into the trainer's conversation with the bot, and a sentence where that cannot be."""

import asyncio
import re

from tests.support.days import Days
from tests.support.playground import LOOK_EVERY, Actor, Stage
from tests.support.stories import QUOTE, a_finished_case, logs, title_of

ASK = "Eight weeks with the north depot"


async def a_brief(trainer: Actor) -> None:
    """Live a case and open its brief."""
    await a_finished_case(trainer)
    await trainer.types("/pushback brief")


def files_of(stage: Stage) -> list[tuple[str, bytes]]:
    """List the files that stand in the trainer's conversation with the bot."""
    shown = [message.file for message in stage.slack.told(stage.desk.app_channel("U01MAYA").id)]
    return [stage.desk.files[file] for file in shown if file]


async def file_arrives(stage: Stage, number: int = 1) -> list[tuple[str, bytes]]:
    """Wait until so many files have arrived."""
    async with asyncio.timeout(10):
        while len(files_of(stage)) < number:  # noqa: ASYNC110  nobody tells of it
            await asyncio.sleep(LOOK_EVERY)
    return files_of(stage)


async def test_the_pdf_arrives_once_in_the_trainers_conversation(trainer: Actor, stage: Stage) -> None:
    await a_brief(trainer)

    await trainer.clicks("Send me the PDF")

    trainer.sees("The PDF is on its way")
    ((name, content),) = await file_arrives(stage)
    assert name == "brief-onboarding-redesign.pdf"
    assert content.startswith(b"%PDF-")
    assert len(content) < 200_000
    (told,) = stage.slack.asked("files.completeUploadExternal")
    assert QUOTE not in str(told)
    assert "Onboarding redesign" in str(told["initial_comment"])


async def test_the_markdown_file_holds_the_page_uncut(trainer: Actor, stage: Stage) -> None:
    await a_brief(trainer)

    await trainer.clicks("Markdown file")

    ((name, content),) = await file_arrives(stage)
    written = content.decode()
    assert name == "brief-onboarding-redesign.md"
    assert written.startswith("# Onboarding redesign\n\n_For Dana Whitfield, CFO_")
    assert f"> {QUOTE}" in written
    assert ASK in written


async def test_pressed_twice_in_a_hurry_a_button_sends_one_file(trainer: Actor, stage: Stage) -> None:
    await a_brief(trainer)
    view = stage.desk.top_view("U01MAYA")
    assert view
    first = view.hash

    await trainer.clicks("Send me the PDF")
    view.hash = first
    await trainer.clicks("Send me the PDF")

    await file_arrives(stage)
    await asyncio.sleep(0.2)
    assert len(files_of(stage)) == 1


async def test_asked_for_again_it_says_what_the_case_says_then(trainer: Actor, stage: Stage) -> None:
    await a_brief(trainer)
    await trainer.clicks("Markdown file")
    await file_arrives(stage)
    await trainer.closes()
    await logs(trainer, reaction="wants_changes", quote="Show me one team.")
    await trainer.closes()

    await trainer.types("/pushback brief")
    await trainer.clicks("Markdown file")

    first, second = [content.decode() for _, content in await file_arrives(stage, 2)]
    assert "> Show me one team." in second
    assert "> Show me one team." not in first


async def test_where_the_bot_may_not_send_files_the_window_says_how_to_allow_it(trainer: Actor, stage: Stage) -> None:
    stage.desk.scopes.discard("files:write")
    await a_brief(trainer)

    await trainer.clicks("Send me the PDF")

    trainer.sees("I may not send files in this workspace yet. A workspace admin can allow it", ASK)
    assert stage.slack.asked("files.getUploadURLExternal") == []


async def test_who_may_install_the_app_is_told_to_do_it(stage: Stage) -> None:
    stage.desk.scopes.discard("files:write")
    await a_brief(stage.lead)

    await stage.lead.clicks("Send me the PDF")

    stage.lead.sees("You can allow it: add Pushback once more")


async def test_a_right_that_was_withdrawn_meanwhile_becomes_a_sentence_and_holds_nothing_up(
    days: Days, stage: Stage
) -> None:
    await a_brief(days.trainer)
    await days.trainer.clicks("Send me the PDF")
    stage.desk.scopes.discard("files:write")

    await days.works()

    await days.trainer.closes()
    days.trainer.sees("I may not send files in this workspace yet.")
    assert files_of(stage) == []


async def test_what_fails_before_the_file_is_shown_is_simply_done_again(days: Days, stage: Stage) -> None:
    await a_brief(days.trainer)
    stage.slack.faults.fails("files.getUploadURLExternal")
    await days.trainer.clicks("Send me the PDF")

    await days.works()

    assert len(files_of(stage)) == 1
    assert len(stage.slack.asked("files.getUploadURLExternal")) == 2


async def test_a_file_whose_answer_was_lost_is_looked_for_and_not_sent_again(days: Days, stage: Stage) -> None:
    await a_brief(days.trainer)
    stage.slack.faults.fails("files.completeUploadExternal", is_done=True)
    await days.trainer.clicks("Send me the PDF")

    await days.works()
    for minute in range(1, 8):
        await days.comes(f"2027-03-03 10:0{minute}")

    assert len(files_of(stage)) == 1
    assert len(stage.slack.asked("files.completeUploadExternal")) == 1


async def test_a_file_that_is_not_found_is_sent_after_all(days: Days, stage: Stage) -> None:
    await a_brief(days.trainer)
    stage.slack.faults.fails("files.completeUploadExternal")
    await days.trainer.clicks("Send me the PDF")

    await days.works()
    for minute in range(1, 8):
        await days.comes(f"2027-03-03 10:0{minute}")

    assert len(files_of(stage)) == 1
    assert len(stage.slack.asked("files.completeUploadExternal")) == 2


async def test_the_language_and_the_words_at_the_top_are_chosen_for_each_brief(trainer: Actor, stage: Stage) -> None:
    await a_brief(trainer)

    await trainer.clicks("Language and quote")
    await trainer.fills(language="en-US", quote="none")
    await trainer.submits()

    assert title_of(trainer) == "Brief"
    trainer.does_not_see(QUOTE, "What you said")
    await trainer.clicks("Send me the PDF")
    ((_, content),) = await file_arrives(stage)
    assert _page_size(content) == (612, 792)


def _page_size(content: bytes) -> tuple[int, int]:
    found = re.search(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", content)
    assert found
    return round(float(found[1])), round(float(found[2]))
