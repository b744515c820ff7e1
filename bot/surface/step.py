"""One step of the conversation, as a modal."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from bot.coaching.pages import Entry, StepPage
from bot.coaching.verbatim import showable
from bot.locales.words import Sentence, Words
from bot.playbook.model import Collection, Stage, Tool
from bot.surface import fields, ids, insight, kit, limits, shelf, titles, tools
from bot.surface.kit import Json

_PATH: Final = (Stage.LISTEN, Stage.ALIGN, Stage.PILOT, Stage.FOLLOW_UP)
"""The stages of one conversation; *scale* comes long after and is shown only when it is reached."""

_ENTRIES: Final = 20  # more would be a wall; the newest are shown
_ENTRY_TEXT: Final = 400
_NOTE_TEXT: Final = 200


def step_modal(page: StepPage, words: Words) -> Json:
    """Draw a step: where the conversation stands, what the coach says, what it asks."""
    blocks = [
        kit.context(*_place(page, words)),
        *(kit.section(kit.say(notice, words)) for notice in page.notices),
        *_alike(page, words),
        *(block for warning in page.warnings for block in kit.sections(words("step.warning", text=warning))),
        *insight.order(page.experience, words),
        *kit.sections(page.coaching),
        *insight.blocks(page.experience, words),
        *tools.buttons(_tools(page), page.case_id or "", words),
        *_entries(page, words),
        *_shelf(page, words),
        *fields.blocks(page.fields, words),
        *_buttons(page, words),
    ]
    return kit.modal(
        ids.STEP,
        page.title,
        blocks,
        submit=words("step.submit"),
        close=words("kit.close"),
        carried=kit.metadata(
            case=page.case_id, step=page.step.id, rev=page.revision, **({"by": page.said_by} if page.said_by else {})
        ),
        tells=True,
    )


def step_errors(problems: Mapping[str, Sentence], words: Words, drawn: Iterable[str] = ()) -> dict[str, str]:
    """Say what is wrong at each field, as `response_action: errors` takes it.

    `problems` are by field; `drawn` are the block ids of the submitted view, where a field may carry a number.
    """
    block_of = {ids.stem(block_id): block_id for block_id in drawn}
    return {block_of.get(name, name): showable(words(problem)) for name, problem in problems.items()}


def _place(page: StepPage, words: Words) -> Iterator[str]:
    stages = _PATH if page.step.stage in _PATH else (*_PATH, page.step.stage)
    names = {stage: words(f"names.stage.{stage}") for stage in stages}
    path = " › ".join(  # noqa: RUF001  the angle is the usual mark of a path
        f"*{name}*" if stage is page.step.stage else name for stage, name in names.items()
    )
    yield words("step.place", number=stages.index(page.step.stage) + 1, total=len(stages), path=path)
    if page.executive or page.initiative:
        yield kit.escape(titles.case_title(page.executive, page.initiative, words))


def _alike(page: StepPage, words: Words) -> Iterator[Json]:
    if page.alike:
        there = kit.button(words("kit.button.open_case"), ids.CASE_CONTINUE, page.alike)
        yield kit.section(words("step.alike"), accessory=there)


def _entries(page: StepPage, words: Words) -> list[Json]:
    """Draw what was collected, the newest last."""
    if not page.entries:
        return []
    shown = page.entries[-_ENTRIES:]
    hidden = len(page.entries) - len(shown)
    title = kit.heading(
        words("step.collected", count=len(page.entries)), words("kit.more", count=hidden) if hidden else ""
    )
    return [kit.section(title.rstrip()), *(_entry(entry, words) for entry in shown)]


def _entry(entry: Entry, words: Words) -> Json:
    what = kit.escape(entry.text, _ENTRY_TEXT)
    note = kit.escape_line(entry.note, _NOTE_TEXT)
    remove = kit.button(
        words("kit.button.remove"),
        ids.ENTRY_REMOVE,
        entry.id,
        about=words("kit.about", button=words("kit.button.remove"), title=kit.one_line(entry.text, limits.BUTTON_TEXT)),
        confirm=kit.confirmation(
            words("step.remove.title"),
            kit.one_line(entry.text, _NOTE_TEXT),
            do=words("kit.button.remove"),
            leave=words("step.remove.leave"),
        ),
    )
    return kit.section(f"{what}\n_{note}_" if note else what, accessory=remove)


def _tools(page: StepPage) -> list[Tool]:
    """Return the tools to offer: the shelf has its own button where it offers something itself."""
    return [tool for tool in page.tools if tool is not Tool.EVIDENCE or not _is_beside_shelf(page)]


def _is_beside_shelf(page: StepPage) -> bool:
    return page.step.collects is Collection.EVIDENCE and page.case_id is not None


def _shelf(page: StepPage, words: Words) -> list[Json]:
    return shelf.offered(page.shelved, page.step.id, words) if _is_beside_shelf(page) else []


def _buttons(page: StepPage, words: Words) -> list[Json]:
    offered = [
        (page.step.collects is not None, "kit.button.add", ids.ENTRY_ADD),
        (page.can_go_back, "kit.button.back", ids.STEP_BACK),
        (page.step.skippable, "kit.button.skip", ids.STEP_SKIP),
    ]
    buttons = [kit.button(words(label), action, page.step.id) for shown, label, action in offered if shown]
    return [kit.actions(*buttons)] if buttons else []
