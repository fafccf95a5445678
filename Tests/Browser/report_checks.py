"""Reports, as a person opens them from a disk."""

import os
import pathlib
import subprocess
import tempfile
import unittest

import shelf
from window import WIDTHS, Browser

SHOWN = ("hook-validation-spike", "hook-sorted-labels", "hook-healthy")


class ReportChecks(unittest.TestCase):
    """The reports are written once."""

    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()
        cls.temporary = tempfile.TemporaryDirectory()
        cls.pages = {}
        for name in SHOWN:
            page = pathlib.Path(cls.temporary.name) / f"{name}.html"
            subprocess.run(
                [os.environ["BALLAST_PROGRAM"], "report", str(shelf.REPORTS / name), "-o",
                 str(page)], check=True, stdout=subprocess.DEVNULL)
            cls.pages[name] = page.as_uri()

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.temporary.cleanup()

    def window(self, name, **options):
        window = self.browser.window(home=self.pages[name], **options)
        self.addCleanup(lambda: self.assertEqual(window.faults, []))
        self.addCleanup(window.close)
        return window

    def test_charts_answer_to_pointer_and_keys(self):
        page = self.window(SHOWN[0]).open()
        chart = page.locator("figure .scroll").first
        chart.scroll_into_view_if_needed()
        box = chart.bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_selector(".tip:not([hidden])")
        page.mouse.move(1, 1)
        chart.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_selector(".tip:not([hidden])")

    def test_it_is_read_without_scripts(self):
        page = self.window(SHOWN[0], script=False).open()
        self.assertIn("batch norm", page.locator("h1").inner_text())
        self.assertGreater(page.locator("figure svg").count(), 3)
        self.assertEqual(
            page.locator("figure svg").count(), page.locator("figure figcaption").count())

    def test_it_is_accessible(self):
        for name in SHOWN:
            for scheme in ("light", "dark"):
                window = self.window(name, scheme=scheme)
                window.open()
                self.assertEqual(window.violations(), [], f"{name} {scheme}")
                window.close()

    def test_pictures(self):
        for scheme in ("light", "dark"):
            for size, width in WIDTHS.items():
                window = self.window(SHOWN[0], scheme=scheme, width=width)
                window.open()
                sideways = window.picture(f"report-{scheme}-{size}")
                self.assertFalse(sideways, f"{scheme} {size} is too wide")
                window.close()


if __name__ == "__main__":
    unittest.main()
