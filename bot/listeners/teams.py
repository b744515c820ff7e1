"""Teams: made, joined, led, left; and what their digests may tell of a trainer's cases."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot import channels
from bot.coach import sharing, teams
from bot.coach.coach import Asker, Coach, Shown
from bot.coaching.conversation import Refused
from bot.coaching.team import TeamChannel
from bot.coaching.team_pages import LinePage, TeamPage
from bot.listeners import drawing, reading, team_forms, windows
from bot.listeners.reception import profiles
from bot.surface import team_ids

Payload = dict[str, Any]


def register(app: AsyncApp) -> None:
    """Tell Bolt what of this conversation to bring here."""
    app.action(reading.action(team_ids.TEAMS_LIST))(list_teams)
    app.action(reading.action(team_ids.TEAM_OPEN))(open_team)
    app.action(reading.action(team_ids.TEAM_MAKE))(ask_new)
    app.action(reading.action(team_ids.TEAM_EDIT))(edit)
    app.action(reading.action(team_ids.TEAM_CHOOSE_CHANNEL))(ask_channel)
    app.action(reading.action(team_ids.TEAM_CHECK))(check)
    app.action(reading.action(team_ids.TEAM_ASK))(ask_invite)
    app.action(reading.action(team_ids.TEAM_MEMBERS))(show_members)
    app.action(reading.action(team_ids.TEAM_JOIN))(join)
    app.action(reading.action(team_ids.TEAM_LEAVE))(leave)
    app.action(reading.action(team_ids.TEAM_ARCHIVE))(archive)
    app.action(reading.action(team_ids.MEMBER_CHANGE))(change_member)
    app.action(reading.action(team_ids.SEEN_SHOW))(show_seen)
    app.action(reading.action(team_ids.SHARING_CHOOSE))(choose_sharing)
    app.view(team_ids.NEW)(make)
    app.view(team_ids.SETTINGS)(save)
    app.view(team_ids.CHANNEL)(choose_channel)
    app.view(team_ids.INVITE)(invite)
    app.view(team_ids.LINE)(ask_consent)
    app.view(team_ids.CONSENT)(share)


async def list_teams(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Show a person's teams."""
    await windows.show_or_replace(client, body, drawing.modal(await teams.all_of(coach, asker)))
    await ack()


async def open_team(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Show a team."""
    shown = await teams.show(coach, asker, reading.clicked(body))
    await windows.show_or_replace(client, body, drawing.modal(shown))
    await ack()


async def ask_new(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Ask what a new team is called, and where its digest goes."""
    await windows.show(client, body, drawing.modal(await teams.ask_new(coach, asker)))
    await ack()


async def make(ack: AsyncAck, view: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Make a team."""
    found = await _looked_at(client, coach, team_forms.channel(view))
    shown = await teams.make(coach, asker, team_forms.team(view), found)
    await windows.settle(ack, client, view, drawing.answer(shown, view))


async def edit(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Ask how a team shall be set."""
    shown = await teams.editing(coach, asker, reading.clicked(body))
    await windows.show(client, body, drawing.modal(shown))
    await ack()


async def save(ack: AsyncAck, view: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Keep a team's settings."""
    shown = await teams.save(coach, asker, team_forms.team(view))
    await windows.settle(ack, client, view, drawing.answer(shown, view))


async def archive(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Put a team away."""
    shown = await teams.archive(coach, asker, reading.clicked(body))
    await windows.show_or_replace(client, body, drawing.modal(shown))
    await ack()


# The channel.


async def ask_channel(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Ask which channel a team's digest goes to."""
    shown = await teams.ask_channel(coach, asker, reading.clicked(body))
    await windows.show(client, body, drawing.modal(shown))
    await ack()


async def choose_channel(ack: AsyncAck, view: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Look at the channel that was chosen, and send the digest there if it can go there."""
    team_id = team_forms.team_of(view)
    await teams.to_look_at(coach, asker, team_id)
    found = await channels.look(client, team_forms.channel(view), coach.clock.now())
    shown = await teams.choose_channel(coach, asker, team_id, found)
    await windows.settle(ack, client, view, drawing.answer(shown, view))


async def check(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Look at a team's channel again, and show what was found."""
    team_id = reading.clicked(body)
    found = await _looked_at(client, coach, await teams.to_look_at(coach, asker, team_id))
    if found:
        await teams.keep_look(coach, asker.workspace_id, team_id, found)
    shown: Shown[TeamPage] = await teams.show(coach, asker, team_id)
    await windows.show_or_replace(client, body, drawing.modal(shown))
    await ack()


async def _looked_at(client: AsyncWebClient, coach: Coach, channel_id: str | None) -> TeamChannel | None:
    return await channels.look(client, channel_id, coach.clock.now()) if channel_id else None


# Members.


async def ask_invite(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Ask whom to invite."""
    shown = await teams.ask_invite(coach, asker, reading.clicked(body))
    await windows.show(client, body, drawing.modal(shown))
    await ack()


async def invite(ack: AsyncAck, view: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Invite people; Slack is asked about those whom the bot has not met."""
    form = team_forms.invited(view)
    met = await profiles(client, asker.workspace_id, await teams.unknown(coach, asker, form.person_ids))
    shown: Shown[TeamPage | Refused] = await teams.invite(coach, asker, form, met)
    await windows.settle(ack, client, view, drawing.answer(shown, view))


async def show_members(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Show who is in a team."""
    shown = await teams.show_members(coach, asker, reading.clicked(body))
    await windows.show_or_replace(client, body, drawing.modal(shown))
    await ack()


async def change_member(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Change somebody's place in a team, and show who is in it now."""
    change, team_id, person_id = team_ids.read_change(reading.picked(body))
    shown = await teams.change_member(coach, asker, team_id, person_id, change, reading.click(body))
    await windows.replace(client, body, drawing.modal(shown))
    await ack()


async def join(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Join a team; the message and App Home tell it where they stand."""
    shown = await teams.join(coach, asker, reading.clicked(body))
    await windows.replace_if_modal(client, body, drawing.modal(shown))
    await ack()


async def leave(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Leave a team, or say no to an invitation; the message and App Home tell it where they stand."""
    shown = await teams.leave(coach, asker, reading.clicked(body))
    await windows.replace_if_modal(client, body, drawing.modal(shown))
    await ack()


# What they see of mine.


async def show_seen(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Show which teams see what of a person's cases."""
    await windows.show(client, body, drawing.modal(await sharing.seen(coach, asker)))
    await ack()


async def choose_sharing(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Turn a case's switch: back to counts at once, to more through the sentence and a look at it."""
    level, case_id = team_ids.read_level(reading.picked(body))
    shown = await sharing.choose(coach, asker, case_id, level, reading.click(body))
    if isinstance(shown.page, LinePage):
        await windows.show(client, body, drawing.modal(shown))
    else:
        await windows.replace_if_modal(client, body, drawing.modal(shown))
    await ack()


async def ask_consent(ack: AsyncAck, view: Payload, coach: Coach, asker: Asker) -> None:
    """Show a sentence exactly as it will stand."""
    await ack(drawing.answer(await sharing.ask_consent(coach, asker, team_forms.line(view)), view))


async def share(ack: AsyncAck, view: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Share a sentence that its owner has seen as it will stand."""
    shown = await sharing.share(coach, asker, team_forms.line(view), reading.receipt(view))
    await windows.settle(ack, client, view, drawing.answer(shown, view))
