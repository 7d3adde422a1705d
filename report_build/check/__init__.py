"""Every rule on the study, and on the facts found in pages."""

from report_build.check.study import check_study
