"""The steps that executives took, seen in contacts: what the rules read off one case, for many cases at once."""

from itertools import product

from sqlalchemy import Select, String, Subquery, case, cast, func, literal, null, select
from sqlalchemy.orm import aliased

from bot.coaching.case import Engagement
from bot.coaching.engagement import Direction, direction
from bot.store.interactions import IS_CURRENT
from bot.store.tables import InteractionRow


def steps_of(cases: Select[str]) -> Subquery:
    """Return every contact of some cases in which somebody saw where the executive stands.

    Its columns: `case_id`, `happened_on`, `recorded_at` and `first_id` (which order contacts of one day), `tactic` (the
    one tried in the contact; where none was noted, the one tried in the contact before), and `way` (`forward`, `back`,
    or none). Contacts read as they do now, corrections included.
    """
    origin = aliased(InteractionRow)
    in_order = (InteractionRow.happened_on, origin.recorded_at, InteractionRow.first_id)
    earlier = func.lag(InteractionRow.tactic).over(partition_by=InteractionRow.case_id, order_by=in_order)
    contacts = (
        select(
            InteractionRow.case_id,
            InteractionRow.happened_on,
            InteractionRow.first_id,
            origin.recorded_at,
            cast(InteractionRow.engagement_after, String).label("level"),
            func.coalesce(InteractionRow.tactic, earlier).label("tactic"),
        )
        .join(origin, origin.id == InteractionRow.first_id)
        .where(InteractionRow.case_id.in_(cases), IS_CURRENT)
        .subquery("contacts")
    )
    before = func.lag(contacts.c.level, 1, str(Engagement.RESISTANT)).over(
        partition_by=contacts.c.case_id, order_by=(contacts.c.happened_on, contacts.c.recorded_at, contacts.c.first_id)
    )
    observed = select(contacts, before.label("before")).where(contacts.c.level.is_not(None)).subquery("observed")
    move = observed.c.before + ">" + observed.c.level
    way = case(*((move.in_(_pairs(each)), literal(str(each))) for each in Direction), else_=null())
    return select(observed, way.label("way")).subquery("steps")


def _pairs(way: Direction) -> list[str]:
    """Name the moves that go one way, as the statement writes them."""
    return [f"{before}>{after}" for before, after in product(Engagement, Engagement) if direction(before, after) is way]
