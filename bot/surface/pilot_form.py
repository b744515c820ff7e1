"""The pilot's forms: the design, a measure, what it is worth, the decision, the lock, the result."""

from collections.abc import Iterator

from bot.coaching.pilot_pages import Part, PilotFormPage
from bot.locales.words import Words
from bot.surface import fields, ids, kit
from bot.surface.kit import Json
from bot.surface.pilot import changed_lines, rule_lines


def pilot_form_modal(page: PilotFormPage, words: Words) -> Json:
    """Draw one of the pilot's forms. Its fields come back under their names; of a measure, with its id behind."""
    place, asked = page.place, fields.blocks(page.fields, words)
    blocks = [
        *([kit.section(words(f"pilot.intro.{place.part}"))] if f"pilot.intro.{place.part}" in words else []),
        *_about(page, words),
        *asked,
        *_after(page, words),
    ]
    return kit.modal(
        ids.PILOT_FORM,
        words(f"pilot.title.{place.part}"),
        blocks,
        submit=words(f"pilot.submit.{place.part}"),
        close=words("kit.cancel"),
        carried=kit.metadata(
            case=place.case_id, part=place.part, measure=place.measure_id, rev=page.revision, digest=page.digest
        ),
    )


def _about(page: PilotFormPage, words: Words) -> Iterator[Json]:
    if page.rule:
        yield from kit.sections(rule_lines(page.rule, words))
    if page.changes:
        yield from kit.sections(kit.heading(words("pilot.heading.changes"), changed_lines(page.changes, words)))
    if page.warnings:
        said = (kit.say(warning, words) for warning in page.warnings)
        yield from kit.sections(kit.heading(words("pilot.heading.warned"), kit.bullets(said)))


def _after(page: PilotFormPage, words: Words) -> Iterator[Json]:
    if page.place.part is Part.WORTH and not any(field.question.id.startswith("line_id") for field in page.fields):
        yield kit.context(words("pilot.no_estimate"))
