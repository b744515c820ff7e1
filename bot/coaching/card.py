"""The case card: a case at a glance, without anybody's words."""

from datetime import date

from bot.coaching.case import Case, CaseFile, Commitment, Side
from bot.coaching.pages import CaseCard, Promise
from bot.playbook.model import Playbook


def card_of(file: CaseFile, playbook: Playbook) -> CaseCard:
    """Return the card of a case; open promises first, the next due leading."""
    case = file.case
    return CaseCard(
        case_id=case.id,
        executive=case.executive,
        initiative=case.initiative,
        stage=case.stage,
        engagement=case.engagement,
        concerns=_concerns(case, playbook),
        next_action=case.next_action,
        next_contact_on=case.next_contact_on,
        promises=tuple(_promise(each) for each in sorted(file.promises, key=_urgency)),
        outcome=case.outcome,
        opened_at=case.opened_at,
        updated_at=case.updated_at,
    )


def glance(case: Case, playbook: Playbook) -> CaseCard:
    """Return the card of a case whose file was not read: without promises."""
    return card_of(CaseFile(case), playbook)


def _concerns(case: Case, playbook: Playbook) -> tuple[str, ...]:
    ids = dict.fromkeys([case.primary_concern or "", *case.other_concerns])
    return tuple(playbook.concerns[name].name for name in ids if name in playbook.concerns)


def _promise(each: Commitment) -> Promise:
    return Promise(each.id, each.by is Side.ME, each.what, each.due_on, each.kept_at is not None)


def _urgency(each: Commitment) -> tuple[bool, date]:
    return each.kept_at is not None, each.due_on or date.max
