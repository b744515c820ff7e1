"""Installations that somebody began."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete

from bot.store.desk import Desk
from bot.store.tables import OAuthStateRow


class OAuthStates:
    """The states that Slack will send back, each good once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def keep(self, state: str, expires_at: datetime) -> None:
        """Remember a state until it is consumed or expires."""
        await self._desk.run(self._desk.insert(OAuthStateRow), [{"digest": _digest(state), "expires_at": expires_at}])

    async def consume(self, state: str, now: datetime) -> bool:
        """Tell whether a state was kept and has not expired; it is gone afterwards."""
        rows = await self._desk.run(
            delete(OAuthStateRow).where(OAuthStateRow.digest == _digest(state)).returning(OAuthStateRow.expires_at)
        )
        expires_at = rows.scalar_one_or_none()
        return expires_at is not None and now < expires_at

    async def forget_expired(self, now: datetime) -> int:
        """Remove what nobody came back for; return how much."""
        return await self._desk.write(delete(OAuthStateRow).where(OAuthStateRow.expires_at <= now))


def _digest(state: str) -> str:
    return sha256(state.encode("utf-8", "surrogatepass")).hexdigest()
