"""Languages side by side: the ways between their sites, and translations that remember what they translate."""

from report_build.translation.sites import Alternate, Languages, LanguageSite, Layout, own_name
