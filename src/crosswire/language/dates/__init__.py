"""Date expressions of a report and their TIMEX3 values."""

from crosswire.language.dates.find import find_dates

__all__ = ["find_dates"]
