"""Reading what the authors wrote: CSV, YAML, BibTeX and CITATION.cff become a study and findings."""

from report_build.sources.study import load_study
