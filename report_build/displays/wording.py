"""How a stated influence is told: never the condition alone, always with the state in which it acts."""

from __future__ import annotations

from report_build.labels import Labels
from report_build.model.coding import STATES, Relation
from report_build.model.study import Study


def condition_told(study: Study, condition: str, state: str, labels: Labels) -> str:
    """A condition in a state, e.g. « Sans regroupements en présence », "Length (short)".

    A study words a level of its own in ``data/labels.csv``, under ``influence.state.<level>``; any other stands behind
    the condition, in brackets.
    """
    known = study.code.get(condition)
    name = known.label.of(labels.language) if known else condition
    if not state:
        return name
    level = study.level.get(state)
    own = f"influence.state.{state}"
    wording = labels.get(own, "") if state in STATES or level else ""
    if wording:
        inner = name if wording.startswith("{condition}") else _lowered(name)
        return wording.format(condition=inner)
    return labels("influence.state", condition=name, state=level.label.of(labels.language) if level else state)


def state_told(study: Study, state: str, labels: Labels) -> str:
    """A state alone, as a cell under its condition says it: « longue », "none"; '' where the source names none."""
    level = study.level.get(state)
    return level.label.of(labels.language) if level else labels.get(f"influence.value.{state}", state)


def influence_told(study: Study, relation: Relation, labels: Labels) -> str:
    """An influence in one line: the condition in its state, what it does, and to what."""
    target = study.code.get(relation.target)
    return " ".join(
        (
            condition_told(study, relation.condition, relation.state, labels),
            "→",
            labels.get(f"blocks.influence.{relation.influence}", relation.influence),
            target.label.of(labels.language) if target else relation.target,
        )
    )


def _lowered(name: str) -> str:
    """A name within a phrase: its first letter small, an acronym's excepted."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
