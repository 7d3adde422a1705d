"""Laws of weaving, tried on made-up pages."""

from __future__ import annotations

import re

from conftest import few
from hypothesis import assume, example, given, reject
from hypothesis import strategies as st
from weaving import EXTENSIONS, NO_WORKS, bare, page, parse, weave

from report_build.model.pages import Heading

# Everything that Markdown gives a meaning to, apart from our markers.
_PLAIN = (
    *("# ", "## *", "### `", "Titre", "\n", "\n\n", "\n---\n", "\n====\n", "    ", "  ", "\t", "- ", "1. ", "> ", "* "),
    *("*", "**", "***", "_", "__", "`", "``", "```\n", "~~~ python\n", "``` {.x}\n", "[", "]", "(", ")", "{", "}", "!"),
    *("![", "](a.png)", '](b.md "t")', "[^1]", "[^1]: ", "[TOC]", "[ref]", "[ref]: http://x.y\n", "{#id}", "{: .c }"),
    *("<b>", "</b>", "<div>", "</div>", '<div markdown="1">', "<!-- ", " -->", "<", ">", "&amp;", "&", "<img src=x>"),
    *(
        "| a | b |\n|---|---|\n",
        "|",
        "a | b",
        "!!! note\n",
        '??? "d"\n',
        '=== "tab"\n',
        ": ",
        "Terme\n:   ",
        "*[HTML]: ",
    ),
    *(
        "me@x.org",
        "<me@x.org>",
        "http://x.y/@z",
        "mot",
        "l’eau",
        " ",
        '"',
        "'",
        "...",
        "--",
        "\\",
        "\\*",
        "\\[",
        "é",
        "😀",
    ),
    *("\x02", "\x03", "\x02rb:0\x03", "\x02rbl:1\x03", "\x02rbv:0\x03", "\x02rbh:1\x03 ", "\x02wzxhzdk:0\x03"),
)
_MARKERS = (
    *(
        "@weber1995",
        "[@weber1995]",
        "[voir @weber1995; -@alter2000, p. 3]",
        "[-@weber1995]",
        "@tbl-un",
        "[-@sec-a]",
        "@",
    ),
    *(
        "{{< value count.evidence >}}",
        "{{< display tbl-un >}}",
        "\n\n{{< display fig-un >}}\n\n",
        "{{< note >}}",
        "{{< ",
    ),
    *(
        ">}}",
        "[mot ",
        "]{.claim #c-un}",
        "]{.claim of=c-un}",
        "]{.claim}",
        "{.claim",
        "[@",
        "; ",
        "@{a}",
        "\\@",
        "[@a](u)",
    ),
)
plain = st.lists(st.sampled_from(_PLAIN), max_size=25).map("".join)
anything = st.one_of(st.lists(st.sampled_from((*_PLAIN, *_MARKERS)), max_size=25).map("".join), st.text(max_size=60))


def _bare_or_skip(text: str) -> str:
    """What Markdown makes of a text; texts that Markdown itself cannot take are not ours to judge."""
    try:
        return bare(text)
    except Exception:  # noqa: BLE001  # reason: whatever the host raises without us
        reject()


@given(plain)
@example("# *a* b\n\nTitre *x*\n---\n")
@example("> ## *a*b*c*\n\n- ## `x`\n")
@example("<div>\n---\n")
def test_pages_without_markers_are_left_alone(text: str) -> None:
    html = _bare_or_skip(text)
    assert parse(text)[0] == html


@given(anything)
def test_no_text_raises_and_none_leaves_a_trace_of_ours(text: str) -> None:
    _bare_or_skip(text)
    woven, findings = weave([page("a.html", text, NO_WORKS)], NO_WORKS)
    assert not re.search("\x02rb|\x03", woven.html["a.html"].replace("\x02wzxhzdk", ""))
    for finding in findings:
        assert finding.place.line >= 1, str(finding)


@few(15)
@given(anything.map(lambda text: f"@weber1995 {text}"))
def test_resolving_twice_is_resolving_once(text: str) -> None:
    _bare_or_skip(text)
    first = page("a.html", text)
    once, findings = weave([first])
    again, findings_again = weave([type(first)("a.html", first.title, once.html["a.html"], first.facts)])
    assert again.html == once.html
    assert findings_again == findings


@given(anything, st.integers(0, 40), st.integers(1, 9))
def test_lines_above_shift_lines_and_nothing_else(text: str, above: int, first_line: int) -> None:
    assume(text.strip() and not text.startswith((" ", "\t", ":")))
    _bare_or_skip(text)
    _, facts = parse(text, first_line=first_line)
    _, moved = parse("\n" * above + text, first_line=first_line)
    _, later = parse(text, first_line=first_line + above)
    assert moved == later
    shown = [mark.line for mark in facts.markers]
    assert [mark.line + above if mark.line else 0 for mark in facts.markers] == [mark.line for mark in moved.markers], (
        shown
    )


@given(
    st.lists(st.sampled_from((*_PLAIN, *_MARKERS)), max_size=12).map("".join), st.sampled_from(["```", "~~~~", "    "])
)
def test_nothing_in_code_is_a_marker(text: str, fence: str) -> None:
    text = text.replace("`", "").replace("~", "").replace("\x02", "").replace("\x03", "")
    if fence.strip():
        text = f"mot\n\n{fence}\n{text}\n{fence}\n"
    else:
        text = "mot\n\n" + "".join(f"    {line}\n" for line in text.splitlines() if line.strip())
    html, facts = parse(text)
    assert (facts.markers, facts.values, facts.headings, facts.malformed) == ((), (), (), ())
    assert html == bare(text)


@given(st.lists(st.sampled_from(["tbl-un", "tbl-deux", "fig-un"]), unique=True, min_size=1), st.data())
def test_renaming_a_page_that_keeps_its_place_changes_no_number(shown: list[str], data: st.DataObject) -> None:
    study = NO_WORKS
    names = data.draw(st.lists(st.from_regex(r"[a-z]{1,5}\.html", fullmatch=True), unique=True, min_size=6, max_size=6))
    texts = [f"# T {{#sec-{name}}}\n\n{{{{< display {name} >}}}}\n" for name in shown]
    before, _ = weave([page(name, text, study) for name, text in zip(names[:3], texts, strict=False)], study)
    after, _ = weave([page(name, text, study) for name, text in zip(names[3:], texts, strict=False)], study)
    assert before.index.numbers == after.index.numbers
    assert list(before.index.numbers) == shown


@given(st.lists(st.tuples(st.integers(1, 6), st.booleans(), st.integers(0, 3)), max_size=12), st.integers(1, 30))
def test_headings_have_the_line_they_stand_on(drawn: list[tuple[int, bool, int]], first_line: int) -> None:
    lines: list[str] = []
    expected: list[Heading] = []
    for number, (level, underlined, blank) in enumerate(drawn):
        lines += [""] * (blank + 1)
        shown = min(level, 2) if underlined else level
        line = first_line + len(lines)
        expected.append(Heading(line, shown, f"sec-{number}", f"T {number}", explicit=True))
        if underlined:
            lines += [f"T {number} {{#sec-{number}}}", "=====" if shown == 1 else "-----", ""]
        else:
            lines += [f"{'#' * level} T {number} {{#sec-{number}}}", ""]
    _, facts = parse("\n".join(lines), first_line=first_line)
    assert list(facts.headings) == expected


def test_the_extensions_are_those_of_a_real_site() -> None:
    html = bare('Mot[^1]\n\n[^1]: Note\n\n=== "a"\n\n    mot\n\n```python\nx = 1\n```\n')
    assert all(sign in html for sign in ('class="footnote"', "tabbed-set", "highlight"))
    assert len(EXTENSIONS) == 15
