"""The form for one piece of evidence."""

from typing import Final

from bot.coaching.shelf import EvidenceKind
from bot.coaching.shelf_pages import ShelfItemPage
from bot.locales.words import Words
from bot.playbook.model import Option
from bot.surface import ids, kit
from bot.surface.kit import Json

MINE: Final = "mine"
SHARED: Final = "shared"
_CONFIRMED: Final = 200


def shelf_item_modal(page: ShelfItemPage, words: Words) -> Json:
    """Draw the form: `kind`, `what`, `source`, `dated_on`, `concerns`, `sharing`, `consent_by`, `consent_on`."""
    drawn_at = page.drawn_at.isoformat() if page.drawn_at else None
    carried = kit.metadata(case=page.case_id, step=page.step_id, item=page.item_id, at=drawn_at)
    return kit.modal(
        ids.SHELF_ITEM,
        words("shelf.form.title"),
        [*_proof(page, words), *_use(page, words), *_consent(page, words), *_removal(page, words)],
        submit=words("shelf.form.submit"),
        close=words("kit.cancel"),
        carried=carried,
    )


def _proof(page: ShelfItemPage, words: Words) -> list[Json]:
    form = page.form
    kinds = [Option(kind, words(f"shelf.kind.{kind}")) for kind in EvidenceKind]
    what = kit.text_input(form.what, long=True, placeholder=words("shelf.form.what_example"))
    source = kit.text_input(form.source, placeholder=words("shelf.form.source_example"))
    day = kit.date_picker(form.dated_on, placeholder=words("kit.pick_day"))
    menu = kit.select(kinds, form.kind, placeholder=words("kit.choose"))
    return [
        kit.question(words("shelf.form.kind"), "kind", menu, required=True),
        kit.question(words("shelf.form.what"), "what", what, required=True),
        kit.question(words("shelf.form.source"), "source", source),
        kit.question(words("shelf.form.dated_on"), "dated_on", day, hint=words("shelf.form.dated_on_hint")),
    ]


def _use(page: ShelfItemPage, words: Words) -> list[Json]:
    tags = kit.multi_select(page.concerns, page.form.concerns, placeholder=words("kit.choose_any"))
    choices = [Option(MINE, words("shelf.form.mine")), Option(SHARED, words("shelf.form.shared"))]
    sharing = kit.radio(choices, SHARED if page.form.is_shared else MINE)
    return [
        kit.question(words("shelf.form.concerns"), "concerns", tags, hint=words("shelf.form.concerns_hint")),
        kit.question(words("shelf.form.sharing"), "sharing", sharing, required=True),
    ]


def _consent(page: ShelfItemPage, words: Words) -> list[Json]:
    by = kit.text_input(page.form.consent_by, placeholder=words("shelf.form.consent_example"))
    on = kit.date_picker(page.form.consent_on, placeholder=words("kit.pick_day"))
    return [
        kit.divider(),
        kit.section(kit.heading(words("shelf.form.consent"), words("shelf.form.consent_why"))),
        kit.question(words("shelf.form.consent_by"), "consent_by", by),
        kit.question(words("shelf.form.consent_on"), "consent_on", on),
    ]


def _removal(page: ShelfItemPage, words: Words) -> list[Json]:
    if not page.item_id:
        return []
    asked = kit.confirmation(
        words("shelf.form.remove"),
        kit.one_line(page.form.what, _CONFIRMED),
        do=words("kit.button.remove"),
        leave=words("shelf.form.keep"),
    )
    return [kit.actions(kit.button(words("kit.button.remove"), ids.SHELF_REMOVE, page.item_id, confirm=asked))]
