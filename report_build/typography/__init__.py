"""Rules on wording and typography, in pages and data, and what mends them: nothing here knows of studies' meaning."""
