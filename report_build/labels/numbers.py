"""Numbers, percentages, sums of money and dates as each language writes them, by the Unicode locale data (CLDR)."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

_MINUS = "\u2212"
_NO_BREAK = "\u00a0"
_MOST_DECIMALS = 6
_DIGITS = 15  # that a number of a computer's keeps of a written one
_CONTEXT = Context(prec=400)  # the largest of them has 309 digits


def plain(value: float, language: str, decimals: int | None = None) -> str:
    """A number; ``decimals`` None for as many as it has.

    What is half way is rounded away from nothing, as in tables of statistics, and by the digits that are written:
    455.25 is 455.3 with one decimal, and so is 2.675 2.68 with two, which a computer holds as a little less.
    """
    if isinstance(value, int) and not decimals:
        written = f"{value:,}"
    else:
        number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.{_DIGITS}g}")
        if not number.is_finite():
            return str(number)
        kept = _MOST_DECIMALS if decimals is None else decimals
        written = f"{number.quantize(Decimal(1).scaleb(-kept), ROUND_HALF_UP, _CONTEXT):,f}"
        if decimals is None:
            written = written.rstrip("0").rstrip(".")
    if written.strip("-0.,") == "" and written.startswith("-"):
        written = written[1:]  # what rounds to nothing has no sign
    point, group = _marks(language)
    signs = {",": group, ".": point, "-": _MINUS}
    return "".join(signs.get(sign, sign) for sign in written)


def percentage(value: float, language: str, decimals: int | None = None) -> str:
    """A percentage with its sign."""
    before = str(_locale(language).percent_formats[None].pattern).partition("%")[0][-1:]
    return f"{plain(value, language, decimals)}{before if before.isspace() else ''}%"


def money(value: float, currency: str, language: str, decimals: int | None = None) -> str:
    """A sum of money; ``currency`` is a code of three letters, which is written as the language does, or a sign."""
    from babel.numbers import get_currency_symbol  # noqa: PLC0415  # reason: only where there is money

    locale = _locale(language)
    sign = get_currency_symbol(currency, locale) if len(currency) == 3 and currency.isupper() else currency  # noqa: PLR2004  # reason: as ISO 4217 has it
    number = plain(value, language, decimals)
    if not sign:
        return number
    behind = str(locale.currency_formats["standard"].pattern).split(";")[0].rstrip().endswith("¤")
    if behind or len(sign) > 1:
        return f"{number}{_NO_BREAK}{sign}"
    return f"{_MINUS}{sign}{number[1:]}" if number.startswith(_MINUS) else f"{sign}{number}"


def day(written: str, language: str) -> str:
    """A date of ISO 8601 in words: a day, or a month or year where no more is known."""
    from babel.dates import format_date, format_skeleton  # noqa: PLC0415  # reason: only where there are dates

    parts = written.split("-")
    if len(parts) == 3:  # noqa: PLR2004  # reason: year, month, day
        return format_date(date.fromisoformat(written), "long", _locale(language))
    if len(parts) == 2:  # noqa: PLR2004  # reason: year and month
        return format_skeleton("yMMMM", date.fromisoformat(f"{written}-01"), locale=_locale(language))
    return written


@cache
def _marks(language: str) -> tuple[str, str]:
    """The marks before decimals and between thousands."""
    if language == "en":
        return ".", ","
    signs = _locale(language).number_symbols["latn"]
    return str(signs["decimal"]), str(signs["group"])


@cache
def _locale(language: str) -> Locale:
    """The language's data; English's for one that has none."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  # reason: only where a language needs it

    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
