"""What readers can search for: entries made from what weaving knows, and the files that their browser loads."""

from report_build.search.entries import entries
from report_build.search.files import FIRST_FILE, search_files
