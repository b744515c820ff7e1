"""What a case shows without being opened, worked out from its answers at every save."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.coaching.case import Case, CaseFile
from bot.coaching.verbatim import showable


def project(file: CaseFile, facts: Mapping[str, object]) -> Case:
    """Return the case with what its facts say about concerns, initiative and next contact.

    Where the run stands (step, stage, next action) is not an answer and stays as it is.
    """
    day = facts["next_contact_on"]
    return replace(
        file.case,
        initiative=" ".join(showable(str(facts["initiative"])).split()),
        primary_concern=str(facts["primary_concern"]) or None,
        other_concerns=_others(facts),
        next_contact_on=day if isinstance(day, date) else None,
    )


def _others(facts: Mapping[str, object]) -> tuple[str, ...]:
    others = facts["other_concerns"]
    ids = [str(name) for name in others] if isinstance(others, list) else []
    return tuple(name for name in dict.fromkeys(ids) if name != facts["primary_concern"])
