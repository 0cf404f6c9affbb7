"""Citing: reports that have something from each other in a circle."""

from collections.abc import Mapping


def find_circle(cites: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Find a circle of reports of which each cites the next and the last the first, by id; () where there is none.

    It begins with the first of its ids; of several the one that begins with the least id, and then the shortest.
    """
    for start in sorted(cites):
        paths: list[tuple[str, ...]] = [(start,)]
        seen = {start}
        for path in paths:
            for cited in sorted(cites.get(path[-1], ())):
                if cited == start and len(path) > 1:
                    return path
                if cited > start and cited not in seen:
                    seen.add(cited)
                    paths.append((*path, cited))
    return ()


def say_circle(circle: tuple[str, ...]) -> str:
    """Say in words that reports cite each other in a circle."""
    links = ", ".join(f"{a} from {b}" for a, b in zip(circle, (*circle[1:], circle[0]), strict=True))
    return f"circular: {links}, and none credits anybody else"
