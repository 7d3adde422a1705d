"""A study made by hand, of the shapes that displays meet: three programmes, a doubtful cell, moves of every status."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from builders import both, row
from ledger_studies import VOICES

from report_build.cache import Cache
from report_build.displays import draw
from report_build.labels import Labels
from report_build.model.coding import (
    Assessment,
    Case,
    Code,
    Decision,
    Display,
    Evidence,
    Instrument,
    Level,
    Paragraph,
    Relation,
    Section,
    Step,
)
from report_build.model.study import Study
from report_build.model.text import Text

SCALE = ("strongly-marked", "marked", "unmarked", "not-stated")
CASES = ("universite", "formation-continue", "entreprise")
DRAWINGS = {
    "tbl-collectifs": ("table", "matrix"),
    "tbl-dynamiques": ("table", "matrix"),
    "fig-dynamiques": ("figure", "states"),
    "fig-influences": ("figure", "influences"),
    "fig-terrain": ("figure", "units"),
    "fig-dilemme": ("figure", "process"),
    "fig-provenance": ("figure", "strip"),
    "fig-voix": ("figure", "bars"),
    "tbl-instruments": ("table", "table"),
    "tbl-croisee": ("table", "pivot"),
    "fig-points": ("figure", "dots"),
    "fig-nuage": ("figure", "scatter"),
    "fig-temps": ("figure", "timeline"),
}


def code(name: str, kind: str, order: int, label: Text, parent: str = "", **more: Any) -> Code:
    shared = {"id": name, "kind": kind, "order": order, "label": label, "parent": parent}
    return row(Code, **{**shared, "scale": SCALE, "tabulated": True, **more})


def cell(case: str, name: str, level: str, evidence: str = "", **more: Any) -> Assessment:
    said = {} if level != "not-stated" else {"basis": "", "force": ""}
    passages = tuple(filter(None, evidence.split(";")))
    return row(Assessment, **{"case": case, "code": name, "level": level, "evidence": passages, **said, **more})


LEVELS = tuple(
    row(Level, id=name, symbol=symbol, label=label, words=words)
    for name, symbol, label, words in (
        ("strongly-marked", "++", both("fortement marqué", "strongly marked"), both("signe double", "double sign")),
        ("marked", "+", both("marqué", "marked"), both("signe simple", "single sign")),
        (
            "unmarked",
            "",
            both("pas de cas durable signalé", "no lasting case reported"),
            both("aucun cas durable signalé", "no lasting case reported"),
        ),
        ("not-stated", "", both("non dit", "not stated"), both("la source n’en dit rien", "the source does not say")),
    )
)

CODES = (
    code("anomie", "collective", 1, both("Anomie ou isolement", "Anomie or isolation")),
    code("reseau-entraide", "collective", 2, both("Réseau d’entraide", "Mutual-aid network")),
    code("mixte", "collective", 3, both("Mixte réseau et micro-communauté", "Mixed network and micro-community")),
    code("micro-communaute", "collective", 4, both("Micro-communauté", "Micro-community")),
    code("affinitaire", "subtype", 1, both("affinitaire", "affinity-based"), "micro-communaute", scale=()),
    code("organisationnelle", "subtype", 2, both("organisationnelle", "organisational"), "micro-communaute", scale=()),
    code(
        "anomie-vers-reseau",
        "dynamic",
        1,
        both("De l’anomie vers le réseau", "From anomie to network"),
        "building",
        start=("anomie",),
        end="reseau-entraide",
    ),
    code(
        "reseau-vers-anomie",
        "dynamic",
        2,
        both("Du réseau vers l’anomie", "From network to anomie"),
        "undoing",
        start=("reseau-entraide",),
        end="anomie",
    ),
    code(
        "vers-micro-communaute",
        "dynamic",
        3,
        both("Vers la micro-communauté", "To the micro-community"),
        "building",
        start=("anomie", "reseau-entraide"),
        end="micro-communaute",
    ),
    code(
        "micro-communaute-vers-anomie",
        "dynamic",
        4,
        both("De la micro-communauté vers l’anomie", "From micro-community to anomie"),
        "undoing",
        start=("micro-communaute",),
        end="anomie",
        tabulated=False,
    ),
    code(
        "maintien-anomie",
        "dynamic",
        5,
        both("Maintien dans l’anomie", "Staying in anomie"),
        "undoing",
        start=("anomie",),
        end="anomie",
        tabulated=False,
    ),
    code("duree", "condition", 1, both("Durée de la formation", "Length of the programme"), "dispositif"),
    code("regroupements", "condition", 2, both("Regroupements en présence", "Gatherings in person"), "dispositif"),
    code(
        "reponses",
        "condition",
        3,
        both("Réponses des enseignants aux questions", "Teachers’ answers to questions"),
        "enseignants",
    ),
    code(
        "competition",
        "condition",
        4,
        both("Mise en compétition des formateurs", "Trainers set in competition"),
        "contexte",
    ),
    code(
        "dilemme",
        "mechanism",
        1,
        both("Dilemme de l’apprenant", "The learner’s dilemma"),
        scale=(),
        steps=(
            Step(
                both("Apprenant", "Learner"),
                both(
                    "Isolé devant un cours difficile, il lui faut une réponse précise.",
                    "Alone with a hard course, they need a precise answer.",
                ),
                ("e01",),
            ),
            Step(
                both("Enseignant", "Teacher"),
                both("La réponse tarde ou n’arrive pas.", "The answer is late or never comes."),
                ("e02",),
            ),
            Step(
                both("Apprenant", "Learner"),
                both(
                    "Il cherche plus souvent, et le temps manque davantage.",
                    "They search more often, and time grows shorter.",
                ),
                ("e02",),
            ),
            Step(
                both("Pairs et proches", "Peers and others"),
                both("Une réponse venue d’ailleurs permet de continuer.", "An answer from elsewhere lets them go on."),
                ("e03",),
            ),
        ),
    ),
)

ASSESSMENTS = (
    cell("universite", "anomie", "unmarked", "e01"),
    cell("formation-continue", "anomie", "strongly-marked", "e02;e03"),
    cell("entreprise", "anomie", "strongly-marked", "e03"),
    cell("universite", "reseau-entraide", "marked", "e01"),
    cell("formation-continue", "reseau-entraide", "marked", "e02"),
    cell("entreprise", "reseau-entraide", "marked", "e03"),
    cell("universite", "mixte", "marked", "e04", legibility="damaged", basis="table-only"),
    cell("formation-continue", "mixte", "unmarked", "e04"),
    cell("entreprise", "mixte", "marked", "e04", legibility="damaged", basis="table-only"),
    cell("universite", "micro-communaute", "strongly-marked", "e01", subtypes=("affinitaire", "organisationnelle")),
    cell("formation-continue", "micro-communaute", "unmarked", "e04"),
    cell("entreprise", "micro-communaute", "strongly-marked", "e03", note=both("=une note", "=a note"), force="hedged"),
    *(cell(case, "anomie-vers-reseau", "marked", "e01") for case in CASES),
    cell("universite", "reseau-vers-anomie", "unmarked", "e01"),
    cell("formation-continue", "reseau-vers-anomie", "marked", "e02"),
    cell("entreprise", "reseau-vers-anomie", "marked", "e03", force="hedged"),
    cell("universite", "vers-micro-communaute", "marked", "e01"),
    cell("formation-continue", "vers-micro-communaute", "unmarked", "e04", basis="table-only"),
    cell("entreprise", "vers-micro-communaute", "marked", "e03"),
    cell("universite", "micro-communaute-vers-anomie", "unmarked", "e01"),
    cell("formation-continue", "micro-communaute-vers-anomie", "not-stated"),
    cell("entreprise", "micro-communaute-vers-anomie", "marked", "e03"),
    cell("universite", "maintien-anomie", "not-stated"),
    cell("formation-continue", "maintien-anomie", "marked", "e02"),
    cell("entreprise", "maintien-anomie", "marked", "e03", force="hedged"),
)


def relation(name: str, condition: str, influence: str, target: str, cases: str, *, force: str = "plain") -> Relation:
    return row(
        Relation,
        id=name,
        condition=condition,
        influence=influence,
        target=target,
        cases=tuple(cases.split(";")),
        evidence=("e01",),
        force=force,
    )


RELATIONS = (
    relation("r1", "duree", "favours", "micro-communaute", "universite"),
    relation("r2", "duree", "hinders", "reseau-entraide", "formation-continue", force="hedged"),
    relation("r3", "regroupements", "favours", "reseau-entraide", "general;universite"),
    relation("r4", "reponses", "favours", "reseau-entraide", "formation-continue"),
    relation("r5", "reponses", "favours", "reseau-vers-anomie", "formation-continue"),
    relation("r6", "competition", "favours", "anomie", "entreprise"),
)


def instrument(name: str, kind: str, count: int | None, results: str, **more: Any) -> Instrument:
    said = {"id": name, "kind": kind, "label": both(name), "count": count, "results": results, "evidence": ("e01",)}
    return row(Instrument, **{**said, "population_bound": "=", "medium": both("sur place"), **more})


FIELDWORK = (
    instrument("concepteurs", "interviews", 7, "traces"),
    instrument("enseignants", "interviews", 10, "reported"),
    instrument("etudiants", "interviews", 25, "reported"),
    instrument("questionnaires", "questionnaires", 40, "none", population=200, population_bound=">"),
    instrument("forums", "forums", 2, "none", population=3),
)


def passage(name: str, cases: str, voice: str, section: str, paragraph: str) -> Evidence:
    said = {"cases": tuple(cases.split(";")), "voice": voice, "section": section, "paragraph": paragraph}
    return row(Evidence, id=name, paraphrase=both(f"Phrase {name}"), **said)


EVIDENCE = (
    passage("e01", "universite", "interviewee", "reseau", "2"),
    passage("e02", "formation-continue", "author-report", "anomie", "1"),
    passage("e03", "entreprise;formation-continue", "author-interpretation", "anomie", "2"),
    passage("e04", "universite;formation-continue;entreprise", "table", "dynamiques", "table"),
    passage("e05", "general", "cited-study", "anomie", "1"),
)


SELECTED: Mapping[str, Mapping[str, object]] = {
    "tbl-collectifs": {"kind": "collective"},
    "tbl-dynamiques": {"kind": "dynamic"},
    "fig-voix": {"by": "voice", "split": "case"},
    "tbl-instruments": {"table": "fieldwork", "sort": "-count", "total": "sum"},
    "tbl-croisee": {"table": "fieldwork", "rows": "id", "columns": "results", "value": "kind", "passages": "evidence"},
    "fig-points": {"table": "codes", "value": ["order"]},
    "fig-nuage": {"table": "codes", "x": "order", "y": "order", "group": "kind"},
    "fig-temps": {"table": "decisions"},
}


def display(name: str, **select: object) -> Display:
    kind, drawing = DRAWINGS[name]
    select = {**SELECTED.get(name, {}), **select}
    texts = {"caption": both(f"Légende de {name}", f"Caption of {name}"), "note": both("Note.")}
    texts |= {"reading": both("Lecture."), "alt": both("Autre texte", "Alternative text")}
    return row(Display, id=name, kind=kind, drawing=drawing, select=select, line=3, **texts)


def article() -> Study:
    """The article's shape, with little of its matter."""
    names = {"universite": "Université", "formation-continue": "Formation continue", "entreprise": "Entreprise"}
    return Study(
        languages=("fr", "en"),
        voices=VOICES,
        cases=tuple(
            row(Case, id=name, order=order, label=both(names[name]), short=both(names[name]))
            for order, name in enumerate(CASES, start=1)
        ),
        levels=LEVELS,
        codes=CODES,
        evidence=EVIDENCE,
        assessments=ASSESSMENTS,
        relations=RELATIONS,
        fieldwork=FIELDWORK,
        decisions=tuple(
            row(Decision, id=f"d{number}", date=day, by="A", doubt=both(f"Doute {number}"), decision=both("Oui"))
            for number, day in enumerate(("2026-01-02", "2026-03-04", "2026-05", "2027"))
        ),
        displays=tuple(
            display(name, **({"process": "dilemme", "back": [3, 1]} if name == "fig-dilemme" else {}))
            for name in DRAWINGS
        ),
        sections=tuple(
            row(Section, id=name, order=order, label=both(name))
            for order, name in enumerate(("anomie", "reseau", "dynamiques"))
        ),
        paragraphs=tuple(
            row(Paragraph, section=section, paragraph=str(number))
            for section in ("anomie", "reseau", "dynamiques")
            for number in (1, 2, 3)
        ),
    )


def large(cases: int, conditions: int) -> Study:
    """A study of another size: long names, many programmes, many conditions."""
    study = article()
    long_name = "Programme d’enseignement professionnel à distance, promotion numéro "
    more = [
        row(Case, id=f"case-{n}", order=n, label=both(long_name + str(n)), short=both(long_name + str(n)))
        for n in range(cases)
    ]
    more_codes = [
        code(f"cond-{n}", "condition", n, both(f"Anticonstitutionnellement-organisée condition {n} du dispositif"), "f")
        for n in range(conditions)
    ]
    return replace(
        study,
        cases=tuple(more),
        codes=(*(known for known in CODES if known.kind != "condition"), *more_codes),
        assessments=tuple(
            cell(
                case.id,
                known.id,
                "marked",
                "e01",
                legibility="damaged" if known.id == "mixte" else "clear",
                force="hedged",
            )
            for case in more
            for known in CODES
            if known.kind in ("collective", "dynamic")
        ),
        relations=tuple(
            relation(f"r{n}", f"cond-{n}", "favours", "anomie", f"general;case-{n % cases}") for n in range(conditions)
        ),
        evidence=tuple(
            passage(f"e{n}", f"case-{n % cases}", "interviewee", "anomie", str(n % 40)) for n in range(20 * cases)
        ),
        fieldwork=(
            instrument(
                "q", "postal", 12_345, "traces", population=1_000_000, population_bound="about", label=both(long_name)
            ),
            instrument("none", "postal", None, "reported"),
        ),
    )


def hashes() -> list[str]:
    """Of what two figures are in pages and files."""
    study, labels = article(), Labels("fr")
    found = []
    for name in ("fig-dynamiques", "fig-terrain"):
        drawn = draw(study, [study.display[name]], labels, Cache(None))[name]
        assert drawn.svg
        assert drawn.png
        found += [drawn.svg, drawn.png.content, "".join(drawn.panels).encode()]
    return [sha256(part).hexdigest() for part in found]
