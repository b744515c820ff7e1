"""The playbooks that cases run on, kept so that a running case keeps the version it started on."""

from bot.coach.coach import Coach


async def keep(coach: Coach) -> None:
    """Keep the files of every playbook at its newest version; new cases start on these."""
    async with coach.store.sweep() as sweep:
        for playbook_id in coach.shelf.ids():
            version = coach.shelf.newest(playbook_id)
            await sweep.playbooks.keep(playbook_id, version, coach.shelf.sources(playbook_id, version))
