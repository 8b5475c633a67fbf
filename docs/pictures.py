"""Takes the pictures of the documentation from a running site: `python -m docs.pictures http://localhost:8000`.

By hand and not in CI: a picture is current when somebody has looked at it.
"""

import os
import sys
from pathlib import Path

import dev

IMAGES = Path(__file__).resolve().parent / "images"
PAGES = {"first-page": "/"}
WIDE = {"width": 1280, "height": 860}


def main(address: str) -> int:
    """Take every picture at 1280 pixels."""
    from playwright.sync_api import sync_playwright

    IMAGES.mkdir(exist_ok=True)
    arguments = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=dev.find_browser(), args=arguments)
        page = browser.new_page(viewport=WIDE, locale="en-GB")
        for name, path in PAGES.items():
            page.goto(address + path)
            page.screenshot(path=IMAGES / f"{name}.png")
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
