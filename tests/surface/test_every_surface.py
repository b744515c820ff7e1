"""Every surface, on pages of every size, in English and in the pseudo-language."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from babel import Locale
from babel.numbers import get_currency_name

from bot.coaching import needs, risks, transfer
from bot.coaching.calendar import countries, regions
from bot.coaching.case import Outcome
from bot.coaching.money import currencies
from bot.coaching.nudge_pages import NudgeMessage, NudgesPage, OwnNudgePage, PausePage, SettingsPage
from bot.coaching.pages import HelpPage, HomePage
from bot.coaching.sharing import SharingLevel
from bot.coaching.sheet_pages import SheetFormPage, TransferPage
from bot.coaching.shelf import ShelfForm
from bot.coaching.shelf_pages import ShelfItemPage, ShelfPage
from bot.coaching.team import ChannelState, Standing
from bot.coaching.team_pages import InvitePage, MembersPage, SeenPage, TeamChannelPage, TeamsPage
from bot.coaching.verbatim import showable
from bot.locales.pseudo import PSEUDO
from bot.locales.words import Sentence, Words, languages, load_words
from bot.playbook.model import Tool
from bot.playground.referee import refuse_message, refuse_view
from bot.surface import kit, limits
from bot.surface.brief import brief_modal
from bot.surface.brief_choices import brief_choices_modal
from bot.surface.card import card_message
from bot.surface.cases import cases_message
from bot.surface.chooser import chooser_modal
from bot.surface.close import close_modal
from bot.surface.digest import digest_message
from bot.surface.digest_notices import preview_message, silence_message, trouble_message
from bot.surface.doctor import doctor_modal
from bot.surface.estimate import estimate_modal
from bot.surface.estimate_form import estimate_form_modal
from bot.surface.figures import figures_modal
from bot.surface.help import help_message, help_modal
from bot.surface.home import closed_view, home_view
from bot.surface.kit import Json
from bot.surface.later import later_modal
from bot.surface.log import log_modal
from bot.surface.needs import needs_modal
from bot.surface.not_needed import not_needed_modal
from bot.surface.notice import error_message, notice_modal
from bot.surface.nudge import nudge_message
from bot.surface.nudges import nudges_modal
from bot.surface.own_nudge import own_nudge_modal
from bot.surface.pause import pause_modal
from bot.surface.risks import risks_modal
from bot.surface.settings import settings_modal
from bot.surface.sharing import consent_modal, line_modal, seen_modal
from bot.surface.sheet import form_modal
from bot.surface.shelf import shelf_modal
from bot.surface.shelf_item import shelf_item_modal
from bot.surface.step import step_modal
from bot.surface.summary import summary_modal
from bot.surface.team import members_modal, team_modal
from bot.surface.team_forms import invite_modal, team_channel_modal, team_form_modal
from bot.surface.team_messages import channel_trouble_message, invitation_message
from bot.surface.teams import teams_modal
from bot.surface.tools import tools_modal
from bot.surface.transfer import transfer_modal
from tests.support import (
    digest_notice_samples,
    digests,
    estimate_samples,
    pilot_samples,
    samples,
    sheet_samples,
    team_samples,
)
from tests.support.samples import DAY, EXTREMES, QUOTE, SIZES, TYPICAL, ZONE, Size

Draw = Callable[[Words], Json]


def _sized(size: Size) -> dict[str, Draw]:
    coaching = kit.escape(size.text, 20_000)
    cards = [samples.card(size, number) for number in range(size.many)]
    sentence = Sentence("help.unknown", {"typed": size.text})
    return {
        "step": lambda words: step_modal(samples.step_page(size, coaching), words),
        "step, with what was seen": lambda words: step_modal(samples.experienced_step_page(size), words),
        "summary": lambda words: summary_modal(samples.summary_page(size), words, ZONE),
        "summary, resting": lambda words: summary_modal(samples.summary_page(size, rests=True), words, ZONE),
        "summary, closed": lambda words: summary_modal(samples.closed_summary_page(size), words, ZONE),
        "chooser": lambda words: chooser_modal(samples.chooser_page(size), words),
        "chooser, quote": lambda words: chooser_modal(samples.chooser_page(size, quote=size.text), words),
        "chooser, log": lambda words: chooser_modal(samples.chooser_page(size, "log"), words),
        "chooser, brief": lambda words: chooser_modal(samples.chooser_page(size, "brief"), words),
        "chooser, close": lambda words: chooser_modal(samples.chooser_page(size, "close"), words),
        "log": lambda words: log_modal(samples.log_page(size), words),
        "log, several": lambda words: log_modal(samples.log_page(size, cases=size.many), words),
        "log, correcting": lambda words: log_modal(samples.correcting_page(size), words),
        "log, second act": lambda words: log_modal(samples.second_act_page(size), words),
        "close": lambda words: close_modal(samples.case(size, outcome_reason=size.text), words),
        "close, declined": lambda words: close_modal(samples.case(size), words, asks_reason=True),
        "brief": lambda words: brief_modal(samples.brief_page(size, words.language), words),
        "brief, choices": lambda words: brief_choices_modal(samples.brief_choices_page(size), words),
        "card": lambda words: card_message(samples.card(size), words, ZONE),
        "card, closed": lambda words: card_message(samples.card(size, outcome=Outcome.ADJUSTED), words, ZONE),
        "home": lambda words: home_view(samples.home_page(size), words, ZONE),
        "help": lambda words: help_modal(samples.help_page(size), words),
        "help, unknown": lambda words: help_modal(samples.help_page(size, meant=None), words),
        "help, message": lambda words: help_message(samples.help_page(size), words),
        "cases": lambda words: cases_message(cards, words),
        "notice": lambda words: notice_modal(sentence, words),
        "error": lambda words: error_message(sentence, words),
        "nudge": lambda words: nudge_message(NudgeMessage(DAY, samples.nudges(size)), words, ZONE),
        "nudge, late": lambda words: nudge_message(samples.late_message(size), words, ZONE),
        "nudge, settled": lambda words: nudge_message(samples.settled_message(size), words, ZONE),
        "nudges": lambda words: nudges_modal(samples.nudges_page(size), words, ZONE),
        "later": lambda words: later_modal(samples.later_page(size), words, ZONE),
        "not needed": lambda words: not_needed_modal(samples.not_needed_page(size), words),
        "own nudge": lambda words: own_nudge_modal(samples.own_nudge_page(size), words, ZONE),
        "own nudge, changed": lambda words: own_nudge_modal(samples.own_nudge_page(size, changes=True), words, ZONE),
        "settings": lambda words: settings_modal(samples.settings_page(size), words),
        **_teams(size),
        "tools": lambda words: tools_modal(sheet_samples.tools_page(size), words),
        "chooser, needs": lambda words: chooser_modal(samples.chooser_page(size, "needs"), words),
        "needs": lambda words: needs_modal(sheet_samples.needs_page(size), words),
        "risks": lambda words: risks_modal(sheet_samples.risks_page(size), words),
        **{
            f"transfer, {verdict}": _transfer(sheet_samples.transfer_page(size, verdict))
            for verdict in ("go", "conditional", "no_go")
        },
        **{
            f"form, {tool} {part.name}": _sheet_form(sheet_samples.form_page(size, tool, part.name))
            for tool, parts in ((Tool.NEEDS, needs.PARTS), (Tool.RISKS, risks.PARTS), (Tool.TRANSFER, transfer.PARTS))
            for part in parts
        },
        **pilot_samples.drawn(size),
        "estimate": lambda words: estimate_modal(estimate_samples.estimate_page(size), words),
        "estimate, no isolation": lambda words: estimate_modal(estimate_samples.unisolated_page(size), words),
        "estimate, loss": lambda words: estimate_modal(estimate_samples.losing_page(size), words),
        "estimate, tiny": lambda words: estimate_modal(estimate_samples.tiny_page(size), words),
        **{
            f"estimate form {number}": partial(estimate_form_modal, page)
            for number, page in enumerate(estimate_samples.form_pages(size))
        },
        "shelf": lambda words: shelf_modal(samples.shelf_page(size), words),
        "shelf, for a case": lambda words: shelf_modal(samples.shelf_page(size, for_case=True), words),
        "shelf, form": lambda words: shelf_item_modal(samples.shelf_item_page(size), words),
        "digest": lambda words: digest_message(digests.digest_page(size), words),
        "digest, collecting": lambda words: digest_message(digests.collecting_digest_page(size), words),
        "digest, unnamed": lambda words: digest_message(digests.unnamed_digest_page(size), words),
        "figures": lambda words: figures_modal(digests.figures_page(size), words),
        "figures, nothing told": lambda words: figures_modal(digests.figures_page(size, shown=None), words),
        "figures, written out": lambda words: figures_modal(digests.figures_page(size, is_written_out=True), words),
        "digest, quiet": lambda words: digest_message(digests.quiet_digest_page(size), words),
        **_digest_notices(size),
    }


def _digest_notices(size: Size) -> dict[str, Draw]:
    silence, check_up = digest_notice_samples.silence(size), digest_notice_samples.check_up(size)
    return {
        **{f"preview, {name}": _of(preview_message, page, ZONE) for name, page in digest_notice_samples.previews(size)},
        **{f"trouble, {name}": _of(trouble_message, page) for name, page in digest_notice_samples.troubles(size)},
        "silence": _of(silence_message, silence, ZONE),
        "doctor": _of(doctor_modal, check_up, ZONE),
    }


def _transfer(page: TransferPage) -> Draw:
    return lambda words: transfer_modal(page, words)


def _sheet_form(page: SheetFormPage) -> Draw:
    return lambda words: form_modal(page, words)


def _of(draw: Callable[..., Json], page: object, *zone: str) -> Draw:
    return lambda words: draw(page, words, *zone)


def _teams(size: Size) -> dict[str, Draw]:
    lines = {level: team_samples.line_page(size, level) for level in (SharingLevel.ANONYMOUS, SharingLevel.NAMED)}
    channels = {state: team_samples.team_page(size, state) for state in ChannelState}
    told = {standing: team_samples.invitation(size, standing) for standing in Standing}
    led = {glance.team.id: digests.lead_glance(size) for glance in team_samples.glances(size)}
    home = replace(samples.home_page(size), teams=team_samples.glances(size), shared={"case0": SharingLevel.NAMED})
    return {
        "teams": lambda words: teams_modal(team_samples.teams_page(size), words, ZONE),
        "team, bare": lambda words: team_modal(team_samples.bare_team_page(size), words, ZONE),
        "team, member": lambda words: team_modal(team_samples.team_page(size, at=1), words, ZONE),
        "team, invited": lambda words: team_modal(team_samples.team_page(size, at=2), words, ZONE),
        **{f"team, {state}": _of(team_modal, page, ZONE) for state, page in channels.items()},
        "members": lambda words: members_modal(MembersPage(team_samples.team_page(size)), words),
        "team, new": lambda words: team_form_modal(team_samples.form_page(size, is_new=True), words),
        "team, settings": lambda words: team_form_modal(team_samples.form_page(size), words),
        "team, channel": lambda words: team_channel_modal(TeamChannelPage(team_samples.team(size)), words),
        "team, invite": lambda words: invite_modal(InvitePage(team_samples.team(size)), words),
        **{f"invitation, {each}": _of(invitation_message, page) for each, page in told.items()},
        "team, trouble": lambda words: channel_trouble_message(team_samples.trouble(size), words, ZONE),
        "seen": lambda words: seen_modal(team_samples.seen_page(size), words, ZONE),
        **{f"line, {level}": _of(line_modal, page) for level, page in lines.items()},
        **{f"consent, {each}": _of(consent_modal, team_samples.consent_page(size, each), ZONE) for each in lines},
        "home, teams": lambda words: home_view(home, words, ZONE),
        "home, teams led": lambda words: home_view(replace(home, led=led), words, ZONE),
    }


EMPTY: dict[str, Draw] = {
    "teams": lambda words: teams_modal(TeamsPage(()), words, ZONE),
    "seen": lambda words: seen_modal(SeenPage((), (), ""), words, ZONE),
    "seen, no case": lambda words: seen_modal(SeenPage((team_samples.team(TYPICAL),), (), ""), words, ZONE),
    "needs": lambda words: needs_modal(sheet_samples.empty_needs_page(), words),
    "risks": lambda words: risks_modal(sheet_samples.empty_risks_page(), words),
    "transfer, closed": lambda words: transfer_modal(sheet_samples.empty_transfer_page(), words),
    "transfer": lambda words: transfer_modal(sheet_samples.empty_transfer_page("go"), words),
    "doctor, well": lambda words: doctor_modal(digest_notice_samples.well(), words, ZONE),
    "doctor, unwell": lambda words: doctor_modal(digest_notice_samples.unwell(), words, ZONE),
    "step": lambda words: step_modal(samples.empty_step_page(), words),
    "card": lambda words: card_message(samples.empty_card(), words, ZONE),
    "cases": lambda words: cases_message([], words),
    "brief": lambda words: brief_modal(samples.empty_brief_page(words.language), words),
    "home": lambda words: home_view(HomePage("Μάγια", (), (), ()), words, ZONE),
    "home, closed": closed_view,
    "home, cases only": lambda words: home_view(HomePage("Μάγια", (samples.empty_card(),), (), ()), words, ZONE),
    "help": lambda words: help_modal(HelpPage(None, "", ()), words),
    "close": lambda words: close_modal(samples.empty_case(), words),
    "nudge": lambda words: nudge_message(NudgeMessage(DAY, (samples.own_nudge(text=""),)), words, ZONE),
    "nudges": lambda words: nudges_modal(NudgesPage(()), words, ZONE),
    "nudges, paused": lambda words: nudges_modal(NudgesPage((), is_paused=True), words, ZONE),
    "own nudge": lambda words: own_nudge_modal(OwnNudgePage((), DAY), words, ZONE),
    "estimate": lambda words: estimate_modal(estimate_samples.empty_estimate_page(), words),
    **pilot_samples.blank(),
    "settings": lambda words: settings_modal(samples.empty_settings_page(), words),
    "settings, saved": lambda words: settings_modal(SettingsPage(samples.preferences(), is_saved=True), words),
    "pause": lambda words: pause_modal(PausePage(), words),
    "shelf": lambda words: shelf_modal(ShelfPage("U0ONE", (), {}), words),
    "shelf, narrowed": lambda words: shelf_modal(ShelfPage("U0ONE", (), {"budget": "Χρήματα"}, "budget"), words),
    "shelf, form": lambda words: shelf_item_modal(ShelfItemPage(samples.options(20), ShelfForm("data", "")), words),
    "pause, paused": lambda words: pause_modal(samples.pause_page(), words),
}

DRAWN = [
    *(
        pytest.param(draw, id=f"{name}, size {number}")
        for number, size in enumerate(SIZES)
        for name, draw in _sized(size).items()
    ),
    *(pytest.param(draw, id=f"{name}, empty") for name, draw in EMPTY.items()),
]
LANGUAGES = [*languages(), PSEUDO]

_LANGUAGE_NAMES = "|".join(str(Locale.parse(language).english_name) for language in languages())
_NOT_WORDS = re.compile(
    r"`[^`]*`|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|&[a-z]+;|:[a-z_]+:|!c\w*"
    r"|((Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?[A-Z][a-z]{2} \d+(, \d{4})?|\d+:\d\d.[AP]M"
    r"|\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b"
    r"|\bEUR\b"  # a currency's code
    r"|\bPDF\b"
    rf"|\b(?:{_LANGUAGE_NAMES})(?: \([^()]*\))?"
    r"|\band\b"  # languages, days, hours and lists are Babel's, in the reader's language
)
_ZONE = re.compile(r"\b[A-Z][A-Za-z]+(/[A-Z][\w+ -]*)+|\b[A-Z][a-z]+ [A-Z]-[A-Z]\b|EST5EDT")
_NAMES = frozenset(
    {
        *(str(load_words("qps").locale.territories[country]) for country in countries()),
        *load_words("qps").locale.days["stand-alone"]["wide"].values(),
        *(
            load_words("qps")("estimate.currency", code=code, name=get_currency_name(code, locale="en"))
            for code in currencies()
        ),
        *(name for country in ("IT", "DE") for name in regions(country).values()),
    }
)
"""Names of places and days are Babel's, in the reader's language, or those that people there use."""

_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u017f]{2,}")
_ACCENTED = re.compile(r"[\u00c0-\u017f]")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("draw", DRAWN)
def test_slack_takes_it(draw: Draw, language: str) -> None:
    payload = draw(load_words(language))

    refusal = _judged(payload)

    assert refusal is None


@pytest.mark.parametrize("draw", DRAWN)
def test_it_can_be_sent(draw: Draw) -> None:
    payload = draw(load_words("en"))

    sent = json.dumps(payload, ensure_ascii=False).encode()

    assert b"\\u0000" not in sent


@pytest.mark.parametrize("draw", DRAWN)
def test_no_english_leaks_into_another_language(draw: Draw) -> None:
    payload = draw(load_words("qps"))

    ours = [_NOT_WORDS.sub(" ", _ZONE.sub(" ", text)) for text in _texts(payload) if text not in _NAMES]
    words = [word for text in ours for word in _LATIN_WORD.findall(text)]

    assert [word for word in words if not _ACCENTED.search(word)] == []


def _without_channel(text: str) -> str:
    return text.replace("<#C0000001>", "")  # where a team's digest goes


@pytest.mark.parametrize("draw", DRAWN)
def test_nobody_is_called_and_nothing_is_linked(draw: Draw) -> None:
    payload = draw(load_words("en"))

    read_by_slack = [_without_channel(text) for text in (*_mrkdwn(payload), str(payload.get("text", "")))]

    assert [text for text in read_by_slack if "<" in text or re.search(r"&(?!amp;|lt;|gt;)", text)] == []
    assert [block for block in _objects(payload) if block.get("type") == "mrkdwn" and not block["verbatim"]] == []


@pytest.mark.parametrize("draw", DRAWN)
def test_turned_writing_does_not_turn_our_own_words(draw: Draw) -> None:
    payload = draw(load_words("en"))

    shown = "".join(_texts(payload))

    assert not re.search("[\u202a-\u202e\u2066-\u2069]", shown)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_messages_stay_far_from_where_slack_refuses_them(size: Size, language: str) -> None:
    drawn = _sized(size)

    messages = [
        drawn[name](load_words(language))
        for name in (
            "card",
            "card, closed",
            "cases",
            "help, message",
            "error",
            "nudge",
            "nudge, late",
            "nudge, settled",
            "digest",
            "digest, collecting",
            "digest, unnamed",
            "preview, planned",
            "preview, held",
            "trouble, archived",
            "silence",
        )
    ]

    assert all(_length(message) < limits.MESSAGE_BLOCKS_TEXT_SAFE for message in messages)
    assert all(message["text"] for message in messages)


@pytest.mark.parametrize("size", EXTREMES)
def test_a_title_too_long_is_cut_but_what_was_typed_into_a_field_comes_back_whole(size: Size) -> None:
    view = step_modal(samples.step_page(size, ""), load_words("en"))

    typed = next(block for block in _objects(view) if block.get("block_id") == "long_text")["element"]["initial_value"]

    assert typed == showable(size.text)


def test_a_typical_step_is_short() -> None:
    view = step_modal(samples.step_page(TYPICAL, QUOTE), load_words("en"))

    around = [block for block in _blocks(view) if block["type"] != "input"]

    assert len(around) == 12  # place, notice, twin, warning, coaching, three for entries, three of the shelf, buttons


def _judged(payload: Json) -> object:
    match payload.get("type"):
        case "modal":
            return refuse_view(payload, "modal")
        case "home":
            return refuse_view(payload, "home")
        case _:
            return refuse_message(payload["text"], payload["blocks"], most_text=limits.MESSAGE_TEXT)


def _length(message: Json) -> int:
    return sum(len(each["text"]) for each in _objects(message["blocks"]) if isinstance(each.get("text"), str))


def _blocks(payload: Json) -> list[dict[str, Any]]:
    blocks = payload["blocks"]
    assert isinstance(blocks, list)
    return blocks


def _objects(tree: object) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
        tree = list(tree.values())
    if isinstance(tree, list):
        for branch in tree:
            yield from _objects(branch)


def _texts(tree: object) -> Iterator[str]:
    """Yield what people read or hear, but for what stands in a field."""
    for each in _objects(tree):
        yield from (each[name] for name in ("text", "accessibility_label") if isinstance(each.get(name), str))


def _mrkdwn(tree: object) -> Iterator[str]:
    yield from (each["text"] for each in _objects(tree) if each.get("type") == "mrkdwn")
