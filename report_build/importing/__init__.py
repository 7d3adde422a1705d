"""Importing what was coded in other tools: REFI-QDA, Taguette, QualCoder, tables, and bibliographies.

A reader makes an :class:`~report_build.importing.project.Project` of a file, :mod:`~report_build.importing.writing`
adds what of it the study does not have yet. What a file holds and a study has no place for is counted and told.
"""
