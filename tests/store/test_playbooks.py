from bot.store.store import Store
from tests.support.stored import HERE

SOURCES = {"playbook.yaml": "id: p\ntitle: “Überzeugen” 🚀\n", "concerns.yaml": "budget: {}\n"}


async def test_a_kept_version_reads_back_in_every_workspace(store: Store) -> None:
    async with store.sweep() as sweep:
        await sweep.playbooks.keep("p", "v1", SOURCES)
        await sweep.playbooks.keep("p", "v1", {"playbook.yaml": "something else"})

    async with store.view(HERE) as work:
        assert await work.playbooks.sources("v1") == SOURCES
