"""What an author writes in a page besides Markdown, and what it becomes: told to whoever asks, and in the reference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Written:
    """A way of writing something."""

    written: tuple[str, ...]  # examples
    becomes: str


MARKERS: Mapping[str, Written] = {
    "citation": Written(
        ("[@key]", "[see @key, p. 12; @other]", "[-@key]", "@key", "@key [p. 12]"),
        "A citation in the style of the language, linked to its entry in the bibliography. In brackets it stands in "
        "brackets, without them the names are part of the sentence; a hyphen leaves the names out.",
    ),
    "reference": Written(
        ("@tbl-id", "@fig-id", "@eq-id", "@sec-id", "[-@tbl-id]"),
        "The number of a table, figure or equation, or the title of a section, linked, on whatever page it is; with a "
        "hyphen the number or title alone.",
    ),
    "passage": Written(
        ("@e54", "[@e54; @e55]", "[what she says](evidence.md#e54)"),
        "A mark that says by shape and hue who speaks in a passage, and opens it beside the text. It follows what it "
        "is about without a blank. A link to a card opens it too; one with only the id for its text becomes the mark.",
    ),
    "value": Written(
        ("{{< value count.evidence >}}", "{{< value count.cases words >}}"),
        "A number or name from the data, also in headings and alternative texts.",
    ),
    "display": Written(
        ("{{< display tbl-id >}}",),
        "A table or figure of data/displays.yaml with number, caption, note and downloads, alone in its paragraph.",
    ),
    "block": Written(
        ("{{< codebook kind=strain level=3 >}}",),
        "A part of a page that is made from the data, alone in its paragraph. A blank follows {{< and stands before "
        ">}}.",
    ),
    "claim": Written(
        ("[What is claimed.]{.claim #c-id}", "[The same, said again.]{.claim of=c-id}"),
        "A claim that data/claims.yaml answers for, with a mark that leads to what it rests on; of= restates one that "
        "stands elsewhere.",
    ),
    "heading": Written(
        ("## A title {#sec-title}",), "A heading with an id of the author's, the same in every language."
    ),
    "figure": Written(
        ('![Caption](ward.png){#fig-ward fig-alt="What is to be seen"}',),
        "A picture of the author's own, alone in its paragraph: a numbered figure.",
    ),
    "table": Written((": Caption {#tbl-beds}",), "The caption of a Markdown table, behind or before it; numbered."),
    "equation": Written(
        ("$$ x = 1 $$ {#eq-x}", "$x$"), "An equation in LaTeX, set without a script; with an id it is numbered."
    ),
    "callout": Written(
        ('::: {.callout-note title="A title"}', ":::"),
        "A box: callout-note, -tip, -important, -caution or -warning.",
    ),
    "small signs": Written(
        ("H~2~O", "x^2^", "~~struck~~", "[Small Caps]{.smallcaps}", "- [ ] to do", "- [x] done"),
        "Lowered, raised, struck out, small capitals, and lists of tasks.",
    ),
    "escape": Written((r"\@", r"\{{<"), "The sign itself, where no marker is meant."),
}
