"""The report as one cleaned document: what every written form (PDF, EPUB, TEI, JATS, DOCX) is made from."""

from __future__ import annotations

from report_build.exports.tree.building import make_document
from report_build.exports.tree.nodes import Document
