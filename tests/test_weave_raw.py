"""Markers are woven where authors write them; what stands raw in a finished page is said with its line."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from weaving import NO_WORKS, STUDY, page, parse, weave, without_displays

from report_build.weave import PLACEHOLDER
from report_build.weave.texts import raw_markers


def said(text: str) -> str:
    """What a page of one text says, without links."""
    woven, findings = weave([page("a.html", text, without_displays())], without_displays())
    assert not [finding for finding in findings if finding.code != "RB316"], findings
    return re.sub(r"</?(?:a|span)\b[^<>]*>", "", woven.html["a.html"]).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[@weber1995, p. 3, cité par @alter2000]", "<p>(Weber, 1995, p. 3, cité par Alter, 2000)</p>"),
        ("[voir @weber1995, in @alter2000, p. 7]", "<p>(voir Weber, 1995, in Alter, 2000, p. 7)</p>"),
        ("[@weber1995, p. 3; chap. 5]", "<p>(Weber, 1995, p. 3; chap. 5)</p>"),
        ("[un *mot* de @weber1995](p.md)", "<p>un <em>mot</em> de Weber (1995)</p>"),
        ("[@compte](https://exemple.org/@compte)", "<p>@compte</p>"),
        ('![Vue de @weber1995](i.png){ title="chez [@alter2000]" }', None),
        ("<details><summary>Chez [@weber1995]</summary>\n<p>fin</p>\n</details>", None),
        ('<figure markdown="span">\n![V](i.png)\n<figcaption>D’après [@weber1995]</figcaption>\n</figure>', None),
        ("<table><tr><td>Selon @weber1995 &amp; alii</td></tr></table>", None),
        ("| a |\n|---|\n| [@weber1995] |", None),
    ],
)
def test_markers_are_woven_where_authors_expect_it(text: str, html: str | None) -> None:
    found = said(text)
    assert html is None or found.rstrip() == html
    assert not re.search("@(?:weber|alter)", found)
    assert "1995" in found or "@compte" in found


def test_an_attribute_holds_plain_text() -> None:
    study = without_displays()
    text = (
        '# T {#sec-t title="d\'après @weber1995"}\n\n![V](i.png){ title="voir @sec-t" } <b title="[@weber1995]">x</b>\n'
    )
    html = weave([page("a.html", text, study)], study)[0].html["a.html"]
    assert 'title="d\'après Weber (1995)"' in html
    assert 'title="voir «\u00a0T\u00a0»"' in html
    assert '<b title="(Weber, 1995)">' in html


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("mot\n\n(cf.@weber1995)", [(3, ".@weber1995")]),
        ("@weber1995 et\nmot/@weber1995", [(2, "/@weber1995")]),
        ("<p>\n{{< display tbl-un >}}</p>", [(2, "{{< display tbl-un >}}")]),
        ("a\n\n::: {.column-margin}\nb\n:::", [(3, "::: {.column-margin}")]),
        ("<p>[mot]{.claim #c-un}</p>", [(1, "]{.claim #c-un}")]),
        ('<img alt="{{< note >}}" src="a.png">', [(1, "{{< note >}}")]),
        ("a\n\n  # T {#sec-t}\n\nb", [(3, "{#sec-t}")]),
        ("# T {#sec-t}\n\n`{#sec-u}`", []),
        (r"\@weber1995, \{{< note >}}, `@weber1995`, x@weber1995.org, @weber1995", []),
        ("```\n@weber1995 {{< note >}}\n```\n\n<!-- @weber1995 -->\n\n<pre>@weber1995</pre>", []),
        ("<@truc> dit :: 12 ::", []),
        # The same marker is woven elsewhere: the line is that of the raw one.
        ("@weber1995\n\n_@weber1995_", [(3, "@weber1995")]),
        ("{{< value count.cases >}}\n\n{{< display tbl-un", []),  # said to be unreadable
        ("a [x]{.claim of=c-un}\n\n<p>[y]{.claim of=c-un}</p>", [(3, "]{.claim of=c-un}")]),
        ("x #@weber1995 -@weber1995", [(1, "#@weber1995"), (1, "-@weber1995")]),
        ("[@ weber1995] @ weber1995 @ autre", [(1, "[@ weber1995"), (1, "@ weber1995")]),
        ("voir https://a.org/@weber1995, &#64;weber1995 et <https://a.org/@weber1995>", []),
        ("mot {{% value x %}}", [(1, "{{% value x %}}")]),
        ("[mot] {.claim #c-un}", [(1, "] {.claim #c-un}")]),
        ("mot\n\n::::\n\nb", [(3, "::::")]),
        ("mot {: .x } et {.smallcaps}", [(1, "{: .x }"), (1, "{.smallcaps}")]),
        ("a @@weber1995", [(1, "@@weber1995")]),
        ("mot[^nul]", [(1, "[^nul]")]),
        ("[@-weber1995] ＠weber1995", [(1, "[@-weber1995"), (1, "＠weber1995")]),
        ("@\u200bweber1995", [(1, "@\u200bweber1995")]),
        ("{{ display tbl-un }} {{ autre }}", [(1, "{{ display tbl-un }}")]),
        ("[@weber1995]{.mark}", [(1, "{.mark}")]),
        (r"selon \cite{weber1995}, \autoref{tbl-un}", [(1, r"\cite{weber1995}"), (1, r"\autoref{tbl-un}")]),
        ("`{{% x %}}` <code>@weber1995</code> <kbd>{{< value count.cases >}}</kbd> [^1]\n\n[^1]: n", []),
    ],
)
def test_what_stands_raw_is_said_with_its_line(text: str, raw: list[tuple[int, str]]) -> None:
    _, facts = parse(text, STUDY)
    assert list(facts.raw) == raw


def test_code_and_addresses_are_left_as_they_are() -> None:
    html = parse("<@weber1995> <code>@weber1995</code> <samp>{{< value count.cases >}}</samp>", STUDY)[0]
    assert "mailto" not in html
    assert "<code>@weber1995</code> <samp>{{< value count.cases >}}</samp>" in html


WORDS = st.sampled_from(
    [
        "@weber1995",
        "[@weber1995]",
        "mot",
        " ",
        "\n\n",
        "<b>",
        "</b>",
        "(",
        "cf.",
        "~~",
        "`",
        "<p>",
        "</p>",
        "[",
        "](p.md)",
        "{{< note >}}",
        "| a |\n|---|\n| ",
    ]
)


@given(st.lists(WORDS, max_size=8).map("".join))
def test_no_known_key_is_left_raw_in_silence(text: str) -> None:
    html, facts = parse(text, STUDY)
    told = {source for _, source in (*facts.raw, *facts.malformed)}
    for _, source in raw_markers(PLACEHOLDER.sub("", html), STUDY):
        assert any(source in one or one in source for one in told), (text, html)
    assert parse("mot", NO_WORKS)[1].raw == ()
