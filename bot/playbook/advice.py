"""What the library says, as facts that templates may name: its own templates filled in."""

from collections.abc import Mapping

from bot.playbook.model import Concern, Tactic
from bot.playbook.wording import Wording


def of_concern(concern: Concern, wording: Wording, known: Mapping[str, object]) -> dict[str, object]:
    """Return a concern as a fact, in plain text."""
    return {
        "id": concern.id,
        "name": concern.name,
        "meaning": concern.meaning,
        "listening": wording.plain(concern.listening, known),
        "exploring": list(concern.exploring),
        "restatement": wording.plain(concern.restatement, known),
    }


def of_tactic(tactic: Tactic, wording: Wording, known: Mapping[str, object]) -> dict[str, object]:
    """Return a tactic as a fact, in plain text."""
    return {
        "id": tactic.id,
        "name": tactic.name,
        "use": tactic.use,
        "opener": wording.plain(tactic.opener, known),
        "questions": list(tactic.questions),
        "proof": tactic.proof,
        "avoid": tactic.avoid,
        "needs": tactic.needs,
    }
