"""Which evidence cards stand together on a page, so that no page grows without bound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from report_build.grouping import firsts
from report_build.markup import as_attribute
from report_build.model.coding import GENERAL, Evidence
from report_build.model.study import Study, once

CARDS_A_PAGE = 1000
_BYTES_A_PAGE = 1_100_000  # as estimated below; the theme, the filter and the headings come on top
_OF_A_CARD, _OF_A_LINE = 1000, 200  # its frame; what is told of each coding and judgement
_LISTED = 100  # passages of a line, in a study whose cards take several pages


@dataclass(frozen=True, slots=True)
class CardPage:
    """The cards of one page: all, or a case's, or a part of a case's."""

    case: str = ""  # "" for all cards on one page
    part: int = 1
    parts: int = 1
    passages: tuple[Evidence, ...] = ()


@once
def card_pages(study: Study) -> tuple[CardPage, ...]:
    """The pages of cards in reading order: one for all where it holds them, else pages for each case.

    A passage of several cases stands with the first that the study has; one of none with those that are general.
    """
    whole = _packed(study, list(study.evidence))
    if len(whole) <= 1:
        return (CardPage("", 1, 1, study.evidence),)
    places = {section: number for number, section in enumerate(study.section)}
    by_case: dict[str, list[Evidence]] = {case: [] for case in (*study.case, GENERAL)}
    for one in study.evidence:
        by_case[one.cases[0] if one.cases and one.cases[0] in study.case else GENERAL].append(one)
    return tuple(
        CardPage(case, number, len(packs), tuple(pack))
        for case, passages in by_case.items()
        for packs in [_packed(study, sorted(passages, key=lambda one: places.get(one.section, len(places))))]
        for number, pack in enumerate(packs, start=1)
    )


@once
def page_of_card(study: Study) -> Mapping[str, CardPage]:
    """Passage -> the page that holds its card; of two with the same id the first stands."""
    return firsts((one.id, page) for page in card_pages(study) for one in page.passages)


def listed(study: Study) -> int | None:
    """How many of a list's passages are named one by one; None: all, in a study whose cards fit on a page."""
    return None if len(card_pages(study)) == 1 else _LISTED


def part_of_cards(page: CardPage) -> str:
    """Which of a case's pages it is, e.g. " (2/5)"; '' where there is but one."""
    return f" ({page.part}/{page.parts})" if page.parts > 1 else ""


def _packed(study: Study, passages: list[Evidence]) -> list[list[Evidence]]:
    """Passages in their order, parted where a page is full."""
    packs: list[list[Evidence]] = []
    room = 0
    for one in passages:
        size = _size(study, one)
        if not packs or len(packs[-1]) >= CARDS_A_PAGE or size > room:
            packs.append([])
            room = _BYTES_A_PAGE
        packs[-1].append(one)
        room -= size
    return packs


def _size(study: Study, one: Evidence) -> int:
    """About how many bytes a card takes, in the longest of its languages."""
    lines = len(study.codings_of.get(one.id, ())) + len(study.cells_of.get(one.id, ()))
    quoted = sum(len(as_attribute(words).encode()) for words in one.quotation.values())
    return _OF_A_CARD + _OF_A_LINE * lines + max(_texts(one), default=0) + quoted


def _texts(one: Evidence) -> Iterator[int]:
    for language in {*one.paraphrase, *one.memo}:
        yield len(as_attribute(one.paraphrase.get(language, "") + one.memo.get(language, "")).encode())
