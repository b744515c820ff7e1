"""The names by which Slack tells which of the teams' modals was submitted and which of their buttons was pressed."""

from typing import Final

from bot.coaching.sharing import SharingLevel
from bot.coaching.team import MemberChange

# Modals (`callback_id`).
TEAMS: Final = "teams"
TEAM: Final = "team"
MEMBERS: Final = "team_members"
NEW: Final = "team_new"
SETTINGS: Final = "team_settings"
CHANNEL: Final = "team_channel"
INVITE: Final = "team_invite"
SEEN: Final = "seen"
LINE: Final = "sharing_line"
CONSENT: Final = "sharing_consent"

# Buttons (`action_id`); the button's `value` is the id of the team.
TEAMS_LIST: Final = "teams.list"
TEAM_MAKE: Final = "team.make"
TEAM_OPEN: Final = "team.open"
TEAM_EDIT: Final = "team.edit"
TEAM_CHOOSE_CHANNEL: Final = "team.choose_channel"
TEAM_CHECK: Final = "team.check"
TEAM_ASK: Final = "team.ask"
TEAM_MEMBERS: Final = "team.members"
TEAM_JOIN: Final = "team.join"
TEAM_LEAVE: Final = "team.leave"
TEAM_ARCHIVE: Final = "team.archive"
MEMBER_CHANGE: Final = "member.change"  # a menu: what is chosen is read with `read_change`
SEEN_SHOW: Final = "seen.show"
SHARING_CHOOSE: Final = "sharing.choose"  # a menu: what is chosen is read with `read_level`


def change_value(change: MemberChange, team_id: str, person_id: str) -> str:
    """Return what the menu beside a member answers."""
    return f"{change}:{team_id}:{person_id}"


def read_change(value: str) -> tuple[MemberChange, str, str]:
    """Return what a lead does, the team's id, and about whom.

    Raises:
        ValueError: this is no answer of that menu.
    """
    change, team_id, person_id = value.split(":")
    return MemberChange(change), team_id, person_id


def level_value(level: SharingLevel, case_id: str) -> str:
    """Return what the switch of a case answers."""
    return f"{level}:{case_id}"


def read_level(value: str) -> tuple[SharingLevel, str]:
    """Return how much of a case is shared, and the case's id.

    Raises:
        ValueError: this is no answer of that switch.
    """
    level, _, case_id = value.partition(":")
    return SharingLevel(level), case_id
