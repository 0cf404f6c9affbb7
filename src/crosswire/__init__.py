"""Crosswire shows what many reports of one event say, on whose word, and where they disagree.

`read` gives reports from files, `analyse` the stories that they tell, `annotate` what one report says.
"""

__version__ = "0.1.0"

from crosswire.analysis import analyse
from crosswire.errors import CrosswireError, InputError
from crosswire.language import annotate, annotate_all
from crosswire.readers import read
from crosswire.records import (
    Analysis,
    AnnotatedReport,
    Claim,
    Conflict,
    Copy,
    Lineage,
    Mention,
    Origin,
    Quote,
    Reading,
    Report,
    Span,
    Story,
    TimelineEvent,
)

__all__ = [
    "Analysis",
    "AnnotatedReport",
    "Claim",
    "Conflict",
    "Copy",
    "CrosswireError",
    "InputError",
    "Lineage",
    "Mention",
    "Origin",
    "Quote",
    "Reading",
    "Report",
    "Span",
    "Story",
    "TimelineEvent",
    "analyse",
    "annotate",
    "annotate_all",
    "read",
]
