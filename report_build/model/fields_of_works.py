"""The fields of a bibliography's entries, by what the report does with them.

The names are those of BibTeX's and biblatex's manuals, and of what reference managers add. This is the one list of
what may be published: pages, search, ``study.json``, the data package and the files for readers hold no other field.
"""

from __future__ import annotations

import re

# What the styles can make use of: handed to pandoc.
FORMATTED = frozenset(
    """
    author editor translator editora editorb editorc editortype editoratype editorbtype editorctype bookauthor holder
    annotator commentator introduction foreword afterword title subtitle titleaddon shorttitle booktitle booksubtitle
    booktitleaddon maintitle mainsubtitle maintitleaddon journal journaltitle journalsubtitle shortjournal issuetitle
    issuesubtitle eventtitle eventdate venue date year month day urldate origdate
    urlyear urlmonth urlday origyear origmonth origday eventyear eventmonth eventday
    origtitle origlocation origpublisher
    volume number issue pages pagetotal bookpagination pagination chapter part edition version series volumes publisher
    institution organization school location address howpublished type entrysubtype doi isbn issn url eprint eprinttype
    eprintclass archiveprefix primaryclass pubstate options langid language
    """.split()  # noqa: SIM905  # reason: names read better as words
)
# What readers' own tools may want and the styles of the report do not show.
KEPT = frozenset(
    """
    note addendum abbr hyphenation origlanguage shortauthor shorteditor shortseries shorthand authortype nameaddon
    nameatype indextitle sorttitle sortname sortyear sortkey presort gender isan ismn isrn iswc issueseries lccn
    mrnumber zblnumber pmid pmcid jstor hal_id hal_version hal
    originaldate originalyear bibcode adsurl eid article-number articleno numpages library
    ids crossref xdata xref related relatedtype relatedstring entryset key label reprinttitle subtype collaboration
    copyright rights license contents translatortype usera userb userc userd usere userf lista listb listc listd liste
    listf namea nameb namec verba verbb verbc langidopts isbn13 isbn-13 issn-l eissn e-issn oclc arxivid asin urltext
    """.split()  # noqa: SIM905  # reason: as above
)
# What is its author's own: places on a disk, reading notes, others' abstracts, habits of reference managers.
PRIVATE = frozenset(
    """
    file pdf local-url local-file localfile annote annotation annotate abstract owner timestamp groups keywords keyword
    keywords-plus mendeley-tags mendeley-groups date-added date-modified date_added date_modified added-at biburl
    bibsource interhash intrahash description read rating priority ranking qualityassured readstatus printed
    creationdate modificationdate createddate review comment comments notes tags tag citeulike-article-id
    citeulike-linkout posted-at username __markedentry execute unique-id uuid affiliation author-email cited-references
    number-of-cited-references times-cited journal-iso web-of-science-categories research-areas funding-text
    funding-acknowledgement researcherid-numbers orcid-numbers doc-delivery-number usage-count-last-180-days
    usage-count-since-2013 web-of-science-index da oa es-hot-paper es-highly-cited-paper document_type source
    correspondence_address abbrev_source_title author_keywords references coden shortsummary attachments nourl
    relevance folder citation-subset bdsk-file bdsk-url created lastchecked lastaccessed accessed retrieved myurl mynote
    sciteid reading-notes calibre-id
    """.split()  # noqa: SIM905  # reason: as above
)
_PRIVATE_FAMILY = re.compile(r"(?:bdsk-|opt|alt|x-|jabref-|zotero-|__)\S*")  # opt…: what AUCTeX leaves of empty fields
_VERIFICATION = re.compile(r"verification(?:_.+)?")


def is_private(name: str) -> bool:
    """Whether a field is its author's own."""
    return name in PRIVATE or _PRIVATE_FAMILY.fullmatch(name) is not None


def is_known(name: str) -> bool:
    """Whether it is known what a field says, be it shown or not."""
    return name in FORMATTED or may_be_published(name) or is_private(name)


def may_be_published(name: str) -> bool:
    """Whether a field may stand in any file that readers get."""
    return name in FORMATTED or name in KEPT or _VERIFICATION.fullmatch(name) is not None
