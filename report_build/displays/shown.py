"""Which cells and other things a display shows, told from its drawing and selection without drawing it."""

from __future__ import annotations

from report_build.displays.selection import selected_cases, selected_codes, selected_instruments, selected_mechanism
from report_build.model.coding import Display
from report_build.model.study import Study

_KIND_OF_DRAWING = {"collectives-table": "collective", "dynamics-table": "dynamic", "states": "dynamic"}


def shown_cells(study: Study, display: Display) -> tuple[tuple[str, str], ...]:
    """The cells (case, code) that a display shows, programme by programme in the display's order.

    The figure of states shows the collectives that its dynamics join, too. The figure of influences shows what is
    stated of conditions and not their levels: it shows no cell.
    """
    kind = _KIND_OF_DRAWING.get(display.drawing)
    if kind is None:
        return ()
    codes = selected_codes(study, display, kind, tabulated_only=display.drawing != "states")
    ids = [code.id for code in codes]
    if display.drawing == "states":
        ids += dict.fromkeys(end for code in codes for end in (*code.start, code.end) if end)
    return tuple((case.id, id_) for case in selected_cases(study, display) for id_ in ids)


def shown_nodes(study: Study, display: Display) -> tuple[tuple[str, str], ...]:
    """What a display shows besides cells, as (kind, id) of :mod:`report_build.argument.graph`."""
    match display.drawing:
        case "influences":
            drawn = {code.id for code in selected_codes(study, display, "condition")}
            return tuple(("relation", relation.id) for relation in study.relations if relation.condition in drawn)
        case "fieldwork":
            return tuple(("instrument", instrument.id) for instrument in selected_instruments(study, display))
        case "provenance":
            return tuple(("evidence", passage.id) for passage in study.evidence)
        case "loop":
            mechanism = selected_mechanism(study, display)
            return (("code", mechanism.id),) if mechanism else ()
        case _:
            return ()
