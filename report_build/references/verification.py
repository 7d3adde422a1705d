"""How far a work could be verified, as its entry in the bibliography says."""

from __future__ import annotations

import re

from report_build.model.bibliography import VERIFICATIONS, Work
from report_build.model.text import Text

_NOTE = "verification_note"


def verification_of(work: Work) -> str:
    """How far a work could be verified: a known status, else ``none``."""
    return work.verification if work.verification in VERIFICATIONS else "none"


def verification_note(work: Work) -> Text:
    """What was found about a work: ``verification_note_<language>``, else the one of no language (under ``''``)."""
    notes = {
        name.removeprefix(_NOTE).removeprefix("_"): re.sub(r"[{}]", "", value)
        for name, value in work.fields.items()
        if name == _NOTE or name.startswith(f"{_NOTE}_")
    }
    plain = notes.pop("", "")
    return Text(notes) if any(notes.values()) else Text({"": plain})
