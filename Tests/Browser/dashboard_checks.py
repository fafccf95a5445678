"""The dashboard, as a person uses it."""

import pathlib
import shutil
import tempfile
import unittest

import shelf
from server import Server
from window import WIDTHS, Browser


class DashboardChecks(unittest.TestCase):
    """Each check has a folder, a server and a window of its own; the browser is shared."""

    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()

    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.folder = shelf.make(pathlib.Path(self.temporary.name) / "runs")
        self.server = Server(self.folder)
        self.addCleanup(lambda: self.assertEqual(self.server.close(), 0))

    def window(self, **options):
        window = self.browser.window(home=self.server.address, **options)
        self.addCleanup(lambda: self.assertEqual(window.faults, []))
        self.addCleanup(window.close)
        return window

    def names(self, page):
        return [
            row.inner_text() for row in page.locator(".runs tbody tr:not([hidden]) th a").all()]

    def open_run(self, page, name):
        page.locator(".runs th a", has_text=name).first.click()
        page.wait_for_selector("#curves")

    def test_list_is_searched_and_sorted(self):
        page = self.window().open()
        page.wait_for_function("document.querySelectorAll('.runs tbody tr').length == 10")
        page.wait_for_selector("td.found >> text=batch norm's running statistics")
        self.assertIn(shelf.HOSTILE, self.names(page), "a hostile name is text")
        self.assertEqual(self.names(page)[0], shelf.GROWING, "the newest comes first")
        page.fill("#search", "resnet healthy-or-not")
        self.assertEqual(self.names(page), [])
        page.fill("#search", "GoogLeNet")
        self.assertEqual(self.names(page), ["googlenet-lr-0.2"])
        self.assertIn("q=GoogLeNet", page.url)
        page.fill("#search", "")
        page.select_option("#sort", "name")
        self.assertEqual(self.names(page), sorted(self.names(page)))
        page.select_option("#sort", "best")
        page.reload()
        self.assertEqual(page.locator("#sort").input_value(), "best")

    def test_chosen_runs_lie_over_each_other(self):
        page = self.window().open()
        self.assertTrue(page.locator("#overlay").is_disabled())
        for name in ("googlenet-lr-0.2", "resnet-lr-0.5"):
            page.get_by_label(f"Choose {name}", exact=True).check()
        self.assertEqual(page.locator("#count").inner_text(), "2 chosen")
        page.click("#overlay")
        page.wait_for_selector("#curves")
        charts = page.locator("figure svg")
        self.assertGreaterEqual(charts.count(), 3)
        self.assertIn("googlenet-lr-0.2", charts.first.text_content())
        self.assertIn("resnet-lr-0.5", charts.first.text_content())
        self.assertIn("lr", page.locator("#part-differences").inner_text())

    def test_a_run_grows_before_ones_eyes(self):
        page = self.window().open()
        self.open_run(page, shelf.GROWING)
        page.evaluate("window.isTheSamePage = true")
        page.wait_for_selector("#live.on")
        before = page.locator(".part .state").inner_text()
        with open(self.folder / shelf.GROWING / "events.jsonl", "a") as journal:
            journal.writelines(shelf.rest_of_growing())
        page.wait_for_selector(".part .state >> text=128 steps")
        self.assertNotEqual(page.locator(".part .state").inner_text(), before)
        page.wait_for_selector("figcaption >> text=step 128")
        self.assertTrue(page.evaluate("window.isTheSamePage"), "nothing was loaded again")

    def test_the_list_follows_the_folder(self):
        page = self.window().open()
        page.wait_for_selector("#live.on")
        page.get_by_label("Choose resnet-lr-0.5", exact=True).check()
        shutil.copytree(shelf.REPORTS / "hook-healthy", self.folder / "a-new-one")
        page.wait_for_selector(".runs th a >> text=a-new-one")
        shutil.rmtree(self.folder / "a-new-one")
        page.wait_for_selector(".runs th a >> text=a-new-one", state="detached")
        self.assertTrue(page.get_by_label("Choose resnet-lr-0.5", exact=True).is_checked())

    def test_a_run_that_goes_away_is_said_to(self):
        page = self.window().open()
        self.open_run(page, "resnet-sorted")
        page.wait_for_selector("#live.on")
        shutil.rmtree(self.folder / "resnet-sorted")
        page.wait_for_selector("[role=alert] >> text=taken away")
        self.assertGreater(page.locator("figure").count(), 2, "what was read is still there")

    def test_a_broken_run_says_why(self):
        page = self.window().open("?q=broken")
        page.wait_for_selector("td.found .bad >> text=run.json")
        page.locator(".runs tr:not([hidden]) th a").first.click()
        page.wait_for_selector("[role=alert] >> text=run.json")

    def test_all_of_it_works_without_scripts(self):
        page = self.window(script=False).open()
        page.fill("#search", "googlenet")
        page.click(".find button")
        self.assertEqual(self.names(page), ["googlenet-lr-0.2"])
        page.locator(".runs tr:not([hidden]) th a").first.click()
        self.assertGreater(page.locator("figure svg").count(), 3)
        self.assertIn("batch norm", page.locator("h1").inner_text())
        page.click("nav a")
        for name in ("resnet-lr-0.5", "resnet-bad-batch"):
            page.get_by_label(f"Choose {name}", exact=True).check()
        page.click("#overlay")
        self.assertGreaterEqual(page.locator("figure svg").count(), 3)

    def test_everything_is_reached_with_the_keyboard(self):
        page = self.window().open()
        reached = []
        for _ in range(40):
            page.keyboard.press("Tab")
            reached.append(page.evaluate(
                "document.activeElement.id || document.activeElement.name"
                " || document.activeElement.textContent"))
        for name in ("Skip to the contents", "search", "sort", "run", "resnet-lr-0.5"):
            self.assertIn(name, reached)
        page.focus("#search")
        page.keyboard.type("googlenet")
        page.locator(".runs tr:not([hidden]) th a").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("#curves")

    def test_charts_answer_to_the_pointer(self):
        page = self.window().open()
        self.open_run(page, "googlenet-lr-0.2")
        chart = page.locator("figure .scroll").first
        chart.scroll_into_view_if_needed()
        box = chart.bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_selector(".tip:not([hidden])")
        self.assertIn("step", page.locator(".tip").inner_text())

    def test_pages_are_accessible(self):
        for scheme in ("light", "dark"):
            window = self.window(scheme=scheme)
            page = window.open()
            page.wait_for_selector("td.found >> text=batch norm's running statistics")
            self.assertEqual(window.violations(), [], scheme)
            keys = page.locator(".runs input").evaluate_all("all => all.map(e => e.value)")
            self.open_run(page, "googlenet-lr-0.2")
            self.assertEqual(window.violations(), [], scheme)
            window.open(f"compare?run={keys[1]}&run={keys[2]}")
            self.assertEqual(window.violations(), [], scheme)

    def test_pictures(self):
        for scheme in ("light", "dark"):
            for size, width in WIDTHS.items():
                window = self.window(scheme=scheme, width=width)
                page = window.open()
                page.wait_for_selector("td.found >> text=batch norm's running statistics")
                sideways = [window.picture(f"list-{scheme}-{size}")]
                keys = {
                    row.locator("th a").inner_text(): row.locator("input").input_value()
                    for row in page.locator(".runs tbody tr").all()}
                self.open_run(page, "googlenet-lr-0.2")
                sideways.append(window.picture(f"run-{scheme}-{size}"))
                chosen = ("googlenet-lr-0.2", "resnet-lr-0.5", "resnet-lr-0.01", "resnet-bad-batch")
                window.open("compare?" + "&".join(f"run={keys[name]}" for name in chosen))
                sideways.append(window.picture(f"compare-{scheme}-{size}"))
                self.assertEqual(sideways, [False] * 3, f"{scheme} {size} is too wide")
                window.close()


if __name__ == "__main__":
    unittest.main()
