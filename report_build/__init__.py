"""A static research-report generator: coded case data and a bibliography become a website that can be checked."""

from importlib.metadata import version

__all__ = ["__version__"]


def __getattr__(name: str) -> str:
    if name == "__version__":  # asked for only where it is printed: reading metadata costs 20 ms
        return version("report-build")
    raise AttributeError(name)
