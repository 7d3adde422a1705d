"""Every drawing that a study can ask for: the engine's, and its author's own."""

from __future__ import annotations

from collections.abc import Mapping

from report_build.displays.drawing import Drawing
from report_build.displays.drawings import DRAWINGS
from report_build.displays.own import own_drawings
from report_build.model.study import Study


def drawings_of(study: Study) -> Mapping[str, Drawing]:
    """The drawings by the names that displays.yaml has for them."""
    return {**DRAWINGS, **own_drawings(study)} if study.script else DRAWINGS
