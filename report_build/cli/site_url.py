"""Where a report will stand on the web: said by an option, the configuration or the CI environment, or unknown."""

from __future__ import annotations

import os
from collections.abc import Mapping
from urllib.parse import urlsplit

from report_build.errors import UsageError


def site_address(given: str | None, *, published: bool) -> str | None:
    """The address that the languages' folders stand under; None: as the configuration says, which may be nothing.

    Only a build for publication looks at the environment: GitLab names the address of its pages, GitHub the repository
    that they belong to. No address is made up where neither speaks.

    :raises UsageError: what is given is no address.
    """
    if given is not None:
        if given and (urlsplit(given).scheme not in ("http", "https") or not urlsplit(given).netloc):
            raise UsageError(
                f"{given!r} is not the address of a site. Write it in full, as in https://example.org/report/"
            )
        return given
    return from_environment(os.environ) or None if published else None


def from_environment(environment: Mapping[str, str]) -> str:
    """The address of the pages of a GitLab or GitHub project, in its continuous integration; '' elsewhere."""
    if environment.get("CI_PAGES_URL"):
        return environment["CI_PAGES_URL"]
    owner, _, name = environment.get("GITHUB_REPOSITORY", "").partition("/")
    if not name or environment.get("GITHUB_SERVER_URL", "") != "https://github.com":
        return ""
    host = f"{owner.lower()}.github.io"
    return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"
