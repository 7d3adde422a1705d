"""A page's prose, block by block."""

from __future__ import annotations

from html import escape

from hypothesis import given
from hypothesis import strategies as st

from report_build.cache import Cache
from report_build.render.reading import ProseBlock, read_page

words = st.text("abc éà&<>\"'", min_size=1).filter(lambda text: text.strip())


def prose_blocks(html: str) -> tuple[ProseBlock, ...]:
    return read_page(html, Cache(None)).blocks


def blocks(html: str) -> list[tuple[str, str]]:
    return [(block.id, block.text) for block in prose_blocks(html)]


def test_headings_paragraphs_lists_and_cells_are_blocks_under_their_heading() -> None:
    html = """<p>Before.</p><h1 id="sec-a">Title<a class="headerlink" href="#sec-a">¶</a></h1>
    <p>One <em>and</em>
    two<br>lines.</p><ul><li>item<ul><li>inner</li></ul>after</li></ul>
    <h2 id="sec-b">More</h2><table><tr><th>head</th><td>cell</td></tr></table>"""
    assert blocks(html) == [
        ("top-1", "Before."),
        ("sec-a", "Title"),
        ("sec-a-1", "One and two lines."),
        ("sec-a-2", "item"),
        ("sec-a-3", "inner"),
        ("sec-a-4", "after"),
        ("sec-b", "More"),
        ("sec-b-1", "head"),
        ("sec-b-2", "cell"),
    ]


def test_displays_scripts_and_drawings_are_no_prose() -> None:
    html = (
        '<p>a</p><figure id="fig-x"><svg><text>no</text></svg><figcaption>no</figcaption><p>no<img></p></figure>'
        "<p>b<svg><title>no</title></svg>c</p><script>no()</script><p>d</p>"
    )
    assert [text for _, text in blocks(html)] == ["a", "bc", "d"]


def test_what_blocks_set_out_of_the_data_is_no_prose_and_what_authors_wrote_is() -> None:
    html = (
        '<div class="rb-doors"><p>a</p></div>'
        '<section class="rb-entry"><h3 id="d">no</h3><dl class="rb-facts"><dd>no</dd></dl></section>'
        '<div class="rb-scroll"><table class="rb-table"><td>no</td></table></div><table><td>b</td></table>'
    )
    assert blocks(html) == [("top-1", "a"), ("top-2", "b")]


def test_a_heading_without_id_opens_no_section() -> None:
    assert blocks('<h2 id="s">A</h2><h3>B</h3><p>c</p>') == [("s", "A"), ("s-1", "B"), ("s-2", "c")]


@given(st.lists(words, max_size=8))
def test_texts_come_back_as_they_are_read(texts: list[str]) -> None:
    html = "".join(f"<p>{escape(text)}</p>" for text in texts)
    assert [text for _, text in blocks(html)] == [" ".join(text.split()) for text in texts]


@given(
    st.text(), st.lists(st.sampled_from(["<p>", "</p>", "<h1 id=a>", "</h1>", "<figure>", "</figure>", "<svg>", "x"]))
)
def test_ids_are_unique_and_blocks_say_something_whatever_the_markup(text: str, pieces: list[str]) -> None:
    found = prose_blocks(text + "".join(pieces))
    assert len({block.id for block in found}) == len(found)
    assert all(block.text.strip() for block in found)


@given(st.lists(words, min_size=1, max_size=6), st.data())
def test_editing_a_block_changes_that_block_alone(texts: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(texts) - 1))
    edited = [*texts[:place], texts[place] + " more", *texts[place + 1 :]]

    def page(parts: list[str]) -> dict[str, ProseBlock]:
        return {block.id: block for block in prose_blocks("".join(f"<p>{escape(part)}</p>" for part in parts))}

    before, after = page(texts), page(edited)
    assert before.keys() == after.keys()
    assert [id_ for id_ in before if before[id_] != after[id_]] == [f"top-{place + 1}"]
