/// What the pages do beyond standing still: they take up changes, search and sort while one types,
/// and tell times in the reader's own way. Everything else works without it.
enum DashboardScript {
    static let source = #"""
        "use strict";
        (() => {
          const all = (selector, root = document) => [...root.querySelectorAll(selector)];
          const one = (selector, root = document) => root.querySelector(selector);
          const container = () => one("[data-parts]");
          document.documentElement.classList.add("script");

          // Times.
          const units = [["day", 86400], ["hour", 3600], ["minute", 60]];
          const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
          function tellTimes(root = document) {
            for (const element of all("time[datetime]", root)) {
              const date = new Date(element.dateTime);
              const age = (Date.now() - date) / 1000;
              const unit = units.find(([, seconds]) => age >= seconds);
              element.title = date.toLocaleString();
              element.textContent = age < 0 ? date.toLocaleString()
                : unit ? relative.format(-Math.floor(age / unit[1]), unit[0])
                : age < 10 ? "just now" : `${Math.floor(age / 10) * 10} seconds ago`;
            }
          }

          // Search and sort.
          const search = one("#search"), order = one("#sort");
          function arrange() {
            const body = one(".runs tbody");
            if (!body || !search) return;
            const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
            const rows = all("tr", body);
            for (const row of rows) {
              row.hidden = !words.every(word => row.dataset.text.includes(word));
            }
            const name = row => one("th a", row).textContent;
            const key = row => order.value === "name" ? 0 : Number(row.dataset[order.value]);
            const names = (a, b) => name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0;
            const sorted = rows.slice().sort((a, b) => key(a) - key(b) || names(a, b));
            if (sorted.some((row, index) => row !== rows[index])) body.append(...sorted);
            remember();
          }
          function remember() {
            const url = new URL(location);
            search.value ? url.searchParams.set("q", search.value) : url.searchParams.delete("q");
            order.value !== "newest" ? url.searchParams.set("sort", order.value)
              : url.searchParams.delete("sort");
            if (url.href !== location.href) history.replaceState(null, "", url);
          }
          function count() {
            const button = one("#overlay");
            if (!button) return;
            const chosen = all(".runs input:checked").length;
            button.disabled = chosen < 1 || chosen > 6;
            one("#count").textContent = chosen === 0 ? "" : chosen > 6
              ? `${chosen} are chosen; 6 can be told apart` : `${chosen} chosen`;
          }
          if (search) {
            one(".find").addEventListener("submit", event => {
              event.preventDefault();
              arrange();
            });
            search.addEventListener("input", arrange);
            order.addEventListener("change", arrange);
            document.addEventListener("change", count);
          }

          // Updates.
          function replace(part, isFresh) {
            const template = document.createElement("template");
            template.innerHTML = part.html;
            const element = template.content.firstElementChild;
            const old = document.getElementById(part.id);
            if (!old) {
              container().append(element);
            } else {
              if (old.isEqualNode(element)) return;
              const box = one("input", old);
              if (box && box.checked) one("input", element).checked = true;
              const scrolled = all(".scroll", old).map(area => area.scrollLeft);
              const opened = all("details", old).map(details => details.open);
              const places = all("a,input,summary,[tabindex]", old);
              const focus = places.indexOf(document.activeElement);
              old.replaceWith(element);
              all(".scroll", element).forEach((area, at) => area.scrollLeft = scrolled[at] || 0);
              all("details", element).forEach((details, at) => details.open = !!opened[at]);
              if (focus >= 0) {
                all("a,input,summary,[tabindex]", element)[focus]?.focus({ preventScroll: true });
              }
            }
            if (isFresh && element.localName === "tr") element.classList.add("fresh");
            tellTimes(element);
          }
          function take(update) {
            for (const part of update.parts) replace(part, true);
            const ids = new Set(update.order);
            for (const element of [...container().children]) {
              if (!ids.has(element.id)) element.remove();
            }
            if (search) {
              arrange();
            } else {
              const sorted = update.order.map(id => document.getElementById(id))
                .filter(element => element && element.parentNode === container());
              if (sorted.some((element, at) => element !== container().children[at])) {
                container().append(...sorted);
              }
            }
            count();
            document.dispatchEvent(new CustomEvent("ballast:update"));
          }

          const live = one("#live");
          function say(text, isOn) {
            if (live.textContent !== text) live.textContent = text;
            live.classList.toggle("on", isOn);
          }
          let stream = null, address = document.body.dataset.events;
          function open() {
            if (!address || stream) return;
            stream = new EventSource(address);
            stream.addEventListener("open", () => say("live", true));
            stream.addEventListener("error", () => say("not connected; trying again", false));
            stream.addEventListener("update", event => {
              const update = JSON.parse(event.data);
              address = address.replace(/since=[^&]*/, `since=${update.version}`);
              take(update);
            });
            stream.addEventListener("gone", () => {
              say("the run is no longer there", false);
              close();
              address = null;
              const note = document.createElement("p");
              note.className = "trouble";
              note.setAttribute("role", "alert");
              note.textContent = "The files of this run have been taken away; "
                + "this is what was read last.";
              container().prepend(note);
            });
          }
          function close() {
            stream?.close();
            stream = null;
          }
          // A page that nobody sees takes none of the browser's few connections.
          document.addEventListener("visibilitychange", () => document.hidden ? close() : open());
          addEventListener("pagehide", close);
          addEventListener("pageshow", open);
          setInterval(tellTimes, 10000);
          tellTimes();
          count();
          open();
        })();
        """#
}
