"""The evidence shelf as values: the surfaces draw them, the use cases return them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.coaching.case import Executive
from bot.coaching.shelf import ShelfForm, Shelved
from bot.locales.words import Sentence
from bot.playbook.model import Option


@dataclass(frozen=True, slots=True)
class ShelfPage:
    """The shelf as one trainer may use it, for a case or for none."""

    reader_id: str  # Slack user id
    shelved: tuple[Shelved, ...]  # the best for the case first; without one, the newest first
    concerns: Mapping[str, str]  # the names of those that pieces are tagged with, by id, the commonest first
    concern: str = ""  # only pieces tagged with this one are shown
    case_id: str = ""
    executive: Executive | None = None  # of the case
    initiative: str = ""
    has_result: bool = False  # its pilot has one that is not on the shelf yet
    step_id: str = ""  # in whose window the shelf was opened
    notice: Sentence | None = None  # what was just done


@dataclass(frozen=True, slots=True)
class ShelfItemPage:
    """The form for one piece of evidence, new or changed."""

    concerns: tuple[Option, ...]
    form: ShelfForm
    item_id: str = ""  # empty: a new one
    drawn_at: datetime | None = None  # when the piece was last changed before this form was drawn
    case_id: str = ""  # for which the shelf was opened
    step_id: str = ""
