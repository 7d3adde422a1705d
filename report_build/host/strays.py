"""Files among the pages that nobody means to publish: links out of the study, and what programs leave behind."""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs.structure.files import Files

from report_build.findings import Finding, Place

_STRAY = re.compile(
    # what editors and downloads leave behind
    r".*(?:~|\.(?:bak|orig|rej|tmp|sw[op]|save|part|crdownload|download|lnk|url|webloc))"
    # texts and tables of offices, mails, and projects of coding tools: they may hold real names
    r"|.*\.(?:docx?|odt|rtf|pages|xlsx?|ods|numbers|pptx?|odp|one|gdoc|gsheet|gslides|eml|msg"
    r"|qdpx|qdc|qda|nvpx?|nvcx?|mx\d\d|mex\d\d|atlproj\w*|hpr\w?|sqlite3?|sav|dta)"
    # copies that systems and clouds make
    r"|.*(?: \((?:\d{1,2}|copy|copie|Kopie|\d+e copie)\)| - (?:Copie|Copy|Kopie)(?: \(\d+\))?| cop(?:y|ie)(?: \d+)?)"
    r"\.(?:md|markdown|html?)"
    r"|(?:Copie de|Copy of|Kopie von) .*|.*(?:conflicted copy|sync-conflict|copie en conflit).*"
    r"|~\$.*|\.~lock\..*|#.*#|Thumbs\.db|desktop\.ini|ehthumbs\.db|Icon\r",
    re.IGNORECASE,
)
_CURE = "Move it out of the pages' folder; it is left out of the site"


def without_strays(files: Files, root: Path, docs: str) -> list[Finding]:
    """Take such files out of what is published; findings name each.

    :param docs: the pages' folder, relative to the study's root.
    """
    findings: list[Finding] = []
    for file in list(files):
        if file.generated_by is not None or not file.abs_src_path:
            continue
        path = Path(file.abs_src_path)
        place = Place(f"{docs}/{file.src_uri}")
        within = path.is_relative_to(root)  # a theme's files stand elsewhere
        if within and not path.resolve().is_relative_to(root):
            findings.append(Finding(place, "RB695", "the file is a link out of the study", "Put a copy in its place"))
        elif within and _STRAY.fullmatch(path.name):
            findings.append(Finding(place, "RB696", "the file looks like one that is not meant to be published", _CURE))
        else:
            continue
        files.remove(file)
    return findings
