"""Cautions: which of a playbook's warnings fire."""

from collections.abc import Mapping

from bot.playbook.conditions import holds
from bot.playbook.model import Caution, Playbook, Stage


def fired(playbook: Playbook, stage: Stage, facts: Mapping[str, object]) -> tuple[Caution, ...]:
    """Return the warnings whose condition holds, of those that may be shown in a stage, in the playbook's order."""
    return tuple(caution for caution in playbook.warnings if stage in caution.stages and holds(caution.when, facts))
