"""Markdown sources, line by line: front matter as MkDocs reads it, code, and what grows with hostile text."""

from __future__ import annotations

import re

import pytest
from effort import calls
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.utils.meta import get_data

from report_build.sources.front_matter import front_matter_findings, read_front_matter
from report_build.sources.markdown import read_markdown
from report_build.typography import prose
from report_build.typography.faults import faults, suspect
from report_build.typography.prose import MASKED, masked_page, masked_text


def test_values_know_their_lines_and_places() -> None:
    text = '---\n# a comment\ntitle: "Un : deux"\ndescription: >\n  Trois\n  quatre\nhide: [toc]\n---\n\nTexte.\n'
    front = read_front_matter(text)
    assert {key: (value.text, value.line) for key, value in front.values.items()} == {
        "title": ("Un : deux", 3),
        "description": ("Trois quatre", 5),
    }
    assert text[front.values["title"].start : front.values["title"].end] == "Un : deux"
    assert text[front.values["description"].start : front.values["description"].end] == "  Trois\n  quatre\n"
    assert (front.lines, text[front.end :]) == (8, "\nTexte.\n")
    assert front.problem is None


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("---\ntitle: [\n---\n\nTexte.\n", 3, "cannot be read, and is shown as text"),
        ("---\ntitle: Un : deux\n---\n\nTexte.\n", 2, "mapping values are not allowed"),
        ("---\ndate: 2005-02-31\n---\n\nTexte.\n", 1, "cannot be read, and is shown as text"),
        ("---\njuste du texte\n---\n\nTexte.\n", 1, "is shown as text"),
        ("---\ntitle: Un\n\nTexte.\n", 1, "does not end, and is shown as text. End it with '---'"),
        ("---\ntitle: Un\n---\n\n---\ndescription: Deux\n---\n\nTexte.\n", 5, "a second front matter begins here"),
        ("---\ntitle: Un\n---\n---\ntitle: Deux\n...\nTexte.\n", 4, "a second front matter begins here"),
        ("Note: cette page est courte.\nLa suite.\n", 1, "'Note: cette page est courte.' is taken for metadata"),
        ("---\n\nNote: lisez.\n\n---\n\nTexte.\n", 2, "'Note: lisez.' is taken for metadata, and is not shown"),
        (
            "Attention: lisez.\n\nTexte.\n",
            1,
            "is taken for metadata, and is not shown. Begin the file with a blank line",
        ),
        ("Date: 12 mai 2024\nSuite.\n", 1, "'Date: 12 mai 2024' is taken for metadata"),
        ("status:: fini\n\nTexte.\n", 1, "is taken for metadata, and is not shown"),
        ("---\ntitle: Un\ntitle: Deux\n---\n", 3, "'title' is given twice, and the one of line 2 is not read"),
        ("---\nTitle: Un\n---\n", 2, "'Title' is no key that a page has, and is not read. Did you mean 'title'?"),
        ("---\ntitle: Un\ndesciption: Deux\n---\n", 3, "Did you mean 'description'?"),
        ("---\ntitle: yes\n---\n", 2, "the title is read as True, which is no text. Put it between"),
        ("---\ntitle: 1.10\n---\n", 2, "the title is read as 1.1, which is no text"),
        ("---\ntitle: [Un, Deux]\n---\n", 2, "which is no text"),
        ("---\nhide: [toc]\ntitle:\n---\n", 3, "'title' has no text. Write one, or delete the line"),
        ("---\ntitle: &Co et fils\n---\n", 2, "'&Co' is read as a name of YAML's"),
        ("\n\n---\ntitle: Un\n---\n", 3, "does not begin with the file, and is shown as text"),
        ("—\ntitle: Un\n—\n", 1, "'—' begins no front matter; what follows is shown as text"),
        ("+++\ntitle = 'Un'\n+++\n", 1, "'+++' begins no front matter"),
        ('{\n  "title": "Un",\n  "tags": ["a"]\n}\n\nTexte.\n', 1, "front matter in JSON is shown as text"),
        ('\n{"title": "Un"}\nTexte.\n', 2, "front matter in JSON is shown as text. Write a line '---' above"),
        ('---json\n{"title": "Un"}\n---\nTexte.\n', 1, "'---json' begins no front matter"),
        ("---toml\ntitle = 'Un'\n---\nTexte.\n", 1, "'---toml' begins no front matter"),
        ("--- yaml\ntitle: Un\n---\nTexte.\n", 1, "'--- yaml' begins no front matter"),
        ("% Un titre\n% Une auteure\n\nTexte.\n", 1, "a title after '%' is shown as text"),
        ("---\ntitle: Un\nprint: one page\n---\n\nTexte.\n", 3, "'one page' is no way to print a page. Write"),
    ],
)
def test_front_matter_that_is_shown_or_takes_text_away_is_found(text: str, line: int, said: str) -> None:
    (finding,) = front_matter_findings(text, "docs/fr/a.md")
    assert (finding.place.line, finding.code) == (line, "RB319")
    assert said in str(finding)
    assert finding.hint


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Texte.\n",
        "---\n\nTexte.\n\n---\n\nEncore.\n",
        "---\ntitle: Un\n---\nTexte.\n",
        "---\ntitle: Un\n...\n\n---\n\nUne règle : rien de plus.\n\n---\n",
        "title: Un\ndescription: Deux\n\nTexte.\n",
        "\nNote: cette page est courte.\n",
        "\n---\n\nTitle: un\n\n---\n",
        "---\ntitle: 2024\nauthors: [A]\ndraft: true\naliases: [b]\nformat: {html: {toc: true}}\n---\nTexte.\n",
        "----\n\nTexte.\n",
        "---\ntitle: &a Un\ndescription: *a\n---\nTexte.\n",
        "# Titre: un\n",
        '---\n{"title": "Un", "tags": ["a"]}\n---\nTexte.\n',
        "{{< status >}}\n",
        '{"Un" dit-elle}\n',
    ],
)
def test_front_matter_that_is_right_and_rules_are_left_alone(text: str) -> None:
    assert front_matter_findings(text, "docs/fr/a.md") == []


LINES = st.sampled_from(
    ["---", "...", "title: a", "title: 'a'", "x: [", "- a", "", "text", "Note: b", "    more", "--- ", "a: b: c", "# c"]
)


@given(st.lists(LINES, max_size=8))
def test_front_matter_ends_where_mkdocs_has_it_end(lines: list[str]) -> None:
    text = "\n".join([*lines, "end", ""])
    front = read_front_matter(text)
    body, values = get_data(text)
    if values:
        assert text[front.end :].lstrip("\n") == body
    elif body == text.lstrip("\n") and front.end:
        assert front.problem


@given(st.text())
def test_lines_are_the_texts_own(text: str) -> None:
    lines = read_markdown(text).lines
    assert "\n".join(line.text for line in lines) == text
    assert all(text[line.start : line.end] == line.text for line in lines)
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))


def test_code_is_told_from_what_a_list_or_note_holds() -> None:
    text = "a\n\n    code\n\n- b\n\n    held\n\n!!! note\n    held\n\nc\n\n"
    text += "```\nx\n~~~\n```\n> ```\n> y\n> ```\n````\nopen\n"
    found = [(line.number, line.kind) for line in read_markdown(text).lines if line.kind in ("fenced", "indented")]
    assert found == [(3, "indented"), *((number, "fenced") for number in (14, 15, 16, 17, 18, 19, 20))]


# --- Work in proportion to the text ---------------------------------------------------------------------------------

PIECES = (
    *("a", "a@", "a.", "<!--", "<code>", "<a1 lang=x>", "<:", "{", "{.", "{{<", "[", "[@a", "[^", "](", '](x "', "*a"),
    *("_a", "`", "`a``a", "\\", "&a", ":a", "«", '"', '« " »', "x ; ", "1", "\n", " \n", "> ", "| ", "-|", "- ", "e "),
    *("!!! ", "```\n", "``` a\n", "    a\n\n", "---\n", "[a]: ", "www.", "title: a\n", "é'", "IV "),
)


def masks(text: str) -> None:
    for masked in (masked_page(text), masked_text(text)):
        for language in ("fr", "en"):
            suspect(text, language)
            faults(masked, language)


@pytest.mark.parametrize("piece", PIECES, ids=repr)
def test_reading_prose_takes_work_in_proportion_to_it(piece: str) -> None:
    few, many = (calls(lambda size=size: masks(piece * size)) for size in (500, 2_000))  # type: ignore[misc]
    assert many < 5 * few + 1_000  # four times the text; four squared is 16


@pytest.mark.parametrize("name", ["_TOKEN", "_ENDS", "_PLAIN", "_LINE_STARTS"])
def test_patterns_of_prose_never_go_back_on_what_they_have_read(name: str) -> None:
    """What calls cannot count: a pattern that tries each way to split a long word is quadratic by itself."""
    bare = re.sub(r"\\.|\[\^?(?:\\.|[^\]\\])*\]", "x", getattr(prose, name).pattern)
    quantifiers = re.findall(r"[*+]\+?", bare)
    assert quantifiers
    assert all(len(quantifier) == 2 for quantifier in quantifiers), bare


def test_what_has_no_end_is_prose_and_what_has_one_is_not() -> None:
    for text, hidden in (
        ("a <!-- b --> c", "<!-- b -->"),
        ("a <!-- b", ""),
        ("a `b\nc` d", "`b\nc`"),
        ("a `b\n\nc` d", ""),
        ("a {{< b >}} c", "{{< b >}}"),
        ("a {{< b\n>}} c", ""),
        ("a <code>b</CODE> c", "<code>b</CODE>"),
        ('a <i lang="en">b</i> c', '<i lang="en">b</i>'),
        ("a b.c@d.org e", "b.c@d.org"),
        ("a [b @c, p. 1] d", "[b @c, p. 1]"),
    ):
        masked = masked_page(text)
        assert "".join(sign for sign, mark in zip(text, masked, strict=True) if mark == MASKED) == hidden.replace(
            "\n", ""
        ), text
