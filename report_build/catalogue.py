"""The catalogue of findings: stable codes, their names, severities and meaning.

RB0xx reading files, RB1xx coded data, RB2xx bibliography and citation file, RB3xx pages, RB4xx claims,
RB5xx languages, RB6xx displays and host. A code, once released, keeps its meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a code stands for."""

    name: str  # kebab-case, stable
    severity: Severity
    meaning: str  # one or two sentences for the documentation: what it means and how to mend it


RULES: Mapping[str, Rule] = {
    # RB0xx reading files
    "RB001": Rule("missing-file", "error", "A file of the study is not there. The hint says how to start one."),
    "RB002": Rule(
        "unreadable-file", "error", "A folder, a locked file or binary data stands where a text file is expected."
    ),
    "RB003": Rule(
        "other-encoding",
        "note",
        "The file is not in UTF-8 but in an encoding that can be told for sure enough; it was read in that one.",
    ),
    "RB004": Rule(
        "broken-text",
        "error",
        "Bytes make no sense in any one encoding, as when pieces of two files were joined; they show as marks.",
    ),
    "RB005": Rule(
        "control-character", "error", "An invisible character that neither pages nor tables may hold was left out."
    ),
    "RB006": Rule(
        "other-separator", "note", "The cells are separated by semicolons or tabs; they were read, commas are usual."
    ),
    "RB007": Rule("empty-file", "error", "The file has no content. An empty table still has its header row or key."),
    "RB008": Rule(
        "broken-row",
        "error",
        "The quotes of a CSV row are not in order. Its line is kept as it stands; those after it are read one by one.",
    ),
    "RB009": Rule("ragged-row", "error", "A row has more or fewer cells than the header row has columns."),
    "RB010": Rule(
        "missing-column", "error", "A column that the table cannot do without, or a list of a file, is absent."
    ),
    "RB011": Rule(
        "unknown-column", "warning", "A column that the table does not have is not read. It may be misspelt."
    ),
    "RB012": Rule("repeated-column", "error", "Two columns have the same name; only the first one is read."),
    "RB013": Rule("broken-yaml", "error", "The YAML cannot be read beyond this line; what stands before it is kept."),
    "RB014": Rule("repeated-key", "error", "A key is given twice in the same item; the first one stands."),
    "RB015": Rule("too-deep", "error", "Nesting or aliases go beyond what any study needs; the rest is not read."),
    "RB016": Rule("unknown-key", "warning", "A key that the item does not have is not read. It may be misspelt."),
    "RB017": Rule(
        "wrong-shape", "error", "A list, a mapping or a single value stands where another of them is expected."
    ),
    "RB018": Rule("wrong-value", "error", "A number or a true/false value cannot be read as such."),
    "RB019": Rule("missing-value", "error", "A value that must be given is empty. A row without an id is left out."),
    "RB020": Rule("unknown-file", "warning", "A file of the data folder is none of the study's. It may be misspelt."),
    "RB021": Rule("unknown-label", "warning", "The study words a label that the report does not have."),
    "RB022": Rule("broken-template", "error", "The {fields} of a label or an alternative text cannot be filled in."),
    "RB023": Rule("lone-language", "warning", "A language is met in one file only. It may be misspelt."),
    "RB024": Rule("spreadsheet-error", "error", "A cell holds what a spreadsheet writes where it failed, e.g. #N/A."),
    "RB025": Rule(
        "refused-workbook", "error", "A workbook is locked, broken, far too large, or holds macros; it is not read."
    ),
    "RB026": Rule("repeated-table", "error", "Two files hold the same table; one of them is not read."),
    "RB027": Rule("unread-sheet", "note", "A sheet of a workbook is named like no table of the study; it is not read."),
    "RB028": Rule("merged-cells", "warning", "Cells of a sheet are merged: all but the first of them are empty."),
    "RB029": Rule("text-as-comment", "warning", "A number sign within a YAML text makes a comment of what follows."),
    "RB030": Rule(
        "guessed-types", "note", "Columns of an own table are not described; what they hold was told from their cells."
    ),
    # RB1xx coded data
    "RB101": Rule(
        "repeated-id", "error", "Two rows or items have the same id, or describe the same pair; the first stands."
    ),
    "RB102": Rule(
        "malformed-id", "error", "An id stands in addresses and file names: a to z, 0 to 9 and single hyphens."
    ),
    "RB103": Rule("unknown-code", "error", "A code is named that the codebook does not have."),
    "RB104": Rule("unknown-case", "error", "A case is named that cases.csv does not have, or general beside a case."),
    "RB105": Rule("unknown-evidence", "error", "A passage is named that evidence.csv does not have."),
    "RB106": Rule("unknown-level", "error", "A level is named that the codebook does not have."),
    "RB107": Rule("level-off-scale", "error", "A level is given that is not on the scale of the code it is given for."),
    "RB108": Rule(
        "open-scale",
        "error",
        "The scale of a code that is assessed runs from its strongest level down to not-stated, which every scale has.",
    ),
    "RB109": Rule("unlisted-word", "error", "A word is not one of those that its column allows; the hint lists them."),
    "RB110": Rule("wrong-kind", "error", "A code is used as what it is not, as a condition where a state is meant."),
    "RB111": Rule("missing-assessment", "error", "Every case has one row for every code that cases are judged by."),
    "RB112": Rule("assessment-without-evidence", "error", "A level is given and no passage is named that it rests on."),
    "RB113": Rule(
        "evidence-for-nothing",
        "error",
        "A cell is not-stated and has evidence, a basis or a force even so.",
    ),
    "RB114": Rule("missing-language", "error", "A text is written in one of the study's languages and not in another."),
    "RB115": Rule(
        "unexplained-bearing",
        "error",
        "A passage is coded against the level that its cell has, or the cell is not-stated although a passage is coded "
        "for or against it, and its note does not say why the level stands.",
    ),
    "RB117": Rule("evidence-elsewhere", "error", "A judgement on a case rests on a passage of other cases only."),
    "RB118": Rule("uncoded-passage", "warning", "A passage is coded with nothing, and no fieldwork rests on it."),
    "RB119": Rule(
        "unused-entry", "warning", "A case, code, level, section or source is listed that nothing in the data uses."
    ),
    "RB120": Rule("unknown-speaker", "error", "A speaker is named that speakers.csv does not have."),
    "RB121": Rule("speaker-mismatch", "error", "The tables of passages and of speakers differ on who speaks."),
    "RB122": Rule("unknown-place", "error", "A section or paragraph is named that the study does not list."),
    "RB123": Rule("unlisted-claim", "error", "A claim is named that claims.yaml does not have."),
    "RB124": Rule("unknown-work", "error", "The data name a work that the bibliography does not have."),
    "RB125": Rule("mechanism-without-steps", "error", "A mechanism has fewer than two steps."),
    "RB126": Rule("wrong-count", "error", "A number of the fieldwork lacks its bound, or counts more than there were."),
    "RB127": Rule("wrong-date", "error", "A date is not a day of the calendar, written as in 2026-11-22."),
    "RB128": Rule("repeated-order", "error", "Two rows of a kind have the same place in the order."),
    "RB129": Rule("repeated-word", "warning", "A list names the same thing twice."),
    "RB130": Rule(
        "wrong-basis", "error", "A cell is table-only and rests on prose, or rests on tables alone and is not."
    ),
    "RB131": Rule("unexplained-damage", "error", "A cell's reading is damaged, and no note says what can be read."),
    "RB132": Rule("unknown-touched", "error", "A decision touches something that the study does not have."),
    "RB133": Rule("long-beginning", "error", "A paragraph's beginning copies more of the source than finds it again."),
    "RB134": Rule("missing-definition", "error", "A code has no definition, and no note that says why."),
    "RB138": Rule("unknown-id", "error", "A row names something that the table it refers to does not have."),
    "RB139": Rule("reasoned-sign", "error", "A cell that is not printed empty gives a reason for being empty."),
    "RB140": Rule("contradicted-state", "error", "An influence acts in a state that its case is judged not to have."),
    "RB141": Rule("unknown-source", "error", "A source is named that sources.csv does not have, or none with a place."),
    "RB142": Rule("unexplained-restriction", "warning", "What is restricted does not say why, or what is not does."),
    "RB143": Rule("undecided-coder", "warning", "Nothing says whose judgement counts, or who is named coded nothing."),
    "RB144": Rule("wrong-restriction", "error", "A column is restricted that the study lacks, or cannot do without."),
    "RB145": Rule("lone-blank", "note", "A cell is empty in one row, and filled in all others: it may have been lost."),
    "RB150": Rule("restricted-words", "error", "Words of a restricted passage stand in a file to be published."),
    "RB151": Rule("real-name", "error", "A real name of private/names.csv stands in a file that is to be published."),
    "RB152": Rule("opaque-file", "error", "A file that is to be published cannot be looked through for real names."),
    "RB153": Rule("shared-names", "error", "Git does not ignore the file of real names: a push would share it."),
    "RB154": Rule("names-elsewhere", "note", "The file of real names is not here: nothing is searched for them."),
    "RB160": Rule("table-name", "error", "A table of the author's has a name that no address or value can have."),
    "RB161": Rule("column-name", "error", "A column of an own table has a name that pages and drawings cannot use."),
    "RB162": Rule("wrong-table", "error", "What study.yaml says of an own table is not so."),
    "RB136": Rule("wrong-family", "error", "A code does not name the codes that it belongs to, or leads from and to."),
    # RB2xx bibliography and citation file
    "RB201": Rule("broken-bibtex", "error", "An entry of the bibliography breaks off or has no key; it is left out."),
    "RB202": Rule("repeated-entry", "warning", "Two entries of the bibliography have the same key; the first stands."),
    "RB203": Rule("repeated-field", "warning", "An entry gives the same field twice; the first one stands."),
    "RB204": Rule("bare-word", "warning", "A field is neither in braces nor in quotes, and no @string has its name."),
    "RB205": Rule("missing-field", "warning", "A confirmed entry lacks a field that its type needs to be found."),
    "RB206": Rule("unverified-entry", "note", "An entry that is not confirmed lacks fields; pages show it so."),
    "RB207": Rule("implausible-year", "warning", "A date is not in a form that is known, or not a likely one."),
    "RB208": Rule("malformed-identifier", "warning", "A DOI, ISBN, ISSN or web address has not the form of one."),
    "RB209": Rule("unstated-verification", "note", "An entry does not say whether somebody saw the work itself."),
    "RB210": Rule("unknown-verification", "warning", "A verification status is none of those that are known."),
    "RB212": Rule("unknown-entry-type", "warning", "An entry's type is known to neither BibTeX nor biblatex."),
    "RB213": Rule("cut-names", "note", "The names of an entry end with others, who are not named."),
    "RB214": Rule("malformed-key", "warning", "A key cannot be cited."),
    "RB215": Rule("repeated-doi", "warning", "Two entries have the same DOI."),
    "RB216": Rule("unpaired-brace", "warning", "The braces within a field do not pair."),
    "RB217": Rule("mistyped-field", "warning", "A field that is not known has a name like one that is."),
    "RB218": Rule("unused-field", "note", "A field is not known: no reference shows it, and no file publishes it."),
    "RB219": Rule("unknown-parent", "warning", "An entry takes fields from one that is not there, or from itself."),
    "RB220": Rule(
        "missing-citation-key", "error", "CITATION.cff lacks what pages, addresses and metadata are made from."
    ),
    "RB221": Rule(
        "malformed-citation-value", "error", "A value of CITATION.cff has not the form that its format asks."
    ),
    "RB222": Rule("borrowed-doi", "error", "The report's own DOI is that of a work that it only refers to."),
    "RB223": Rule(
        "unknown-citation-key", "warning", "A key of CITATION.cff is not one of its format. It may be misspelt."
    ),
    "RB224": Rule("unlikely-name", "warning", "Names are not in the form that BibTeX reads."),
    "RB225": Rule(
        "unprotected-institution", "note", "An institution's name is not in braces: it is read as a person's."
    ),
    "RB226": Rule("unknown-latex", "warning", "A field has a LaTeX command or formula that cannot be shown as meant."),
    "RB227": Rule("commented-entry", "note", "An entry is commented out, by % or @comment; it is not read."),
    "RB228": Rule("uncited-entry", "note", "Something to be mended in an entry that is not cited, once it is cited."),
    "RB229": Rule(
        "number-cut-short",
        "warning",
        "A bare number of CITATION.cff is read as another by other programs: 1.10 as 1.1.",
    ),
    "RB240": Rule("unknown-style", "error", "The CSL style that is asked for is not there."),
    "RB241": Rule("unusable-style", "error", "A file is no CSL style that citations in these pages can be written by."),
    # RB3xx pages
    "RB301": Rule("unknown-citation", "error", "A citation names a key that references.bib does not have."),
    "RB302": Rule("unknown-target", "error", "A cross-reference names a display or heading that no page shows."),
    "RB303": Rule("unknown-display", "error", "A page shows a display that data/displays.yaml does not have."),
    "RB304": Rule("display-repeated", "error", "A display is shown a second time; refer to the first with @id."),
    "RB305": Rule("display-not-shown", "warning", "No page shows a display of data/displays.yaml."),
    "RB306": Rule("unknown-value", "error", "A {{< value … >}} names nothing in the data, or nothing with a number."),
    "RB307": Rule("unknown-block", "error", "A {{< … >}} marker has a name that the engine does not know."),
    "RB308": Rule("block-not-alone", "error", "A display or block stands within text; it needs its own paragraph."),
    "RB309": Rule("malformed-marker", "error", "What looks like a marker or claim cannot be read as one."),
    "RB310": Rule("claim-not-worded", "error", "A claim is restated (of=…) and no page words it first."),
    "RB311": Rule("claim-worded-twice", "error", "Two places word the same claim; the second restates it with of=…."),
    "RB312": Rule("heading-without-id", "warning", "A heading has no id of the author's, {#sec-…}: links to it break."),
    "RB313": Rule("duplicate-heading-id", "error", "Two headings of a language's pages have the same id."),
    "RB314": Rule("heading-jump", "warning", "A heading is more than one level below the one before it."),
    "RB315": Rule("image-without-alt", "error", "An image has no alternative text."),
    "RB316": Rule("uncited-work", "note", "No page, code or claim cites a work; it is left out of the bibliography."),
    "RB317": Rule("block-arguments", "error", "The arguments of a {{< … >}} block cannot be followed."),
    "RB318": Rule("reference-formatting", "error", "Pandoc could not read or format works; its own words are given."),
    "RB319": Rule(
        "front-matter",
        "warning",
        "Front matter that cannot be read is shown as text; text is taken for front matter; or a value is unknown.",
    ),
    "RB320": Rule(
        "raw-marker", "warning", "What is written as a marker is none where it stands, and is published as written."
    ),
    "RB321": Rule("unknown-template", "error", "A page's front matter names a template that the theme does not have."),
    "RB322": Rule("outside-request", "warning", "A page asks another host for something as it is read."),
    "RB323": Rule(
        "script-link", "error", "An address in a page or in the navigation would run a script or open a disk."
    ),
    "RB330": Rule("repeated-target", "error", "Two figures, tables or equations have one id: references lead to one."),
    "RB331": Rule("unset-equation", "error", "An equation cannot be set: its LaTeX is broken, or asks for more."),
    # RB4xx claims
    "RB401": Rule("unknown-claim", "error", "A page words a claim that data/claims.yaml does not have."),
    "RB402": Rule("unworded-claim", "error", "A claim of the ledger is worded in no page of a language."),
    "RB403": Rule("claim-without-why", "error", "A claim has no analytic note that says why its evidence bears on it."),
    "RB404": Rule("claim-without-footing", "error", "A claim rests on nothing: no evidence and no fitting reference."),
    "RB405": Rule("unused-evidence", "warning", "No claim uses a passage, itself or by a level that it asserts."),
    "RB406": Rule("unshown-assessment", "warning", "A level was judged that no claim asserts and no display shows."),
    "RB407": Rule("evidence-of-other-case", "error", "A claim's support or level is of a case it does not name."),
    "RB408": Rule("case-without-evidence", "warning", "A claim names a case and has no evidence from there."),
    "RB409": Rule(
        "unacknowledged-tension",
        "error",
        "A claim asserts another level than the assessment, or has a passage both for and against it, and no tension "
        "and note says so.",
    ),
    "RB410": Rule("lost-hedge", "error", "A wording has none of the hedging words that its claim keeps of the source."),
    "RB411": Rule(
        "missing-hedge", "warning", "A claim rests on what the source says with a reservation, and has none."
    ),
    "RB412": Rule("silent-paragraph", "error", "A paragraph of the source leads to no claim, and no reason says why."),
    "RB413": Rule("reason-with-claims", "error", "A paragraph leads to claims and gives a reason why it makes none."),
    "RB414": Rule("claim-without-paragraph", "error", "No paragraph of the source leads to a claim."),
    "RB415": Rule("uncoded-ground", "error", "A judgement rests on a passage that is not coded with what is judged."),
    "RB416": Rule("missing-ground", "error", "A claim or display rests on a level that no assessment gives."),
    "RB417": Rule("unlisted-part", "error", "A claim says what part a passage bears that it lists nowhere."),
    "RB418": Rule("needless-reason", "error", "A claim lists evidence against it, and says why there is none."),
    "RB419": Rule("unreadable-argument", "error", "Another report's argument.jsonld cannot be read, or has no claim."),
    "RB420": Rule("malformed-answer", "error", "What a claim answers has no full address, or words in two languages."),
    "RB421": Rule("unknown-answered-claim", "error", "What a claim answers is not in its report as downloaded."),
    "RB422": Rule("changed-answered-claim", "warning", "What a claim answers is not worded any more as it was then."),
    "RB423": Rule("uncompared-answer", "note", "What a claim answers cannot be compared: nothing is downloaded."),
    "RB424": Rule("unlisted-answer", "error", "A page names what a claim answers, and data/claims.yaml does not."),
    # RB5xx languages
    "RB501": Rule(
        "missing-page", "warning", "A page is not written in a language; its site shows the original with a notice."
    ),
    "RB502": Rule(
        "stale-translation",
        "warning",
        "The original of a translated section or text has changed or gone since it was stamped. Translate it anew "
        "where that is needed, then stamp it.",
    ),
    "RB503": Rule("untranslated-section", "warning", "A section of the original has no counterpart in a translation."),
    "RB504": Rule(
        "unstamped-translation",
        "warning",
        "Nobody has said yet that a translation renders its original as it is: look it over, then stamp it.",
    ),
    "RB505": Rule(
        "broken-translation-memory", "error", "The file that remembers what was translated when cannot be read."
    ),
    "RB506": Rule(
        "one-sided-anchor",
        "warning",
        "A heading, claim or display of a page is not in the same page of another language: switching loses the place.",
    ),
    "RB510": Rule(
        "wrong-space",
        "warning",
        "French has no-break spaces before ; : ! ? and inside guillemets, English has none. check --fix mends it.",
    ),
    "RB511": Rule(
        "straight-quote", "warning", "A typewriter's quotation mark or apostrophe in prose. check --fix mends it."
    ),
    "RB512": Rule(
        "foreign-quote",
        "note",
        "A quotation mark is another language's, or has no partner. Labels in another language are marked lang=….",
    ),
    "RB513": Rule(
        "flat-ordinal", "warning", "French raises the letters of ordinals and of Mᵐᵉ, Mˡˡᵉ. check --fix mends it."
    ),
    "RB514": Rule("three-dots", "warning", "Three dots stand where an ellipsis belongs. check --fix mends it."),
    # RB6xx displays and host
    "RB601": Rule("unknown-drawing", "error", "A display asks for a drawing that the engine does not have."),
    "RB602": Rule(
        "display-kind", "error", "A display calls itself a table where its drawing is a figure, or the reverse."
    ),
    "RB603": Rule("unknown-select", "error", "A display selects by a key that its drawing does not know."),
    "RB604": Rule("unknown-selection", "error", "A display selects something that the study does not have."),
    "RB605": Rule("empty-display", "warning", "A display has no row to show; the page says so in its place."),
    "RB606": Rule(
        "unknown-alt-field",
        "error",
        "An alternative text has a {field} that its drawing does not fill in; see its hint.",
    ),
    "RB607": Rule("second-row", "error", "A cell of a display has two rows; only the first is shown."),
    "RB608": Rule("unborne-value", "error", "A cell of a display says something and names no passage, or the reverse."),
    "RB680": Rule("unportable-name", "warning", "A name in the site cannot stand on every machine's disk."),
    "RB686": Rule("unknown-form", "error", "mkdocs.yml names, under exports:, a form that there is none of."),
    "RB687": Rule(
        "changed-page", "note", "Another plug-in changes pages before they are read; findings may name other lines."
    ),
    "RB688": Rule(
        "added-extension",
        "note",
        "Pages need a Markdown extension that mkdocs.yml does not name; it is added for them.",
    ),
    "RB689": Rule(
        "replaced-plugin",
        "note",
        "mkdocs.yml names a plug-in of Material whose work the engine does itself; it is switched off.",
    ),
    "RB610": Rule(
        "failed-drawing", "error", "A function of the author's own drawings fails, or gives back what cannot be shown."
    ),
    "RB611": Rule(
        "unsteady-drawing", "warning", "The author's own drawings use what would make two builds of one study differ."
    ),
    "RB612": Rule(
        "foreign-colour", "note", "A figure has colours of its own, which are not told apart by the colour scheme."
    ),
    "RB690": Rule(
        "internal-error", "error", "A bug in report-build, which the study's author cannot mend. Please report it."
    ),
    "RB691": Rule("broken-configuration", "error", "mkdocs.yml cannot be used; the message is MkDocs' own."),
    "RB692": Rule(
        "host-warning", "warning", "MkDocs or one of its plug-ins warns, e.g. of a link to a page that is not there."
    ),
    "RB693": Rule("host-error", "error", "MkDocs or one of its plug-ins reports an error."),
    "RB694": Rule(
        "directory-addresses",
        "note",
        "mkdocs.yml asks for addresses that do not end in .html; pages get such all the same.",
    ),
    "RB695": Rule("link-out", "error", "A file among the pages is a link that leads out of the study; it is left out."),
    "RB696": Rule(
        "stray-file", "warning", "A backup, an office file or what a system leaves behind is left out of the site."
    ),
    "RB697": Rule(
        "unsafe-path",
        "error",
        "A path of the configuration lies outside the study, or would cost a source or what the tool did not write.",
    ),
    "RB698": Rule(
        "same-name",
        "error",
        "A file among the pages has the name of one that the report or its theme brings, or of another but for case.",
    ),
    "RB699": Rule("unknown-site-language", "error", "The theme has no texts in the language of the pages."),
    # RB7xx starting, importing and reviewing
    "RB701": Rule("import-choice", "note", "What was decided in reading a coding tool's file."),
    "RB702": Rule("not-imported", "warning", "A coding tool's file holds what a study has no place for."),
    "RB703": Rule(
        "unworded-language",
        "note",
        "A new study is in a language that the engine or its starting files have no words in; English stands there.",
    ),
    "RB704": Rule(
        "engine-to-bring", "note", "Continuous integration cannot fetch the engine from where this machine has it."
    ),
    "RB711": Rule("reviewer-comment", "note", "A reviewer's comment in the report's DOCX."),
    "RB712": Rule(
        "reviewer-change", "note", "A reviewer's tracked change in the report's DOCX; nothing is changed by itself."
    ),
}
