"""Names that stand, while pandoc formats, for what CSL has no field for; words take their places afterwards."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from report_build.labels.quotes import CLOSING, OPENING
from report_build.markup import as_content

if TYPE_CHECKING:
    from report_build.labels import Labels
    from report_build.model.pages import Cite

# CSL has no field for "and others": a style cuts names by their number alone, and names are plain text even in
# pandoc's own tree. Pandoc 3.9 takes a last author "others" for it where a style cuts names, and prints "et others" in
# those that name all: so a name stands for unnamed further authors while pandoc formats.
OTHERS = "rbandothers"
_OTHERS_IN_HTML = re.compile(
    rf"(?:,|\s|&amp;|\b(?:et|and|und|y|e|en)\b|<span class=\"smallcaps\">)*(?<![^\W_]){OTHERS}(?:</span>)?",
    re.IGNORECASE,
)
# Without a title, styles print "s. t." or a stray comma; with one, they set it as one. CSL knows no third way.
NO_TITLE = "rbnotitle"
_OPENS, _CLOSES = "".join(sorted(OPENING)), "".join(sorted(CLOSING))
_NO_TITLE_IN_HTML = re.compile(rf"(?:<em>|[{_OPENS}]\s?)?{NO_TITLE}([.,]?)(?:</em>|\s?[{_CLOSES}])?", re.IGNORECASE)
# A style parts the works of a citation by its own sign; "cité par" behind a locator follows a comma.
# Of eras, only English has the blank before it in its locale.
_ERA = re.compile(r"(?<=[0-9])(?=(?:av|apr)\.\s?J\.-C\.|[nv]\.\s?Chr\.|[ad]\.\s?C\.)")
_WITHIN = "rbwithin"
_WITHIN_IN_HTML = re.compile(rf"\s*[;,]?\s*{_WITHIN}\b", re.IGNORECASE)


def prefix_of(cite: Cite) -> str:
    """A citation's prefix; behind another work's locator with the name that a comma stands for later."""
    return f"{_WITHIN} {cite.prefix}".rstrip() if cite.within else cite.prefix


def worded(html: str, labels: Labels) -> str:
    """A text with words in place of the names that stood for something no style knows."""
    html = _ERA.sub("\u00a0", html)
    low = html.lower()
    if _WITHIN in low:
        html = _WITHIN_IN_HTML.sub(",", html)
    if OTHERS in low:
        others = as_content(labels("weave.and-others"))
        html = _OTHERS_IN_HTML.sub(f" {others}", html).replace("..", ".")
    if NO_TITLE in low:
        html = _NO_TITLE_IN_HTML.sub(lambda found: as_content(labels("weave.no-title")) + found[1], html)
    return html
