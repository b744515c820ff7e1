"""What is chosen for a brief: its language, and whose words stand at the top."""

from functools import cache
from typing import Final

from babel import Locale
from babel.localedata import locale_identifiers

from bot.coaching.brief_pages import NO_QUOTE, BriefChoicesPage
from bot.locales.words import Words, languages
from bot.playbook.model import Option
from bot.surface import ids, kit, limits
from bot.surface.kit import Json

NEWEST: Final = "newest"
"""What the form answers for the words that were said last: Slack takes no empty value."""

_COUNTRIES: Final = (
    "AE AO AR AT AU BE BO BR CA CH CL CM CO CR DE DK DO EC EG ES FI FR GB GH GT HK HN IE IL IN IT JP KE LU MA MX MY "
    "MZ NG NI NL NZ PA PE PH PK PT PY QA SE SG SN SV US UY VE ZA"
)
"""Countries whose forms of dates and numbers are offered: all hundred of a language would make a menu overflow."""


def brief_choices_modal(page: BriefChoicesPage, words: Words) -> Json:
    """Draw the form: `language` (a tag, or `ids.NONE`: as known), `quote` (an interaction, `NEWEST` or `NO_QUOTE`)."""
    as_known = words("brief.choices.as_known", name=_called(page.language, words))
    groups = {words("settings.none"): (Option(ids.NONE, as_known),), **_formats(words)}
    menu = kit.grouped_select(
        groups, page.choices.language or ids.NONE, placeholder=words("brief.choices.find_language")
    )
    hint = words("brief.choices.language_hint")
    return kit.modal(
        ids.BRIEF_CHOICES,
        words("brief.choices.title"),
        [
            kit.question(words("brief.choices.language"), "language", menu, hint=hint, required=True),
            kit.question(words("brief.choices.quote"), "quote", _quotes(page, words), required=True),
        ],
        submit=words("brief.choices.submit"),
        close=words("kit.cancel"),
        carried=kit.metadata(case=page.case_id),
    )


def _quotes(page: BriefChoicesPage, words: Words) -> Json:
    spoken = [
        Option(each.id, each.text, words("brief.choices.said_on", day=each.said_on))
        for each in page.spoken[: limits.SELECT_OPTIONS - 2]
    ]
    first = Option(NEWEST, words("brief.choices.newest"))
    last = Option(NO_QUOTE, words("brief.choices.none"))
    return kit.select([first, *spoken, last], page.choices.quote or NEWEST, placeholder=words("kit.choose"))


def _formats(words: Words) -> dict[str, tuple[Option, ...]]:
    """Return the languages that the bot speaks, each in the forms its countries give dates and numbers."""
    return {
        _called(language, words): tuple(
            sorted((Option(tag, _called(tag, words)) for tag in _tags(language)), key=lambda option: option.label)
        )
        for language in languages()
    }


@cache
def _tags(language: str) -> tuple[str, ...]:
    known = frozenset(locale_identifiers())
    return tuple(f"{language}-{country}" for country in _COUNTRIES.split() if f"{language}_{country}" in known)


def _called(tag: str, words: Words) -> str:
    return str(Locale.parse(tag, sep="-").get_display_name(words.locale))
