"""A browser's window that notes what must not happen in it."""

import os
import pathlib
import urllib.parse

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

PICTURES = pathlib.Path(os.environ.get("BALLAST_PICTURES", "."))
WIDTHS = {"narrow": 400, "middle": 1100, "wide": 1600}


class Browser:
    """One Chromium for all checks of a class."""

    def __init__(self):
        self.playwright = sync_playwright().start()
        self.chromium = self.playwright.chromium.launch(
            executable_path=os.environ["BALLAST_CHROMIUM"], headless=True,
            args=["--no-sandbox", "--disable-gpu", "--font-render-hinting=none"])

    def close(self):
        self.chromium.close()
        self.playwright.stop()

    def window(self, **options):
        return Window(self.chromium, **options)


class Window:
    """A window of its own, without anything remembered."""

    def __init__(self, chromium, width=1100, scheme="light", script=True, home=""):
        self.context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme,
            java_script_enabled=script, reduced_motion="reduce", locale="en-GB",
            timezone_id="UTC")
        self.home = home
        self.page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.faults = []
        self.page.on("console", lambda message: self.note(message))
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("request", lambda request: self.look(request.url))
        self.page.on("dialog", lambda dialog: self.faults.append("a dialog was opened"))

    def note(self, message):
        if message.type in ("error", "warning"):
            self.faults.append(f"console: {message.text}")

    def look(self, url):
        """Requests go to the server of the page and to nobody else."""
        parts = urllib.parse.urlsplit(url)
        home = urllib.parse.urlsplit(self.home)
        if parts.scheme in ("data", "blob") or (parts.scheme == "file" and home.scheme == "file"):
            return
        if (parts.scheme, parts.netloc) != (home.scheme, home.netloc):
            self.faults.append(f"request: {url}")

    def open(self, path=""):
        self.page.goto(self.home + path, wait_until="load")
        return self.page

    def picture(self, name):
        """A picture of the whole page, and whether it needs to be scrolled sideways."""
        self.page.screenshot(path=str(PICTURES / f"{name}.png"), full_page=True)
        return self.page.evaluate("document.documentElement.scrollWidth > innerWidth")

    def violations(self):
        """What the accessibility checker finds, one line each."""
        result = Axe().run(self.page).response
        return [
            f"{rule['id']}: {node['html'][:160]} {node['any'][0]['message'] if node['any'] else ''}"
            for rule in result["violations"] for node in rule["nodes"]]

    def close(self):
        self.context.close()
