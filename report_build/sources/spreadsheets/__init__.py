"""Workbooks (``.xlsx``, ``.ods``) as sheets of text, each cell as a CSV file would hold it.

Nothing of a workbook is run or followed: no macro, no formula, no link. openpyxl and odfdo read; calamine reads both
forms twenty times faster, and was left aside because it takes ``#N/A`` for an empty cell and cannot tell a formula
without a value: what fails in the spreadsheet would be lost in silence. What was read is kept by its content instead.
"""
