"""Make the pictures in the docs from the example, with Chromium: `python docs/make_screenshots.py`.

With --check no picture is made (and no Chromium is needed): it is an error where a page is no longer what it was when
its picture was made. Set CHROMIUM where the browser has another name.
"""

import hashlib
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
SEEN = IMAGES / "pages.json"
# Name: address, width, height, dark.
PICTURES = {
    "story": ("/stories/{story}", 1180, 900, False),
    "report": ("/stories/{story}/report?id=herald", 1180, 800, False),
    "claim": ("/stories/{story}/claims/{claim}", 1180, 1000, False),
    "lineage": ("/stories/{story}/lineages/{lineage}", 1180, 620, False),
    "compare": ("/stories/{story}/compare?a=meridian&b=herald", 1180, 800, False),
    "story-phone": ("/stories/{story}", 390, 800, True),
}
COLOURS = 64
CHANGING = re.compile(r'name="form" value="[^"]*"|first seen <time[^>]*>[^<]*</time>|\?\d+\.\d+\.\d+')


@contextmanager
def serving() -> Iterator[str]:
    """Show the example at an address of this machine."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port, corpus = free.getsockname()[1], str(Path(folder) / "example.db")
        free.close()
        crosswire = [sys.executable, "-m", "crosswire"]
        example = ["add", "examples/harbour-fire", "--brief", "--corpus", corpus]
        subprocess.run([*crosswire, *example], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        server = subprocess.Popen([*crosswire, "serve", "--corpus", corpus, "--port", str(port)])
        try:
            for _ in range(100):
                with socket.socket() as trying:
                    if trying.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.2)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


def page_at(address: str) -> str:
    """Give a page without what differs from one run to the next."""
    with urlopen(address) as answer:
        return CHANGING.sub("", answer.read().decode())


def asked(address: str) -> dict[str, list[Any]]:
    """Give what a program is told at an address."""
    told: dict[str, list[Any]] = json.load(urlopen(address))
    return told


def photograph(address: str, picture: Path, width: int, height: int, dark: bool) -> None:
    """Take a picture of a page."""
    from PIL import Image

    with tempfile.TemporaryDirectory() as profile:
        command = [
            os.environ.get("CHROMIUM", "chromium"), "--headless", "--no-sandbox", "--hide-scrollbars", "--disable-gpu",
            f"--user-data-dir={profile}", f"--window-size={width},{height}", f"--screenshot={picture}",
            *(["--blink-settings=preferredColorScheme=0"] if dark else []), address,
        ]  # fmt: skip
        # A time is shown in the reader's zone: the same one on every machine.
        environment = {**os.environ, "TZ": "UTC"}
        subprocess.run(command, check=True, env=environment, stderr=subprocess.DEVNULL)
    Image.open(picture).convert("RGB").quantize(COLOURS).save(picture, optimize=True)


def main(check: bool) -> int:
    """Make the pictures, or say which are out of date."""
    with serving() as home:
        (story,) = [one["id"] for one in asked(f"{home}/stories.json")["stories"] if len(one["reports"]) > 1]
        (told,) = asked(f"{home}/stories/{story}.json")["stories"]
        parts = {
            "story": story,
            "claim": next(
                x["claim"] for x in told["conflicts"] if x["claim"] and not x["along"] and not x["superseded"]
            ),
            "lineage": max(told["lineages"], key=lambda lineage: len(lineage["reports"]))["id"],
        }
        places = {name: home + address.format(**parts) for name, (address, *_) in PICTURES.items()}
        style = page_at(f"{home}/static/style.css")
        seen = {
            name: hashlib.sha256((style + page_at(place)).encode()).hexdigest()[:16] for name, place in places.items()
        }
        if check:
            known = json.loads(SEEN.read_text(encoding="utf-8"))
            stale = [name for name in PICTURES if seen[name] != known.get(name)]
            print(*(f"docs/images/{name}.png: is out of date: run python docs/make_screenshots.py" for name in stale))
            return 1 if stale else 0
        IMAGES.mkdir(exist_ok=True)
        for name, (_, width, height, dark) in PICTURES.items():
            photograph(places[name], IMAGES / f"{name}.png", width, height, dark)
    SEEN.write_text(json.dumps(seen, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
