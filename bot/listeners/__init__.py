"""What Slack may ask of the bot, filed by conversation.

A listener unpacks, asks the coach, draws with a surface and acks. A payload stops here; what it means is decided in
`coach`. Each module registers its own: what Slack sends on the left, a plain function on the right.
"""

from typing import Final

from slack_bolt.async_app import AsyncApp

from bot.coach.coach import Coach
from bot.listeners import (
    brief,
    case,
    channels,
    command,
    contact,
    digests,
    errors,
    estimates,
    fallback,
    figures,
    home,
    nudges,
    pilots,
    sheets,
    shelf,
    teams,
    tools,
)
from bot.listeners.reception import Reception

_CONVERSATIONS: Final = (
    command,
    case,
    contact,
    nudges,
    tools,
    sheets,
    estimates,
    pilots,
    shelf,
    teams,
    digests,
    figures,
    brief,
    home,
    fallback,
    errors,
)
"""The busiest first: Bolt asks them one after the other."""


def register(app: AsyncApp, coach: Coach) -> None:
    """Register every listener."""
    app.use(Reception(coach))
    channels.register(app, coach)
    for conversation in _CONVERSATIONS:
        conversation.register(app)
