"""What Slack gave the bot when a workspace installed it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from bot.store.desk import Desk
from bot.store.tables import InstallationRow, WorkspaceRow


@dataclass(frozen=True, slots=True)
class Installation:
    """One workspace's installation. Its tokens are secrets: they are never logged or shown."""

    bot_token: str
    bot_user_id: str
    installer_id: str
    installed_at: datetime
    workspace_name: str = ""
    bot_id: str = ""
    app_id: str = ""
    enterprise_id: str | None = None
    scopes: tuple[str, ...] = ()
    refresh_token: str = ""
    token_expires_at: datetime | None = None

    def __repr__(self) -> str:
        return f"Installation(bot_user_id={self.bot_user_id!r}, installed_at={self.installed_at!r})"


class Installations:
    """The installation of one workspace."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def installation(self) -> Installation | None:
        """Return the workspace's installation; None when there is none."""
        rows = await self._desk.run(
            select(InstallationRow, WorkspaceRow.name).join(
                WorkspaceRow, WorkspaceRow.id == InstallationRow.workspace_id
            )
        )
        found = rows.one_or_none()
        return None if found is None else self._read(*found)

    async def save_installation(self, installation: Installation) -> None:
        """Keep an installation in place of the one before. A suspended workspace is active again."""
        desk = self._desk
        workspaces = desk.insert(WorkspaceRow)
        again = workspaces.on_conflict_do_update(
            index_elements=["id"], set_={"name": workspaces.excluded.name, "suspended_because": ""}
        )
        name = installation.workspace_name
        await desk.run(again, [{"id": desk.workspace_id, "name": name, "suspended_because": ""}])
        columns = self._columns(installation)
        insert = desk.insert(InstallationRow)
        upsert = insert.on_conflict_do_update(
            index_elements=["workspace_id"], set_={column: insert.excluded[column] for column in columns}
        )
        await desk.run(upsert, [columns])

    async def remove(self) -> None:
        """Forget the installation and its tokens. What the workspace's people wrote stays until it is erased."""
        await self._desk.write(delete(InstallationRow))

    async def suspend(self, because: str) -> bool:
        """Note that Slack refuses this workspace's token, with Slack's code; return whether that is news."""
        active = update(WorkspaceRow).where(WorkspaceRow.suspended_because == "")
        return bool(await self._desk.write(active.values(suspended_because=because)))

    async def resume(self) -> None:
        """Note that Slack takes this workspace's token again."""
        await self._desk.write(update(WorkspaceRow).values(suspended_because=""))

    async def suspended_because(self) -> str:
        """Return Slack's code for why the workspace is suspended; empty when it is active."""
        rows = await self._desk.run(select(WorkspaceRow.suspended_because))
        return rows.scalar_one_or_none() or ""

    def _read(self, row: InstallationRow, workspace_name: str) -> Installation:
        drawer = self._desk.drawer
        return Installation(
            bot_token=drawer.open("installation.bot_token", row.bot_token),
            bot_user_id=row.bot_user_id,
            installer_id=row.installer_id,
            installed_at=row.installed_at,
            workspace_name=workspace_name,
            bot_id=row.bot_id,
            app_id=row.app_id,
            enterprise_id=row.enterprise_id,
            scopes=tuple(row.scopes),
            refresh_token=drawer.open("installation.refresh_token", row.refresh_token),
            token_expires_at=row.token_expires_at,
        )

    def _columns(self, installation: Installation) -> dict[str, object]:
        drawer = self._desk.drawer
        return {
            "bot_token": drawer.seal("installation.bot_token", installation.bot_token),
            "refresh_token": drawer.seal("installation.refresh_token", installation.refresh_token),
            "token_expires_at": installation.token_expires_at,
            "bot_user_id": installation.bot_user_id,
            "bot_id": installation.bot_id,
            "app_id": installation.app_id,
            "enterprise_id": installation.enterprise_id,
            "scopes": list(installation.scopes),
            "installer_id": installation.installer_id,
            "installed_at": installation.installed_at,
        }
