"""One sentence to a person: in a modal, or as a message that only they see."""

from bot.locales.words import Sentence, Words
from bot.surface import ids, kit
from bot.surface.kit import Json


def notice_modal(sentence: Sentence, words: Words) -> Json:
    """Draw a sentence as a modal, where one is open or can be."""
    blocks = kit.sections(kit.say(sentence, words))
    return kit.modal(ids.NOTICE, words("notice.title"), blocks, close=words("kit.close"))


def error_message(sentence: Sentence, words: Words) -> Json:
    """Draw a sentence as a message."""
    text = kit.say(sentence, words)
    return kit.message(text, kit.sections(text))
