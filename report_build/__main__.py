"""``python -m report_build`` is the ``report-build`` command."""

import sys

from report_build.cli import main

if __name__ == "__main__":
    sys.exit(main())
