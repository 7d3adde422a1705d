"""What written forms are made from: how a table's columns share its width, and what of a page's HTML is left."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from report_build.exports.tree.html import parse
from report_build.exports.tree.nodes import Block, Link, Paragraph, Table, TableCell, Text, full_stop, text_of
from report_build.exports.tree.plain import shares
from report_build.exports.tree.reading import Reader


def table(*rows: list[str]) -> Table:
    return Table((), tuple(tuple(TableCell((Text(text),)) for text in row) for row in rows))


def read(html: str) -> tuple[Block, ...]:
    """Blocks of a page of a document that has cards, and no other page."""
    return Reader(
        target=lambda href: href if href.startswith("#e") else "",
        anchor=lambda id_: id_,
        display=lambda _: None,
        claim=lambda _: False,
        picture=lambda _: ("", ""),
    ).blocks(parse(html))


@given(st.lists(st.lists(st.text(max_size=300), min_size=1, max_size=12), max_size=6))
def test_columns_share_the_whole_width(rows: list[list[str]]) -> None:
    found = shares(table(*rows))
    assert len(found) == max((len(row) for row in rows), default=1)
    assert abs(sum(found) - 1) < 1e-9
    assert min(found) > 0


def test_a_column_of_numbers_is_narrow_and_a_short_text_on_one_line() -> None:
    numbers, place, text = shares(table(*([str(number), "paragraph 12", "word " * 60] for number in range(1, 30))))
    assert numbers < 0.06
    assert place * 115 >= len("paragraph 12")
    assert text > 0.7


def test_a_way_to_a_page_that_the_document_lacks_is_no_paragraph() -> None:
    assert read('<p><a href="cite.html">All the ways to cite</a></p>') == ()
    [kept] = read('<p>See <a href="cite.html">all the ways to cite</a>.</p>')
    assert text_of(kept) == "See all the ways to cite."


def test_passages_by_their_first_words_become_their_ids() -> None:
    begun = '<ul class="rb-begun"><li><a href="#e1">A…</a></li> <li><a href="#e2">B</a></li> <li>3 more</li></ul>'
    assert read(begun) == (
        Paragraph((Link("#e1", (Text("e1"),)), Text(", "), Link("#e2", (Text("e2"),)), Text(", 3 more"))),
    )


def test_a_sentence_ends_once() -> None:
    ends = {"Said.": "", "Asked?": "", "Open…": "", "A word": "."}
    assert {said: full_stop((Text(said),)) for said in ends} == ends
