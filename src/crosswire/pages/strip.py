"""Reports over time, as a strip of bars small enough for a line of a list."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from crosswire.outputs.selection import counted
from crosswire.outputs.times import days

BARS = 24
STEP = 4.0
HEIGHT = 20.0


@dataclass(frozen=True, slots=True)
class Strip:
    """Bars from the first report to the last, as (left, height) in pixels, and the words that say the same."""

    width: float
    height: float
    bars: tuple[tuple[float, float], ...]
    words: str


def draw_strip(published: Sequence[str], reports: int) -> Strip:
    """Draw when the reports of a story were published (ISO 8601, of those known), in equal steps of time."""
    times = sorted(time for value in published if (time := instant(value)) is not None)
    unknown = reports - len(times)
    words = counted(reports, "report")
    if not times:
        return Strip(BARS * STEP, HEIGHT, (), f"{words}, time unknown")
    length = (times[-1] - times[0]).total_seconds() or 1.0
    steps = Counter(min(int((time - times[0]).total_seconds() / length * BARS), BARS - 1) for time in times)
    most = max(steps.values())
    bars = tuple((step * STEP, round(2 + (HEIGHT - 2) * number / most, 1)) for step, number in sorted(steps.items()))
    words += f", {days(times[0].isoformat(), times[-1].isoformat())}"
    return Strip(BARS * STEP, HEIGHT, bars, f"{words}, {unknown} of unknown time" if unknown else words)


def instant(value: str | None) -> datetime | None:
    """Read an ISO 8601 date or time, UTC where it says nothing else; None where it is no day."""
    try:
        time = datetime.fromisoformat(value or "")
    except ValueError:
        return None
    return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
