"""Entries of a long page: put off without losing one, and read in few elements without losing a word."""

from __future__ import annotations

import re

from conftest import few
from hypothesis import given
from hypothesis import strategies as st

from report_build.cache import Cache
from report_build.render.entries import AT_FIRST, TOGETHER, with_entries_as_text, with_entries_later
from report_build.render.reading import PageReading, read_page

WORDS = st.text('abc é&<>"', max_size=8).map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;"))
LARGE = 200  # links of an entry
KINDS = (
    'article id="{id}" class="rb-card"',
    'section class="rb-entry"',
    'article id="{id}" class="rb-entry rb-ledger"',
)


def entry(number: int, kind: str, words: str, size: int) -> str:
    tag = kind.split(maxsplit=1)[0]
    links = "".join(f'<a href="a.html#{number}-{place}">{words}</a> ' for place in range(size))
    noted = f'<p class="rb-card__cite" data-edition><a href="#x">Cite {number}</a></p>'
    return f'<{kind.format(id=f"e{number}")}>\n<h3 id="h{number}">{words}</h3>\n<p>{links}</p>{noted}</{tag}>\n'


@st.composite
def pages(draw: st.DrawFn) -> str:
    parts = ["<h1 id=top>T</h1>\n<p>lead</p>\n"]
    for number in range(draw(st.integers(0, 25))):
        if draw(st.booleans()):
            parts.append(f'<h2 id="s{number}">Part</h2>\n')
        parts.append(entry(number, draw(st.sampled_from(KINDS)), draw(WORDS), draw(st.sampled_from((1, 40, LARGE)))))
    return "".join([*parts, "<p>end</p>"])


@few(12)
@given(pages())
def test_without_a_script_nothing_is_lost_and_with_one_little_is_there_at_first(page: str) -> None:
    made = with_entries_later(page)
    assert re.sub(r'<noscript class="rb-later">|</noscript>\n', "", made) == page
    first = re.sub(r"<noscript.*?</noscript>", "", made, flags=re.DOTALL)
    assert len(re.findall(r"<article|<section", first)) * 3 < AT_FIRST
    assert len(re.findall("<[a-z]", first)) <= AT_FIRST + first.count("<h2") + 3
    for put_off in re.findall(r"<noscript.*?</noscript>", made, flags=re.DOTALL):
        assert "<h2" not in put_off
        assert len(re.findall("<[a-z]", put_off)) <= TOGETHER + LARGE + 5


@few(12)
@given(pages())
def test_entries_as_text_have_the_same_ids_and_words(page: str) -> None:
    told = page.replace("rb-entry", "told")  # as if what is set out of the data were prose
    whole = read_page(re.sub(r"<p[^>]*data-edition.*?</p>", "", told), Cache(None))
    less = read_page(with_entries_as_text(page), Cache(None))
    assert less.ids == whole.ids
    assert [word for word in words(less) if not word.startswith("a.html#")] == words(whole)


def words(read: PageReading) -> list[str]:
    return " ".join(block.text for block in read.blocks).split()


def test_what_an_entry_links_to_counts_as_said_and_what_belongs_to_the_edition_does_not() -> None:
    page = f"<h1>T</h1>\n{entry(1, KINDS[0], 'a', 1)}"
    others = (page.replace("a.html", "b.html"), page.replace("Cite 1", "Cite 2"))
    said, linked, cited = (read_page(with_entries_as_text(text), Cache(None)).said for text in (page, *others))
    assert said == cited != linked
