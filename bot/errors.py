"""Errors whose text a person reads."""

from bot.locales.words import ENGLISH, Sentence, load_words


class BotError(Exception):
    """Something a person did cannot be done; the sentence says what happened and what to do.

    Raised where it is known, shown once by the listeners' error handler, in the person's language.
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.sentence = Sentence(key, values)

    def __str__(self) -> str:
        return load_words(ENGLISH)(self.sentence)


class NotFoundError(BotError):
    """The thing is gone, belongs to somebody else, or never was: the three read alike on purpose."""


class NotAllowedError(BotError):
    """The person may not do this here."""


class OperatorError(Exception):
    """A process cannot start or go on; the text is a sentence for the operator's terminal, in English."""
