extension ReportScript {
    /// What a pointer and the keys do.
    static let pointer = #"""
        const picture = target => target.closest?.(".scroll")?.querySelector("svg[data-chart]");
        const chart = svg => {
          if (!known.has(svg)) known.set(svg, svg.dataset.cells ? new Heat(svg) : new Chart(svg));
          return known.get(svg);
        };
        const charts = () => [...document.querySelectorAll("figure svg[data-chart]")].map(chart);
        const find = id => charts().find(one => one.id == id);
        const place = (one, event) => {
          const box = one.svg.getBoundingClientRect();
          const unit = one.svg.viewBox.baseVal.width / box.width;
          return {x: (event.clientX - box.left) * unit, y: (event.clientY - box.top) * unit};
        };
        const hide = () => {
          if (now) now.one.svg.querySelector(".cursor")?.remove();
          now = null;
          tip.hidden = true;
        };
        const show = (one, stop, speaks) => {
          if (stop < 0 || !one.stops.length) return;
          hide();
          now = {one, stop, id: one.id, value: one.valueAt(one.stops[stop])};
          const layer = make("g", {class: "cursor"}, one.svg);
          const x = one.mark(stop, layer);
          tip.replaceChildren();
          add("strong", "", one.title(one.stops[stop]), tip);
          for (const row of one.rowsAt(stop)) {
            const line = add("div", "", "", tip);
            if (row.css) make("path", {class: "line " + row.css, d: "M0 5H16"},
              make("svg", {class: "bc", width: 16, height: 10, "aria-hidden": true}, line));
            add("span", "", row.name, line);
            add("b", "", row.text, line);
          }
          for (const note of one.notesAt(stop).slice(0, 4)) add("p", "", note, tip);
          tip.hidden = false;
          const view = one.svg.closest(".scroll"), unit = one.svg.getBoundingClientRect().width
            / one.svg.viewBox.baseVal.width;
          if (speaks && (x * unit < view.scrollLeft + 20
            || x * unit > view.scrollLeft + view.clientWidth - 20)) {
            view.scrollLeft = x * unit - view.clientWidth / 2;
          }
          const box = one.svg.getBoundingClientRect(), at = box.left + x * unit;
          const wide = document.documentElement.clientWidth;
          const size = tip.offsetWidth;
          const left = at + 14 + size < wide - 6 ? at + 14 : at - 14 - size;
          tip.style.left = clamp(left, 6, Math.max(6, wide - size - 6)) + scrollX + "px";
          tip.style.top = box.top + (one.top + 8) * unit + scrollY + "px";
          if (speaks) live.textContent = [...tip.children].map(e => [...e.childNodes].map(
            part => part.textContent).filter(text => text).join(" ")).join("; ");
        };
        const zoomTo = (one, from, to) => {
          const span = one.isSteps ? one.across.value(1) - one.across.value(0) : one.width;
          const least = Math.min(1, 2 / Math.min(span, one.width));
          if (to - from < least) [from, to] = [(from + to - least) / 2, (from + to + least) / 2];
          const shift = Math.max(0, -from) - Math.max(0, to - 1);
          [from, to] = [Math.max(0, from + shift), Math.min(1, to + shift)];
          if (to - from > .999) zooms.delete(one.name);
          else zooms.set(one.name, [one.across.value(from), one.across.value(to)]);
          hide();
          for (const each of charts()) if (each.name == one.name) each.zoom(zooms.get(one.name));
        };
        const magnify = (one, factor) => {
          const focus = now && now.one == one
            ? (one.stops[now.stop] - one.left) / one.width : (one.from + one.to) / 2;
          const middle = clamp(focus, one.from, one.to);
          const stop = now && now.one == one ? now.stop : -1;
          zoomTo(one, middle - (middle - one.from) * factor, middle + (one.to - middle) * factor);
          show(one, stop);
        };
        const reset = one => zoomTo(one, 0, 1);
        const go = (one, stop) => {
          stop = clamp(stop, 0, one.stops.length - 1);
          const share = (one.stops[stop] - one.left) / one.width, size = one.to - one.from;
          if (share < one.from) zoomTo(one, share, share + size);
          if (share > one.to) zoomTo(one, share - size, share);
          show(one, stop, true);
        };
        const select = event => {
          const end = clamp(place(drag.one, event).x, drag.one.left, drag.one.right);
          const [low, high] = [Math.min(drag.x, end), Math.max(drag.x, end)];
          drag.box ??= make("rect", {class: "band fill0", y: drag.one.top,
            height: drag.one.bottom - drag.one.top}, drag.one.svg);
          drag.box.setAttribute("x", low);
          drag.box.setAttribute("width", high - low);
          return [low, high];
        };
        const drop = () => {
          drag?.box?.remove();
          drag = null;
        };
        const hover = event => {
          const svg = picture(event.target);
          if (!svg) return now && hide();
          const one = chart(svg), at = place(one, event);
          if (at.x < one.left - 12 || at.x > one.right + 12 || at.y > one.bottom + 30) {
            return hide();
          }
          if (one.rows) one.row = clamp(
            Math.floor((at.y - one.top) / one.height), 0, one.rows.length - 1);
          show(one, one.stopNear(one.real(clamp(at.x, one.left, one.right))));
        };
        const press = event => {
          const one = now && now.one.svg == picture(event.target) ? now.one
            : picture(event.target) && chart(picture(event.target));
          if (!one || event.ctrlKey || event.metaKey || event.altKey) return;
          const stop = now && now.one == one ? now.stop : -1;
          const size = event.shiftKey ? 10 : 1;
          const keys = {
            ArrowRight: () => go(one, stop < 0 ? one.stopNear(one.real(one.left)) : stop + size),
            ArrowLeft: () => go(one, stop < 0 ? one.stopNear(one.real(one.right)) : stop - size),
            Home: () => go(one, 0), End: () => go(one, one.stops.length - 1),
            "+": () => magnify(one, .5), "=": () => magnify(one, .5),
            "-": () => magnify(one, 2), "0": () => reset(one), Escape: () => reset(one)
          };
          for (const [key, by] of [["ArrowUp", -1], ["ArrowDown", 1]]) if (one.rows) {
            keys[key] = () => {
              one.row = clamp(one.row + by * size, 0, one.rows.length - 1);
              go(one, Math.max(0, stop));
            };
          }
          if (!keys[event.key]) return;
          event.preventDefault();
          keys[event.key]();
        };

        """#

    /// What begins with the page and goes on while its figures are replaced.
    static let page = #"""
        const tools = [["+", "Zoom in", one => magnify(one, .5)],
          ["−", "Zoom out", one => magnify(one, 2)], ["↺", "Show all", reset]];
        const equip = () => {
          for (const one of charts()) {
            one.zoom(zooms.get(one.name));
            const figure = one.svg.closest("figure");
            if (figure.querySelector(".tools")) continue;
            one.svg.closest(".scroll").setAttribute("aria-description",
              "The arrow keys show the values of a step, plus and minus zoom.");
            const bar = add("div", "tools", "", figure);
            const title = one.svg.querySelector("title").textContent;
            for (const [sign, name] of tools) {
              const button = add("button", "", sign, bar);
              button.type = "button";
              button.title = name;
              button.setAttribute("aria-label", `${name}: ${title}`);
            }
          }
          if (!now || now.one.svg.isConnected) return;
          const {id, value, one: {row}} = now, one = find(id);
          hide();
          if (!one) return;
          if (one.rows) one.row = Math.min(row, one.rows.length - 1);
          const x = one.left + one.across.share(value) * one.width;
          show(one, one.stopNear(x));
        };
        const begin = () => {
          document.documentElement.classList.add("scripted");
          tip = add("div", "tip", "", document.body);
          tip.hidden = true;
          live = add("div", "unseen", "", document.body);
          live.setAttribute("role", "status");
          equip();
          new MutationObserver(changes => {
            if (changes.some(change => [...change.addedNodes].some(
              node => node.nodeType == 1 && !node.closest(".cursor,.tools,.tip,.ticks")))) equip();
          }).observe(document.body, {childList: true, subtree: true});
        };
        const on = (name, act) => document.addEventListener(name, act);
        on("pointermove", event => {
          if (drag && (!event.buttons || !drag.one.svg.isConnected)) drop();
          if (!drag) return hover(event);
          select(event);
          hide();
        });
        on("pointerdown", event => {
          const svg = picture(event.target);
          if (!svg || event.button) return;
          if (event.pointerType == "touch") return hover(event);
          const one = chart(svg), at = place(one, event);
          if (at.x >= one.left && at.x <= one.right && at.y >= one.top && at.y <= one.bottom) {
            drag = {one, x: at.x};
          }
        });
        on("pointerup", event => {
          if (!drag) return;
          const {one, box} = drag;
          const [low, high] = box ? select(event) : [0, 0];
          drop();
          const share = x => (one.real(x) - one.left) / one.width;
          if (high - low > 4) zoomTo(one, share(low), share(high)); else hover(event);
        });
        on("pointercancel", drop);
        document.documentElement.addEventListener("pointerleave", hide);
        on("dblclick", event => {
          if (picture(event.target)) reset(chart(picture(event.target)));
        });
        on("click", event => {
          const button = event.target.closest?.(".tools button");
          if (!button) return;
          const one = chart(button.closest("figure").querySelector("svg[data-chart]"));
          tools[[...button.parentNode.children].indexOf(button)][2](one);
        });
        on("keydown", press);
        on("focusout", event => { if (now && picture(event.target) == now.one.svg) hide(); });
        if (document.readyState == "loading") on("DOMContentLoaded", begin); else begin();
        })();
        """#
}
