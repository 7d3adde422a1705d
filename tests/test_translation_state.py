"""Which blocks of a translation are stale: exactly those whose original was touched, whatever was done to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from report_build.translation.align import changes, counterparts
from report_build.translation.blocks import Block, blocks_of
from report_build.translation.memory import Memory, Remembered, read_memory
from report_build.translation.state import PageState, compare, remember

WORDS = "anomie réseau lien tuteur forum distance groupe temps savoir entraide pair projet examen module".split()  # noqa: SIM905  # reason: easier to read
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


def page(blocks: Sequence[str]) -> tuple[Block, ...]:
    return blocks_of("\n\n".join(blocks) + "\n")


def translated(blocks: Sequence[str]) -> list[str]:
    """The same page in other words: signs, ids and numbers stay."""

    def word(text: str) -> str:
        return OTHER[WORDS.index(text)] if text in WORDS else text

    return [" ".join(word(part) for part in block.split(" ")).replace("[", "[") for block in blocks]


def state_after(french: list[str], edited: list[str]) -> tuple[PageState, tuple[Block, ...], tuple[Block, ...]]:
    english = page(translated(french))
    original = page(edited)
    return compare(remember(None, page(french), english), original, english), original, english


def stamped(french: Sequence[Block], english: Sequence[Block], before: Sequence[Remembered] | None) -> PageState:
    return compare(remember(before, french, english), french, english)


def in_step(state: PageState) -> bool:
    return not (state.stale or state.untranslated or state.unstamped)


@FEW
@given(pages())
def test_a_stamped_page_is_in_step(french: list[str]) -> None:
    state, _, english = state_after(french, french)
    assert in_step(state)
    assert state.left_out == 0
    assert state.links == {index: (index,) for index in range(len(english))}


@FEW
@given(pages(), st.data())
def test_a_changed_block_marks_its_translation_alone(french: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(french) - 1))
    words = data.draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=20))
    edited = [*french]
    edited[index] = french[index].replace(f"n{index}.", f"{' '.join(words)} nouveau.").replace("## ", "## Nouveau ")
    state, original, english = state_after(french, edited)
    assert [(one.block, one.how, one.now) for one in state.stale] == [(english[index], "changed", original[index])]
    assert not state.untranslated
    assert not state.unstamped
    assert in_step(stamped(original, english, remember(None, page(french), english)))


@FEW
@given(pages(), st.data())
def test_a_block_written_anew_marks_its_translation_alone(french: list[str], data: st.DataObject) -> None:
    plain = [index for index, block in enumerate(french) if "n" in block and block[0] not in "#[-"]
    assume(plain)
    index = data.draw(st.sampled_from(plain))
    edited = [*french]
    edited[index] = "Tout autre chose, sans un mot de commun avec ce qui précédait."
    state, _, english = state_after(french, edited)
    assert [(one.block, one.how) for one in state.stale] == [(english[index], "changed")]
    assert not state.untranslated


@FEW
@given(pages(), st.data())
def test_an_inserted_block_touches_no_other(french: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(french)))
    edited = [*french[:index], "Voici un paragraphe inséré, que personne encore ne traduisit.", *french[index:]]
    state, original, english = state_after(french, edited)
    assert not state.stale
    assert [missing.block for missing in state.untranslated] == [original[index]]
    assert [missing.after for missing in state.untranslated] == [english[index - 1] if index else None]
    # Stamped without a translation it is left out, and everything else stays linked as it was.
    entries = remember(remember(None, page(french), english), original, english)
    again = compare(entries, original, english)
    assert in_step(again)
    assert again.left_out == 1
    assert set(again.links.values()) - {()} == {(number,) for number in range(len(english))}


@FEW
@given(pages(), st.data())
def test_a_deleted_block_marks_its_translation_alone(french: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(french) - 1))
    edited = [*french[:index], *french[index + 1 :]]
    state, original, english = state_after(french, edited)
    assert [(one.block, one.how, one.now) for one in state.stale] == [(english[index], "removed", None)]
    assert not state.untranslated
    assert in_step(stamped(original, english, remember(None, page(french), english)))


@FEW
@given(pages(), st.data())
def test_a_moved_block_marks_as_little_as_tells_the_move(french: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(french) - 1))
    end = data.draw(st.integers(0, len(french) - 1))
    assume(start != end)
    edited = [*french]
    edited.insert(end, edited.pop(start))
    state, original, english = state_after(french, edited)
    assert [one.how for one in state.stale] == ["moved"]  # of two neighbours that changed places, either one
    assert not state.untranslated
    moved = french.index(next(block for block in french if page([block])[0].text == state.stale[0].was.text))
    assert state.stale[0].block == english[moved]
    assert [block for block in french if block != french[moved]] == [
        block for block in edited if block != french[moved]
    ]
    assert in_step(stamped(original, english, remember(None, page(french), english)))


@FEW
@given(pages(), st.data())
def test_typography_makes_nothing_stale(french: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(french) - 1))
    plain, typed = [*french], [*french]
    plain[index] = french[index].replace(f"n{index}", f'n{index} : l\'un "dit"... 1er')
    typed[index] = french[index].replace(f"n{index}", f"n{index}\u00a0: l’un «\u00a0dit\u00a0»… 1ᵉʳ")
    state, _, _ = state_after(plain, typed)
    assert in_step(state)


@FEW
@given(pages(), st.data())
def test_wording_the_translation_anew_makes_it_no_less_stale(french: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(french) - 1))
    edited = [*french]
    edited[index] = french[index].replace(f"n{index}.", "changé.").replace("## ", "## Nouveau ")
    english = translated(french)
    english[index] = english[index].replace(f"n{index}.", "reworded.").replace("## ", "## Anew ")
    state = compare(remember(None, page(french), page(translated(french))), page(edited), page(english))
    assert [one.block.text for one in state.stale] == [page(english)[index].text]
    assert not state.unstamped


@FEW
@given(pages())
def test_a_new_block_translated_is_unstamped_and_not_missing(french: list[str]) -> None:
    new = "Un paragraphe de 1995 et de 2005 [@dubar1998]."
    english = [*translated(french), "A paragraph of 1995 and 2005 [@dubar1998]."]
    entries = remember(None, page(french), page(translated(french)))
    state = compare(entries, page([*french, new]), page(english))
    assert [block.text for block in state.unstamped] == [english[-1]]
    assert not state.stale
    assert not state.untranslated


def test_a_page_that_was_never_stamped_says_so() -> None:
    assert not compare(None, page(["a"]), page(["b"])).stamped


def test_one_block_may_be_translated_by_two_and_two_by_one() -> None:
    french = page(
        ["Un long paragraphe de 1995 sur le lien social, puis sur 2005 et le réseau d’entraide.", "Un. 3", "Deux. 4"]
    )
    english = page(
        ["A long paragraph of 1995 on the social tie.", "Then on 2005 and the mutual-aid network.", "One. 3. Two. 4"]
    )
    assert counterparts(french, english) == {0: (0, 1), 1: (2,), 2: (2,)}
    entries = remember(None, french, english)
    assert [entry.above for entry in entries] == [False, False, True]
    assert in_step(compare(entries, french, english))
    changed = page(["Un long paragraphe, changé, de 1995 sur le lien social, puis sur 2005.", "Un. 3", "Deux. 4"])
    assert [one.block for one in compare(entries, changed, english).stale] == list(english[:2])


@settings(FEW, phases=[Phase.explicit, Phase.reuse, Phase.generate])  # two whole pages take minutes to shrink
@given(pages(), pages())
def test_any_two_pages_can_be_stamped(one: list[str], other: list[str]) -> None:
    """Whatever a stamp accepts, it is in step afterwards, and stamping again says the same."""
    entries = remember(None, page(one), page(other))
    assert in_step(compare(entries, page(one), page(other)))
    assert remember(entries, page(one), page(other)) == entries


@FEW
@given(pages(), pages())
def test_changes_account_for_every_block(before: list[str], after: list[str]) -> None:
    since = changes(page(before), page(after))
    reached = [new for new, _ in since.now.values()]
    assert sorted([*reached, *since.inserted]) == list(range(len(page(after))))


@given(st.dictionaries(st.sampled_from(["a.md", "b/c.md", "é.md"]), pages()), st.dictionaries(st.text(), st.text()))
def test_a_memory_reads_as_it_was_written(found: dict[str, Any], texts: dict[str, str]) -> None:
    memory = Memory("fr", "en")
    for name, blocks in found.items():
        memory = memory.with_page(name, [_bare(entry) for entry in remember(None, page(blocks), page(blocks[1:]))])
    if texts:
        memory = memory.with_texts("evidence.csv", texts)
    again, findings = read_memory(memory.to_json(), "data/translations/en.json", "fr", "en")
    assert findings == []
    assert again == memory
    assert again.to_json() == memory.to_json()


def _bare(entry: Remembered) -> Remembered:
    """An entry as the file has it: without lines and sections."""
    block = entry.original
    return Remembered(Block(block.kind, block.text) if block else None, entry.marks, entry.above)


def test_what_a_merge_left_in_a_memory_is_said_with_its_line() -> None:
    text = Memory("fr", "en").with_page("a.md", remember(None, page(["Un."]), page(["One."]))).to_json()
    broken = text.replace('"pages": {', '<<<<<<< HEAD\n"pages": {')
    _, (finding,) = read_memory(broken, "data/translations/en.json", "fr", "en")
    assert str(finding).startswith(
        "data/translations/en.json:4: error RB505 broken-translation-memory: what was translated when cannot be read: "
    )
    for odd in ("[]", "{}", '{"format": 1, "original": "de", "pages": {}, "texts": {}}', '{"format": 2}', "null"):
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
