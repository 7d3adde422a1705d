"""What a new study needs besides its data, so that an imported project is served at once."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from report_build.importing.project import Project
from report_build.labels import Labels

_CONFIG = """site_name: {title}
docs_dir: docs
use_directory_urls: false
theme:
  name: material
  language: {language}
  font: false
plugins:
  report: {{}}
markdown_extensions:
  attr_list: {{}}
  tables: {{}}
"""
_CITATION = """cff-version: 1.2.0
type: dataset
title: {title}
message: {message}
authors:
  - name: {authors}
version: "0.1.0"
date-released: "{date}"
"""
_PAGE = """# {title} {{#sec-home}}

{about}

- [{passages}](evidence.md): {{{{< value count.evidence >}}}}
- [{codes}](codes.md): {{{{< value count.codes >}}}}

{{{{< status >}}}}
"""


def files_to_start(project: Project, file: Path, language: str) -> dict[str, str]:
    """Path from the study's root -> text; for a study of which there is nothing yet."""
    labels = Labels(language)
    title = project.title or file.stem
    date = datetime.fromtimestamp(file.stat().st_mtime, UTC).date().isoformat()
    quoted = json.dumps(title, ensure_ascii=False)
    message = json.dumps(labels("import.cite"), ensure_ascii=False)
    authors = json.dumps(labels("import.authors"), ensure_ascii=False)
    return {
        "mkdocs.yml": _CONFIG.format(title=quoted, language=language),
        "CITATION.cff": _CITATION.format(title=quoted, message=message, authors=authors, date=date),
        "references.bib": "",
        "docs/index.md": _PAGE.format(
            title=title.replace("{", "(").replace("}", ")"),
            about=labels("import.about", tool=project.tool),
            passages=labels("import.passages"),
            codes=labels("import.codes"),
        ),
    }
