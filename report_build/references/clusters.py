"""The syntax of citations: what stands in ``[voir @alter2000; @linhart1994, p. 12]`` or after ``@becker1985``.

It is Pandoc's. A cluster is parsed once, where Markdown finds it; its parts go with it to the list of references.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from report_build.model.pages import Cite, Mode

# A key ends before punctuation that ends a sentence; any other key can be written @{so}.
KEY = r"(?:\w(?:\w|[:.#$%&+?~/-](?=\w))*|\{[^{}\s]+\})"
# What may not stand before the @ of a citation: it would be an e-mail address, a path or an escape.
NOT_BEFORE = r"(?<![\w.+/:=&%#~@\\-])"
_ITEM = re.compile(rf"(?P<prefix>.*?)(?:(?P<minus>(?<!\S)-)|{NOT_BEFORE})@(?P<key>{KEY})(?P<suffix>.*)", re.DOTALL)
_KEY = re.compile(rf"{NOT_BEFORE}@(?P<key>{KEY})")
_NARRATIVE = re.compile(rf"@(?P<key>{KEY})(?:[ \n]\[(?P<suffix>[^\[\]@]*)\])?")


def parse_cluster(cluster: str, aliases: Mapping[str, str]) -> tuple[Cite, ...]:
    """The works that a cluster cites, by the keys of their entries; () where it is no citation.

    :param aliases: other keys of works -> those of their entries.
    """
    return tuple(replace(cite, key=aliases[cite.key]) if cite.key in aliases else cite for cite in _as_written(cluster))


def _as_written(cluster: str) -> tuple[Cite, ...]:
    if not cluster.startswith("["):
        found = _NARRATIVE.fullmatch(cluster)
        return (Cite(_bare(found["key"]), "narrative", "", found["suffix"] or ""),) if found else ()
    cites: list[Cite] = []
    waiting = ""
    for item in cluster[1:-1].split(";"):
        found = _ITEM.fullmatch(item)
        if found:
            cites += _cites(found, waiting)
            waiting = ""
        elif cites:  # "[@a, p. 3; chap. 5]": the words belong to the work before them
            cites[-1] = replace(cites[-1], suffix=f"{cites[-1].suffix};{item.rstrip()}")
        else:
            waiting += f"{item};"
    return tuple(cites)


def keys_in(text: str) -> Iterator[str]:
    """What stands in a text as a work is cited."""
    return (_bare(found["key"]) for found in _KEY.finditer(text)) if "@" in text else iter(())


def _cites(found: re.Match[str], waiting: str) -> Iterator[Cite]:
    """The works of one item: ``@a, p. 3, cité par @b`` names a second one behind the first one's locator."""
    prefix, within = waiting + found["prefix"], False
    while True:
        mode: Mode = "suppress" if found["minus"] else "normal"
        further = _ITEM.fullmatch(found["suffix"])
        suffix, _, words = found["suffix"].rpartition(",") if further is None else further["prefix"].rpartition(",")
        suffix = found["suffix"] if further is None else suffix
        yield Cite(_bare(found["key"]), mode, prefix.strip(), suffix.rstrip(), within=within)
        if further is None:
            return
        found, prefix, within = further, words, True


def _bare(key: str) -> str:
    return key[1:-1] if key.startswith("{") else key
