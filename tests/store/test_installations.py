from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from bot.store.installations import Installation
from bot.store.store import Store
from bot.store.tables import InstallationRow
from tests.support.stored import ELSEWHERE, HERE, MARA, NOW

INSTALLED = Installation(
    bot_token="xoxb-1-secret",
    bot_user_id="U0BOT",
    installer_id=MARA.id,
    installed_at=NOW,
    workspace_name="Acme",
    bot_id="B0BOT",
    app_id="A0APP",
    enterprise_id="E0",
    scopes=("chat:write", "commands"),
    refresh_token="xoxe-1-secret",
    token_expires_at=NOW + timedelta(hours=12),
)


async def test_an_installation_reads_back_and_its_tokens_are_sealed(store: Store) -> None:
    async with store.work(HERE) as work:
        await work.installations.save_installation(INSTALLED)
        row = (await work.installations._desk.run(select(InstallationRow))).scalar_one()

    assert "secret" not in row.bot_token + row.refresh_token
    async with store.view(HERE) as work:
        assert await work.installations.installation() == INSTALLED
    async with store.view(ELSEWHERE) as work:
        assert await work.installations.installation() is None


async def test_tokens_do_not_show_where_an_installation_is_printed() -> None:
    assert "secret" not in repr(INSTALLED)


async def test_installing_again_takes_the_new_token_and_ends_a_suspension(store: Store) -> None:
    async with store.work(HERE) as work:
        await work.installations.save_installation(INSTALLED)
        await work.installations.suspend("token_revoked")
        suspended = await work.installations.suspended_because()
    renewed = replace(INSTALLED, bot_token="xoxb-2-secret", workspace_name="Acme Ltd")

    async with store.work(HERE) as work:
        await work.installations.save_installation(renewed)

    async with store.view(HERE) as work:
        assert await work.installations.installation() == renewed
        assert await work.installations.suspended_because() == ""
    assert suspended == "token_revoked"


async def test_a_removed_installation_leaves_what_people_wrote(store: Store) -> None:
    async with store.work(HERE) as work:
        await work.installations.save_installation(INSTALLED)
        await work.people.save(MARA)

    async with store.work(HERE) as work:
        await work.installations.remove()

    async with store.view(HERE) as work:
        assert await work.installations.installation() is None
        assert await work.people.find(MARA.id) == MARA


async def test_a_person_seen_first_does_not_take_the_workspaces_name(store: Store) -> None:
    async with store.work(HERE) as work:
        await work.installations.save_installation(INSTALLED)
        await work.people.save(MARA)

    async with store.view(HERE) as work:
        assert await work.installations.installation() == INSTALLED
