"""Which sections of a translation are stale: exactly those whose original was touched, whatever was done to it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from report_build.translation.blocks import blocks_of
from report_build.translation.memory import Memory, read_memory
from report_build.translation.state import PageState, Section, compare, remember, sections_of

WORDS = "anomie réseau lien tuteur forum distance groupe temps savoir entraide pair projet examen module".split()  # noqa: SIM905  # reason: easier to read
HEADING = re.compile(r"\{#sec-(\d+)\}")
FEW = settings(max_examples=40)  # pages are long to make
OTHER = "lorem ipsum dolor sit amet elit sed tempor magna aliqua enim minim quis nostrud".split()  # noqa: SIM905  # reason: as above


@st.composite
def pages(draw: st.DrawFn) -> list[str]:
    """The blocks of a page: headings with ids, paragraphs, some with claims, list items; no two alike."""
    blocks: list[str] = []
    for number in range(draw(st.integers(2, 14))):
        kind = draw(st.sampled_from(["paragraph", "paragraph", "paragraph", "claim", "heading", "item"]))
        words = " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=3, max_size=25)))
        text = f"{words} n{number}."
        blocks.append(
            {
                "paragraph": text,
                "claim": f"[{text}]{{.claim #c-{number}}}",
                "heading": f"## {words[:20]} {number} {{#sec-{number}}}",
                "item": f"- {text}",
            }[kind]
        )
    return blocks


def page(blocks: Sequence[str]) -> dict[str, Section]:
    return sections_of(blocks_of("\n\n".join(blocks) + "\n"))


def translated(blocks: Sequence[str]) -> list[str]:
    """The same page in other words, and in another number of blocks: ids stay."""
    said = dict(zip(WORDS, OTHER, strict=True))
    other = [" ".join(said.get(word, word) for word in block.split()) for block in blocks]
    return [part for block in other for part in ([block, "And more."] if block.startswith("-") else [block])]


def state_after(french: list[str], edited: list[str]) -> PageState:
    english = page(translated(french))
    return compare(remember(page(french), english), page(edited), english)


def section_at(blocks: Sequence[str], index: int) -> str:
    """The id of the section that a block belongs to."""
    return next((f"sec-{found[1]}" for block in reversed(blocks[: index + 1]) if (found := HEADING.search(block))), "")


def in_step(state: PageState) -> bool:
    return not (state.stale or state.untranslated or state.unstamped)


@FEW
@given(pages())
def test_a_stamped_page_is_in_step(french: list[str]) -> None:
    assert in_step(state_after(french, french))


@FEW
@given(pages(), st.data())
def test_a_changed_block_marks_its_section_alone(french: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(french) - 1))
    words = data.draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=20))
    edited = [*french]
    edited[index] = french[index].replace(f"n{index}.", f"{' '.join(words)} nouveau.").replace("## ", "## Nouveau ")
    state = state_after(french, edited)
    (stale,) = state.stale
    assert stale.section.id == section_at(french, index)
    assert (stale.was, stale.is_) == tuple(blocks_of(block[index])[0].text for block in (french, edited))
    assert not state.untranslated
    assert in_step(compare(remember(page(edited), page(translated(french))), page(edited), page(translated(french))))


@FEW
@given(pages(), st.data())
def test_an_inserted_or_deleted_block_marks_its_section_alone(french: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(french)))
    inserted = [*french[:index], "Voici un paragraphe inséré, que personne encore ne traduisit.", *french[index:]]
    told = state_after(french, inserted)
    if index == 0 and section_at(french, 0):  # before a heading that nothing preceded
        assert [section.id for section in told.untranslated] == [""]
    else:
        assert [stale.section.id for stale in told.stale] == [section_at(inserted, index)]
    english = page(translated(french))
    # Taken out again, it was as if nothing had happened; and the other way round it is deleted.
    assert in_step(compare(remember(page(french), english), page(french), english))
    back = compare(remember(page(inserted), english), page(french), english)
    assert {stale.section.id for stale in back.stale} <= {section_at(inserted, index)}


@FEW
@given(pages(), st.data())
def test_a_block_moved_between_sections_marks_these_two(french: list[str], data: st.DataObject) -> None:
    plain = [index for index, block in enumerate(french) if not block.startswith("#")]
    assume(plain)
    start, end = data.draw(st.sampled_from(plain)), data.draw(st.integers(0, len(french) - 1))
    edited = [*french]
    edited.insert(end, edited.pop(start))
    state = state_after(french, edited)
    touched = {section_at(french, start), section_at(edited, end)}
    assert {stale.section.id for stale in state.stale} <= touched
    if section_at(french, start) != section_at(edited, end):
        assert state.stale or state.untranslated


@FEW
@given(pages())
def test_sections_in_another_order_are_as_fresh_as_they_were(french: list[str]) -> None:
    french = ["## Un {#sec-99}", *french]
    parts = [section_at(french, index) for index in range(len(french))]
    turned = [
        block for id_ in reversed(dict.fromkeys(parts)) for block, own in zip(french, parts, strict=True) if own == id_
    ]
    assert in_step(state_after(french, turned))


@FEW
@given(pages(), st.data())
def test_typography_makes_nothing_stale(french: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(french) - 1))
    plain, typed = [*french], [*french]
    plain[index] = french[index].replace(f"n{index}", f'n{index} : l\'un "dit"... 1er')
    typed[index] = french[index].replace(f"n{index}", f"n{index}\u00a0: l’un «\u00a0dit\u00a0»… 1ᵉʳ")
    assert in_step(state_after(plain, typed))


@FEW
@given(pages())
def test_wording_the_translation_anew_makes_it_no_less_stale(french: list[str]) -> None:
    edited = [*french, "Une phrase ajoutée."]
    english = [*translated(french), "Another thing."]
    state = compare(remember(page(french), page(translated(french))), page(edited), page(english))
    assert [stale.section.id for stale in state.stale] == [section_at(french, len(french) - 1)]
    assert not state.unstamped


def test_a_new_section_is_missing_until_it_is_translated_and_unstamped_until_it_is_stamped() -> None:
    french, english = ["## Un {#a}", "Dit."], ["## One {#a}", "Said."]
    known = remember(page(french), page(english))
    french = [*french, "## Deux {#b}", "Redit."]
    state = compare(known, page(french), page(english))
    assert [section.id for section in state.untranslated] == ["b"]
    english = [*english, "## Two {#b}"]
    state = compare(known, page(french), page(english))
    assert [section.id for section in state.unstamped] == ["b"]
    assert [(section.id, blocks) for section, blocks in state.uneven] == [("b", 2)]
    assert in_step(compare(remember(page(french), page(english)), page(french), page(english)))


def test_a_section_taken_out_marks_its_translation() -> None:
    known = remember(page(["## Un {#a}", "Dit."]), page(["## One {#a}", "Said."]))
    (stale,) = compare(known, page(["Rien."]), page(["## One {#a}", "Said."])).stale
    assert (stale.section.id, stale.now, stale.was, stale.is_) == ("a", None, "Un {#a}", "")


def test_a_page_that_was_never_stamped_says_so() -> None:
    assert not compare(None, page(["a"]), page(["b"])).stamped


@FEW
@given(pages(), pages())
def test_any_two_pages_can_be_stamped(one: list[str], other: list[str]) -> None:
    """Whatever a stamp accepts, it is in step afterwards."""
    assert in_step(compare(remember(page(one), page(other)), page(one), page(other)))


@given(st.dictionaries(st.sampled_from(["a.md", "b/c.md", "é.md"]), pages()), st.dictionaries(st.text(), st.text()))
def test_a_memory_reads_as_it_was_written(found: dict[str, list[str]], texts: dict[str, str]) -> None:
    memory = Memory("fr", "en")
    for name, blocks in found.items():
        memory = memory.with_page(name, remember(page(blocks), page(blocks[1:])))
    if texts:
        memory = memory.with_texts("evidence.csv", texts)
    again, findings = read_memory(memory.to_json(), "data/translations/en.json", "fr", "en")
    assert findings == []
    assert again == memory
    assert again.to_json() == memory.to_json()


def test_what_a_merge_left_in_a_memory_is_said_with_its_line() -> None:
    text = Memory("fr", "en").with_page("a.md", remember(page(["Un."]), page(["One."]))).to_json()
    broken = text.replace('"pages": {', '<<<<<<< HEAD\n"pages": {')
    _, (finding,) = read_memory(broken, "data/translations/en.json", "fr", "en")
    assert str(finding).startswith(
        "data/translations/en.json:4: error RB505 broken-translation-memory: what was translated when cannot be read: "
    )
    for odd in ("[]", "{}", '{"format": 2, "original": "de", "pages": {}, "texts": {}}', '{"format": 1}', "null"):
        assert [one.code for one in read_memory(odd, "x", "fr", "en")[1]] == ["RB505"], odd


def test_blocks_know_their_kinds_lines_and_sections() -> None:
    text = """---
title: "Un titre"
date: 2005
---

# Titre {#sec-a}

Une ligne
et la suite. [Dit.]{.claim #c-x}

!!! note "Remarque"
    Dedans, `code`.

- un
- deux,
  suite
    1. trois

| A | B |
|---|---|
| x | y |

```python
code = 1

encore
```

{{< display tbl-x >}}

Deux {#sec-b}
----

[^1]: Une note.
[lien]: http://exemple.org

***
"""
    found = [(block.kind, block.line, block.last, block.section, block.text) for block in blocks_of(text)]
    assert found == [
        ("meta", 2, 2, "", "title: Un titre"),
        ("heading", 6, 6, "sec-a", "Titre {#sec-a}"),
        ("paragraph", 8, 9, "sec-a", "Une ligne et la suite. [Dit.]{.claim #c-x}"),
        ("title", 11, 11, "sec-a", "Remarque"),
        ("paragraph", 12, 12, "sec-a", "Dedans, `code`."),
        ("item", 14, 14, "sec-a", "un"),
        ("item", 15, 16, "sec-a", "deux, suite"),
        ("item", 17, 17, "sec-a", "trois"),
        ("row", 19, 19, "sec-a", "A | B"),
        ("row", 21, 21, "sec-a", "x | y"),
        ("code", 23, 27, "sec-a", "```python code = 1 encore ```"),
        ("marker", 29, 29, "sec-a", "{{< display tbl-x >}}"),
        ("heading", 31, 32, "sec-b", "Deux {#sec-b}"),
        ("paragraph", 34, 34, "sec-b", "Une note."),
    ]
    assert blocks_of(text)[2].ids == {"c-x"}
    assert blocks_of(text)[11].ids == {"tbl-x"}


@given(st.text())
def test_any_text_has_blocks_within_its_lines(text: str) -> None:
    lines = text.count("\n") + 1
    for block in blocks_of(text):
        assert 1 <= block.line <= block.last <= lines
        assert "\n" not in block.text
