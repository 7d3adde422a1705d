"""What a new study needs besides its data, so that an imported project is served at once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from report_build.importing.project import Project
from report_build.labels import Labels
from report_build.starting.study import Beginning, home_page, shared_files

_PAGE = """{about}

- [{passages}](evidence.md): {{{{< value count.evidence >}}}}
- [{codes}](codes.md): {{{{< value count.codes >}}}}

{{{{< status >}}}}
"""


def files_to_start(project: Project, file: Path, language: str) -> dict[str, str]:
    """Path from the study's root -> text; for a study of which there is nothing yet."""
    labels = Labels(language)
    day = datetime.fromtimestamp(file.stat().st_mtime, UTC).date()
    new = Beginning(project.title or file.stem, (language,), (), day)
    page = _PAGE.format(
        about=labels("import.about", tool=project.tool),
        passages=labels("import.passages"),
        codes=labels("import.codes"),
    )
    return {**shared_files(new), f"docs/{language}/index.md": home_page(new, page)}
