"""From the bibliography to formatted citations, lists and files."""
