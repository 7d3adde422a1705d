"""What other tools and books call things that have another name here."""

from __future__ import annotations

from collections.abc import Mapping

CALLED_HERE: Mapping[str, str] = {
    "annotation": "evidence.memo",
    "attribute": "attributes",
    "bibtex": "bibliography",
    "category": "codes",
    "chart": "drawings",
    "classification": "attributes",
    "coder agreement": "block:agreement",
    "comment": "evidence.memo",
    "counter-evidence": "claims.against",
    "counterexample": "codes.counter-example",
    "doi": "CITATION.cff",
    "excerpt": "evidence.csv",
    "graph": "drawings",
    "inter-coder reliability": "block:agreement",
    "interviewee": "speakers.csv",
    "kappa": "block:agreement",
    "node": "codes",
    "orcid": "CITATION.cff",
    "participant": "speakers.csv",
    "respondent": "speakers.csv",
    "quote": "evidence.quotation",
    "score": "assessments.csv",
    "segment": "evidence.csv",
    "tag": "codes",
    "theme": "codes",
    "transcript": "sources.csv",
    "variable": "attributes",
    "verbatim": "evidence.quotation",
}
