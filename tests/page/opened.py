"""A page in a headless Chromium: what it needs, its data, and what must not happen while it is open."""

import json
import os
import pathlib
import shutil
import sys
import time

#: Exit status of --probe where something is missing.
MISSING = 77
BROWSERS = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


def missing(what):
    print(what)
    sys.exit(MISSING)


def load():
    """The library, a function that starts a browser, and the text of axe-core."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("Python has no playwright (pip install playwright axe-playwright-python)")
    try:
        import axe_playwright_python
    except ImportError:
        missing("Python has no axe-playwright-python (pip install playwright axe-playwright-python)")
    axe = pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js"
    path = os.environ.get("EXTLINT_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)

    def launch(library):
        return library.chromium.launch(executable_path=path, args=["--no-sandbox"])

    try:
        with sync_playwright() as library:
            launch(library).close()
    except Exception as error:  # noqa: BLE001 - whatever keeps a browser from starting
        missing(f"no Chromium starts: {str(error).splitlines()[0]}")
    return sync_playwright, launch, axe.read_text(encoding="utf-8")


def element(path, name):
    text = path.read_text(encoding="utf-8")
    begin = f'<script type="application/json" id="{name}">'
    return json.loads(text.split(begin)[1].split("</script>")[0])


class Page:
    """A page in a browser that notes what must not happen."""

    def __init__(self, context, path, hash_=""):
        self.path, self.faults = path, []
        self.report, self.beside = element(path, "report"), element(path, "beside")
        self.page = context.new_page()
        self.url = path.as_uri()
        self.page.on("console", lambda m: self.faults.append(f"console {m.type}: {m.text}"))
        self.page.on("pageerror", lambda e: self.faults.append(f"error: {e}"))
        self.page.on("dialog", lambda d: (self.faults.append(f"dialog: {d.message}"), d.dismiss()))
        self.page.on("request", lambda r: self.request(r.url))
        self.open(hash_)

    def request(self, url):
        if url.split("#")[0] != self.url:
            self.faults.append(f"request: {url}")

    def open(self, hash_=""):
        self.page.goto("about:blank")
        start = time.perf_counter()
        self.page.goto(self.url + hash_)
        self.page.wait_for_selector("html[data-ready]")
        self.opened = time.perf_counter() - start

    def check(self, truth, what):
        if not truth:
            self.faults.append(f"{what} ({self.page.evaluate('location.hash')})")

    def equal(self, found, wanted, what):
        self.check(found == wanted, f"{what}: {found!r}, not {wanted!r}")

    def count(self):
        """How many findings it says that it shows."""
        text = self.page.inner_text("#count")
        return 0 if text.startswith("No ") else int(text.split(" of ")[0].replace(",", ""))

    def settle(self):
        # Typing is waited for.
        self.page.wait_for_timeout(200)

    def done(self):
        self.page.close()
        if self.faults:
            sys.exit("\n".join(f"{self.path.name}: {fault}" for fault in self.faults))
