"""A new study: the files that it starts with, in the languages that are asked for."""

TEMPLATES = ("interviews", "documents", "article", "empty")
