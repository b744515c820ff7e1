"""Tell which facts of the sources playbooks rest on, and which they leave out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.playbook.model import Playbook
from bot.playbook.sources import Source, load_sources


@dataclass(frozen=True, slots=True)
class Use:
    """One source fact and where it is used: `step said`, `concern budget`; nowhere when empty."""

    source: Source
    places: tuple[str, ...]


def coverage(playbooks: Iterable[Playbook]) -> tuple[Use, ...]:
    """Return every source fact, in order, with its uses in these playbooks and their library."""
    places: dict[str, list[str]] = defaultdict(list)
    for playbook in playbooks:
        for source_id, place in _cited(playbook):
            places[source_id].append(place)
    return tuple(Use(source, tuple(dict.fromkeys(places[source.id]))) for source in load_sources().values())


def _cited(playbook: Playbook) -> Iterator[tuple[str, str]]:
    """Return each citation: a source id, and what cites it."""
    cited = [
        (f"playbook {playbook.id}", playbook.source),
        *((f"step {step.id}", step.source) for step in playbook.steps),
        *((f"tool {offer.tool}", offer.source) for step in playbook.steps for offer in step.tools),
        *((f"concern {concern.id}", concern.source) for concern in playbook.concerns.values()),
        *((f"tactic {tactic.id}", tactic.source) for tactic in playbook.tactics.values()),
        *((f"warning {caution.id}", caution.source) for caution in playbook.warnings),
        *((f"nudge {rule.id}", rule.source) for rule in playbook.nudges),
    ]
    return ((source_id, place) for place, sources in cited for source_id in sources)
