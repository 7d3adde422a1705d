"""The door to latex2mathml: LaTeX becomes MathML, which browsers draw and read out without a script or a network."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from functools import lru_cache

from report_build.excerpts import shortened
from report_build.markup import as_attribute, as_content

_TEXT = re.compile(r"(\\(?:text|textrm|textbf|textit|mbox|mathrm)\{)([^{}]*)(\})")
_NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"
_PARTS = {"mfrac": 2, "msub": 2, "msup": 2, "mover": 2, "munder": 2, "mroot": 2, "msubsup": 3, "munderover": 3}


@lru_cache(maxsize=1024)
def mathml(tex: str, *, display: bool) -> tuple[str, tuple[str, ...]]:
    """An equation as a ``math`` element, and what in it cannot be set, as written; LaTeX stays as its text."""
    from latex2mathml.converter import convert  # noqa: PLC0415  # reason: only where there are equations

    source = " ".join(tex.split())
    braces = re.sub(r"\\[{}\\]", "", source)
    if not source or braces.count("{") != braces.count("}"):
        return _as_written(source), (shortened(source, 40),)
    safe = _TEXT.sub(lambda found: f"{found[1]}{as_content(found[2])}{found[3]}", source)
    try:
        made = convert(safe, display="block" if display else "inline")
        root = ET.fromstring(made)  # noqa: S314  # reason: what was just made of a page of the author's
    except Exception:  # noqa: BLE001  # reason: whatever the library makes of broken LaTeX is a finding
        return _as_written(source), (shortened(source, 40),)
    unknown = [text for one in root.iter() if (text := (one.text or "").strip()).startswith("\\") and len(text) > 1]
    broken = any(len(one) != _PARTS.get(one.tag.removeprefix(_NAMESPACE), len(one)) for one in root.iter())
    wrong = tuple(dict.fromkeys([*unknown, *([shortened(source, 40)] if broken else [])]))
    if wrong:
        return _as_written(source), wrong
    return made.replace("<math ", f'<math alttext="{as_attribute(source)}" ', 1), ()


def _as_written(source: str) -> str:
    return f'<code class="rb-unresolved">{as_attribute(source)}</code>'
