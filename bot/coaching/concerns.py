"""Hear the concerns in an executive's words.

Two things speak for a concern, and their weights are added up:

1. Its *signals*: words and phrases that give it away. One counts 1, a longer phrase a little more, and less the
   more often the example quotes of other concerns contain it too.
2. *Likeness* to its example quotes: every word, and every pair of neighbours, that its examples have more often than
   the others' counts by the logarithm of how much more often (naive Bayes, what speaks against left out).

The rules know no language: words are compared folded (case and accents gone) and by their first letters, signals and
examples come with the playbook. Only how people dismiss a thing ("it's not about ...") and how English draws a *not*
together with the word before it ("don't") is listed here.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from itertools import chain, islice, pairwise
from math import log, sqrt
from typing import Final, NamedTuple

from bot.playbook.model import Concern

_MARKS: Final = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
_WORD_OR_BREAK: Final = re.compile(rf"((?:[^\W_]|[{_MARKS}])+)|[.,;:!?()\u2013\u2014\u2026\n\r]")
_UNSHOWABLE: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
_APOSTROPHES: Final = frozenset("'\u2019")

_NOT: Final = "not"
_DRAWN_TOGETHER: Final = {"won": "will", "shan": "shall", "can": "can", "cannot": "can"}
"""What stands before a *not* that is drawn together with it, where it is more than the word without its last n."""

_STEM: Final = 6  # letters; 4, 5 and 7 heard no better
_GAP: Final = 3  # words that `..` may stand for
_REACH: Final = 3  # words that a dismissal reaches
_PART_WEIGHT: Final = 0.3  # of each word of a signal after the first
_DOUBT: Final = 2  # a signal is taken to be right in this many examples more than were seen
_SMOOTHING: Final = 0.3  # examples that are taken to have been seen of everything
_TOP_LIKENESS: Final = 3.0  # what one word may count at most, before the next weight
_LIKENESS_WEIGHT: Final = 0.2
_PAIR_WEIGHT: Final = 0.5
_USUAL_WORDS: Final = 25  # a longer quote is like everything a little: its likeness counts less
_TELLING: Final = 1.0  # from this likeness on, a word is worth showing ...
_SHORTEST_SHOWN: Final = 3  # ... when it has this many letters
_CHANCE: Final = 0.9  # without a signal, less than this is chance: small talk comes up to it
_SHARE_OF_BEST: Final = 0.4  # what is heard so much less than the best is not named
_SHOWN: Final = 3  # words that are named for a concern
_REMEMBERED: Final = 128  # quotes: each is heard again and again until its concern is confirmed

_DISMISSES_WHAT_FOLLOWS: Final = {
    "en": (
        "not about",
        "isn't about",
        "not a question of",
        "not a matter of",
        "not that",
        "not too",
        "not worried about",
        "no problem with",
        "no issue with",
        "the problem is not",
        "the problem isn't",
        "the issue is not",
        "the issue isn't",
    ),
    "fr": (
        "pas une question de",
        "pas une question d'",
        "pas une affaire de",
        "pas une affaire d'",
        "ne s'agit pas de",
        "ne s'agit pas d'",
        "le problème n'est pas",
        "le souci n'est pas",
        "la question n'est pas",
        "pas tant",
        "rien contre",
        "pas de problème avec",
        "pas de souci avec",
        "pas à cause de",
        "pas à cause d'",
    ),
    "es": (
        "no es cuestión de",
        "no es una cuestión de",
        "no se trata de",
        "no es por",
        "no es tanto",
        "no es que sea",
        "no es que falte",
        "no es que no haya",
        "el problema no es",
        "el problema no son",
        "la cuestión no es",
        "lo de menos es",
        "no me preocupa",
        "no me preocupan",
        "no tengo nada contra",
        "no tengo nada en contra de",
        "no tengo problema con",
        "no hay problema con",
    ),
    "pt": (
        "não é questão de",
        "não é uma questão de",
        "não se trata de",
        "não tem a ver com",
        "não é por causa d*",
        "não é que",
        "não me preocupa",
        "não estou preocupado com",
        "não estou preocupada com",
        "não vejo problema",
        "nenhum problema com",
        "o problema não é",
        "o problema não está",
        "a questão não é",
        "o ponto não é",
    ),
}
_DISMISSES_WHAT_STOOD_BEFORE: Final = {
    "en": (
        "is not the problem",
        "isn't the problem",
        "is not a problem",
        "isn't a problem",
        "is no problem",
        "aren't the problem",
        "is not the issue",
        "isn't the issue",
        "is no issue",
        "is not the point",
        "isn't the point",
        "is not my concern",
        "isn't my concern",
        "is fine",
        "are fine",
    ),
    "fr": (
        "n'est pas le problème",
        "n'est pas un problème",
        "n'est pas le souci",
        "n'est pas un souci",
        "n'est pas le sujet",
        "n'est pas la question",
        "ne pose pas de problème",
        "ne me gêne pas",
        "ne me dérange pas",
        "me convient",
        "me conviennent",
    ),
    "es": (
        "no es el problema",
        "no es un problema",
        "no es problema",
        "no son el problema",
        "no son un problema",
        "no es la cuestión",
        "no es el tema",
        "no es lo que me preocupa",
        "no me preocupa",
        "no me preocupan",
        "es lo de menos",
        "son lo de menos",
        "está bien",
        "están bien",
        "me parece bien",
        "me parecen bien",
    ),
    "pt": (
        "não é o problema",
        "não é problema",
        "não é um problema",
        "não é a questão",
        "não é o ponto",
        "não é o que me preocupa",
        "não são o problema",
    ),
}


@dataclass(frozen=True, slots=True)
class Heard:
    """A concern heard in a quote."""

    concern_id: str
    score: float  # what speaks for it; comparable within one quote only
    because: tuple[str, ...]  # the words of the quote that made the ear think so, as typed, in order
    is_sure: bool  # a signal gave it away; else the quote is only like its examples


class _Word(NamedTuple):
    folded: str
    start: int
    end: int
    clause: int  # counts up at every mark that separates


class _Part(NamedTuple):
    letters: str
    has_any_ending: bool
    may_skip: bool  # a few words may stand before it


_Phrase = tuple[_Part, ...]

_Span = tuple[int, int]
"""Words by index: the first, and the one after the last."""


class _Found(NamedTuple):
    phrase: _Phrase
    first: int  # index of its first word
    end: int  # index after its last


class Ear:
    """Hears concerns in quotes. Built once for each playbook version and language.

    A signal is one or more words; a `*` at the end of a word stands for any ending, `..` for up to three words.
    """

    def __init__(self, concerns: Mapping[str, Concern]) -> None:
        self._owners: dict[_Phrase, list[str]] = defaultdict(list)
        for concern in concerns.values():
            for phrase in dict.fromkeys(map(_phrase, concern.signals)):
                self._owners[phrase].append(concern.id)
        self._signals = _Finder(self._owners)
        self._signal_uses: dict[_Phrase, Counter[str]] = defaultdict(Counter)
        self._feature_uses: dict[str, Counter[str]] = defaultdict(Counter)
        self._examples: Counter[str] = Counter()
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._hear)
        for concern in concerns.values():
            for quote in concern.examples:
                self._learn(concern.id, quote)

    def hear(self, quote: str, limit: int = 5) -> tuple[Heard, ...]:
        """Return the concerns a quote sounds like, likeliest first; empty when nothing is heard."""
        return self._remembered(quote, limit)

    def _hear(self, quote: str, limit: int) -> tuple[Heard, ...]:
        words = _words(quote)
        dismissed = _dismissed(words)
        found = [each for each in self._found(words) if dismissed.isdisjoint(range(each.first, each.end))]
        likeness = self._likeness(words, dismissed)
        scores = self._scores(found, likeness, len(words))
        if not found and max(scores.values(), default=0) < _CHANCE:
            return ()
        likeliest = sorted(scores, key=lambda concern: (-scores[concern], concern))
        heard = (
            Heard(
                concern,
                scores[concern],
                self._because(concern, quote, words, found, likeness[concern]),
                is_sure=any(concern in self._owners[each.phrase] for each in found),
            )
            for concern in likeliest
            if scores[concern] >= _SHARE_OF_BEST * scores[likeliest[0]]
        )
        return tuple(islice((each for each in heard if each.because), limit))

    def _learn(self, concern: str, quote: str, times: int = 1) -> None:
        """Take in an example; with `times` -1, forget it again, as if it had never been one."""
        self._remembered.cache_clear()
        words = _words(quote)
        self._examples[concern] += times
        for feature in _features(words):
            self._feature_uses[feature][concern] += times
        for signal in {each.phrase for each in self._found(words)}:
            self._signal_uses[signal][concern] += times

    def _found(self, words: Sequence[_Word]) -> list[_Found]:
        """Find the signals; one that lies within a longer one is not meant."""
        found = sorted(self._signals.found(words), key=lambda each: (each.first, -each.end))
        kept: list[_Found] = []
        reached = (0, 0)
        for each in found:
            span = (each.first, each.end)
            if each.end > reached[1] or span == reached:
                kept.append(each)
                reached = span
        return kept

    def _scores(
        self, found: Iterable[_Found], likeness: Mapping[str, Mapping[_Span, float]], length: int
    ) -> dict[str, float]:
        share = _LIKENESS_WEIGHT * min(1.0, sqrt(_USUAL_WORDS / max(1, length)))
        scores = {concern: share * sum(weights.values()) for concern, weights in likeness.items()}
        for signal in {each.phrase for each in found}:
            for concern in self._owners[signal]:
                scores[concern] = scores.get(concern, 0) + self._weight(signal, concern)
        return scores

    def _weight(self, signal: _Phrase, concern: str) -> float:
        uses = self._signal_uses[signal]
        right = uses[concern] + _DOUBT
        return right / (uses.total() + _DOUBT) * (1 + _PART_WEIGHT * (len(signal) - 1))

    def _likeness(self, words: Sequence[_Word], dismissed: AbstractSet[int]) -> dict[str, dict[_Span, float]]:
        """Weigh, by concern, the words and pairs that make a quote like its examples."""
        likeness: dict[str, dict[_Span, float]] = defaultdict(dict)
        for feature, span in _features(words).items():
            if feature in self._feature_uses and dismissed.isdisjoint(range(*span)):
                share = _PAIR_WEIGHT if span[1] - span[0] > 1 else 1.0
                for concern, odds in self._odds(feature):
                    likeness[concern][span] = share * odds
        return likeness

    def _odds(self, feature: str) -> Iterator[tuple[str, float]]:
        """Tell for which concerns a feature speaks, and how much; seen in one example only, half."""
        uses = self._feature_uses[feature]
        all_uses, all_examples = uses.total(), self._examples.total()
        for concern, count in uses.items():
            examples = self._examples[concern]
            here = (count + _SMOOTHING) / (examples + 2 * _SMOOTHING)
            elsewhere = (all_uses - count + _SMOOTHING) / (all_examples - examples + 2 * _SMOOTHING)
            if count and here > elsewhere:
                yield concern, min(log(here / elsewhere), _TOP_LIKENESS) * count / (count + 1)

    def _because(
        self,
        concern: str,
        quote: str,
        words: Sequence[_Word],
        found: Iterable[_Found],
        likeness: Mapping[_Span, float],
    ) -> tuple[str, ...]:
        """Pick the words to show: the signals that were found, else the words most like the examples."""
        spans = [(each.first, each.end) for each in found if concern in self._owners[each.phrase]]
        if not spans:
            telling = {span: odds for span, odds in likeness.items() if odds >= _TELLING and _is_word(words, span)}
            spans = sorted(nlargest(_SHOWN, telling, key=telling.__getitem__))
        typed: dict[str, str] = {}
        for first, end in spans:
            shown = _typed(quote, words, first, end)
            typed.setdefault(shown.casefold(), shown)
        return tuple(islice(typed.values(), _SHOWN))


class _Finder:
    """Finds any of many phrases among words, in one pass."""

    def __init__(self, phrases: Iterable[_Phrase]) -> None:
        self._whole: dict[str, list[_Phrase]] = defaultdict(list)
        self._opening: dict[str, list[_Phrase]] = defaultdict(list)
        for phrase in phrases:
            if phrase:
                (self._opening if phrase[0].has_any_ending else self._whole)[phrase[0].letters].append(phrase)
        self._lengths = sorted({len(letters) for letters in self._opening})

    def found(self, words: Sequence[_Word]) -> Iterator[_Found]:
        """Yield every occurrence of every phrase."""
        for first, word in enumerate(words):
            for phrase in self._beginning_with(word.folded):
                end = _end(phrase, words, first)
                if end is not None:
                    yield _Found(phrase, first, end)

    def _beginning_with(self, folded: str) -> Iterator[_Phrase]:
        yield from self._whole.get(folded, ())
        for length in self._lengths:
            if length > len(folded):
                return
            yield from self._opening.get(folded[:length], ())


def _words(text: str) -> list[_Word]:
    words: list[_Word] = []
    clause = 0
    for match in _WORD_OR_BREAK.finditer(text):
        if match[1] is None:
            clause += 1
            continue
        word = _Word(_folded(match[1]), match.start(), match.end(), clause)
        if word.folded == "t" and words and _is_not(words[-1], word, text):
            before = words.pop()
            apart = _DRAWN_TOGETHER.get(before.folded, before.folded[:-1])
            words += [before._replace(folded=apart), word._replace(folded=_NOT)]
        elif word.folded == "cannot":
            words += [word._replace(folded=_DRAWN_TOGETHER["cannot"]), word._replace(folded=_NOT)]
        else:
            words.append(word)
    return words


def _is_not(before: _Word, word: _Word, text: str) -> bool:
    """Tell whether a t is the rest of a *not*, as in "don't"."""
    return before.folded.endswith("n") and text[before.end : word.start] in _APOSTROPHES


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _phrase(text: str) -> _Phrase:
    parts: list[_Part] = []
    may_skip = False
    for piece in text.split():
        if piece == "..":
            may_skip = bool(parts)
            continue
        letters = [word.folded for word in _words(piece)]
        for index, each in enumerate(letters):
            is_last = index == len(letters) - 1
            parts.append(_Part(each, has_any_ending=is_last and piece.endswith("*"), may_skip=may_skip))
            may_skip = False
    return tuple(parts)


def _end(phrase: _Phrase, words: Sequence[_Word], first: int) -> int | None:
    """Return the index after the phrase's last word when it stands at `first`, within one clause."""
    at = first + 1
    for part in phrase[1:]:
        last = min(at + (_GAP if part.may_skip else 0), len(words) - 1)
        fitting = (index for index in range(at, last + 1) if _fits(part, words[index], words[first].clause))
        match = next(fitting, None)
        if match is None:
            return None
        at = match + 1
    return at


def _fits(part: _Part, word: _Word, clause: int) -> bool:
    same = word.folded.startswith(part.letters) if part.has_any_ending else word.folded == part.letters
    return same and word.clause == clause


def _features(words: Sequence[_Word]) -> dict[str, _Span]:
    """Name the stems and pairs of stems, each with the place where it stands first."""
    features: dict[str, _Span] = {}
    stems = [word.folded[:_STEM] for word in words]
    for index, stem in enumerate(stems):
        features.setdefault(stem, (index, index + 1))
    for index, (stem, following) in enumerate(pairwise(stems)):
        features.setdefault(f"{stem} {following}", (index, index + 2))
    return features


_FORWARD: Final = _Finder(map(_phrase, chain.from_iterable(_DISMISSES_WHAT_FOLLOWS.values())))
_BACKWARD: Final = _Finder(map(_phrase, chain.from_iterable(_DISMISSES_WHAT_STOOD_BEFORE.values())))


def _dismissed(words: Sequence[_Word]) -> set[int]:
    """Find the words that are named only to say that they are not what matters: their indexes."""
    following = ((each, range(each.end, min(each.end + _REACH, len(words)))) for each in _FORWARD.found(words))
    previous = ((each, range(max(0, each.first - _REACH), each.first)) for each in _BACKWARD.found(words))
    return {
        index
        for each, reach in chain(following, previous)
        for index in reach
        if words[index].clause == words[each.first].clause
    }


def _is_word(words: Sequence[_Word], span: _Span) -> bool:
    """Tell whether a span is one whole word, no pair and no rest of a contraction."""
    first, end = span
    return end - first == 1 and len(words[first].folded) >= _SHORTEST_SHOWN


def _typed(quote: str, words: Sequence[_Word], first: int, end: int) -> str:
    """Return words as they were typed, without what cannot be shown on one line.

    The rest of a contraction (`didn't`) is taken along; breaks, control and direction marks and halves of characters
    are left out.
    """
    while end < len(words) and quote[words[end - 1].end : words[end].start] in _APOSTROPHES:
        end += 1
    return _UNSHOWABLE.sub(" ", quote[words[first].start : words[end - 1].end])
