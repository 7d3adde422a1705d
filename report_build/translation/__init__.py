"""Languages side by side: the ways between their sites, and translations that remember what they translate."""

from report_build.translation.sites import Alternate, Languages, LanguageSite, Layout, own_name

__all__ = ["Alternate", "LanguageSite", "Languages", "Layout", "own_name"]
