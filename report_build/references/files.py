"""The cited works as files for readers' own tools: BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from report_build.references.csl import VERBATIM, csl_data, is_balanced
from report_build.references.dates import year_of
from report_build.references.for_styles import without_others
from report_build.sources.latex import closable, doi_of, verbatim

if TYPE_CHECKING:
    from report_build.cache import Cache
    from report_build.labels import Labels
    from report_build.model.bibliography import Work
    from report_build.model.study import Study

_TAG = re.compile(r"</?(?:i|b|sup|sub|span)\b[^<>]*>")
_PAGES = re.compile(r"\s*[-–—‑]+\s*")
_TYPES = {
    "article": "JOUR",
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "book": "BOOK",
    "chapter": "CHAP",
    "dataset": "DATA",
    "entry-encyclopedia": "ENCYC",
    "manuscript": "UNPB",
    "motion_picture": "MPCT",
    "paper-conference": "CONF",
    "report": "RPRT",
    "software": "COMP",
    "speech": "CPAPER",
    "thesis": "THES",
    "webpage": "ELEC",
}
_FIELDS = (
    ("TI", "title"),
    ("T2", "container-title"),
    ("VL", "volume"),
    ("IS", "issue"),
    ("ET", "edition"),
    ("PB", "publisher"),
    ("CY", "publisher-place"),
    ("SN", "ISBN"),
    ("SN", "ISSN"),
    ("DO", "DOI"),
    ("UR", "URL"),
    ("LA", "language"),
)


def reference_files(study: Study, keys: Collection[str], labels: Labels, cache: Cache) -> Mapping[str, bytes]:
    """``references.bib``, ``.ris`` and ``.json`` with the works of these keys, sorted: the same keys, the same bytes.

    Works that pandoc cannot read stand in the BibTeX file only; :func:`report_build.references.csl.csl_data`
    says which.
    """
    works = [study.work[key] for key in sorted(set(keys)) if key in study.work]
    data, _ = csl_data(study, [work.key for work in works], labels, cache)
    items = [without_others(item) for item in data.values()]
    return {
        "references.bib": "\n".join(bibtex_of(work) for work in works).encode(),
        "references.ris": "".join(map(ris_record, items)).encode(),
        "references.json": csl_json(items).encode(),
    }


def csl_json(items: Sequence[Mapping[str, Any]]) -> str:
    """CSL items, each on a line of its own."""
    rows = ",\n".join(json.dumps(item, ensure_ascii=False) for item in items)
    return f"[\n{rows}\n]\n" if rows else "[]\n"


def bibtex_of(work: Work) -> str:
    """A work as its author wrote it, with what it takes from other entries and without what is the author's own."""
    fields = {name: _closed(name, text) for name, text in work.published.items()}
    return bibtex_entry(work.type, work.key, fields)


def _closed(name: str, text: str) -> str:
    """A field's text that ends where its closing brace stands."""
    if name == "doi":
        return closable(doi_of(text))
    if name in VERBATIM:
        return closable(verbatim(text))
    if not is_balanced(text):
        text = text.replace("{", "").replace("}", "")
    return closable(text)


def bibtex_entry(kind: str, key: str, fields: Mapping[str, str]) -> str:
    """An entry of a BibTeX file; fields that say nothing are left out."""
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value.strip("{} "))
    return f"@{kind}{{{key},\n{lines}}}\n"


def ris_record(item: Mapping[str, Any]) -> str:
    """A CSL item as a RIS record, the blank line after it included."""
    lines = [f"TY  - {_TYPES.get(item['type'], 'GEN')}", f"ID  - {_line(item['id'])}"]
    for tag, field in (("AU", "author"), ("ED", "editor"), ("A4", "translator")):
        lines += [f"{tag}  - {_line(_name(name))}" for name in item.get(field, ())]
    date = (item.get("issued", {}).get("date-parts") or [[]])[0]
    if year := year_of(item):
        lines.append(f"PY  - {year}")
    lines += [f"{tag}  - {_line(item[field])}" for tag, field in _FIELDS if item.get(field)]
    if item.get("page"):
        pages = _PAGES.split(_line(item["page"]), maxsplit=1)
        lines += [f"{tag}  - {page}" for tag, page in zip(("SP", "EP"), pages, strict=False)]
    if len(date) > 1:
        lines.append(f"DA  - {'/'.join(f'{number:02}' for number in date)}")
    if item.get("version"):
        lines.append(f"ET  - {_line(item['version'])}")
    return "".join(f"{line}\r\n" for line in (*lines, "ER  - ", ""))


def _name(name: Mapping[str, str]) -> str:
    if "literal" in name:
        return name["literal"]
    family = f"{name.get('non-dropping-particle', '')} {name.get('family', '')}".strip()
    given = f"{name.get('given', '')} {name.get('dropping-particle', '')}".strip()
    return ", ".join(part for part in (family, given, name.get("suffix", "")) if part)


def _line(text: object) -> str:
    return " ".join(_TAG.sub("", str(text)).split())
