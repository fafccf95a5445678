extension ReportScript {
    /// A chart as it is read from its picture, and the drawing of a part of it.
    static let charts = #"""
        (() => {
        "use strict";
        const known = new WeakMap(), zooms = new Map();
        let now = null, drag = null, tip, live;
        const make = (name, attributes, parent) => {
          const node = document.createElementNS("http://www.w3.org/2000/svg", name);
          for (const key in attributes) node.setAttribute(key, attributes[key]);
          if (parent) parent.append(node);
          return node;
        };
        const add = (name, css, text, parent) => {
          const node = document.createElement(name);
          if (css) node.className = css;
          if (text) node.textContent = text;
          parent.append(node);
          return node;
        };
        const numbers = text => text.split(" ").map(Number);
        const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
        const exponent = power => [...String(power)].map(
          sign => sign == "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[sign]).join("");
        const short = value => {
          if (value == 0) return "0";
          const size = Math.abs(value);
          if (size < 1e5 && size >= 1e-4) return String(+value.toPrecision(3));
          const [head, power] = value.toExponential(2).split("e");
          return (+head == 1 ? "" : +head + "·") + "10" + exponent(+power);
        };
        const scale = text => {
          const [low, high, log] = numbers(text);
          const inner = log ? Math.log10 : value => value;
          const [a, b] = [inner(low), inner(high)];
          return {
            log, share: value => (inner(value) - a) / (b - a),
            value: share => log ? 10 ** (a + share * (b - a)) : a + share * (b - a)
          };
        };
        const points = path => path ? [...path.getAttribute("d").matchAll(
          /[ML](-?[\d.]+) (-?[\d.]+)/g)].map(m => ({x: +m[1], y: +m[2]})) : [];
        const signs = path => path ? [...path.getAttribute("d").matchAll(
          /M(-?[\d.]+) -?[\d.]+m[^l]*l(\S+ -?\d+)/g)].map(m => ({
            x: +m[1], sign: m[2] == "-5 -9" ? "infinite" : m[2] == "-5 9" ? "low" : "not a number"
          })) : [];

        class Chart {
          constructor(svg) {
            this.svg = svg;
            this.id = svg.dataset.chart;
            this.name = svg.dataset.name;
            this.isSteps = this.name == "step";
            [this.left, this.top, this.right, this.bottom] = numbers(svg.dataset.plot);
            this.across = scale(svg.dataset.x);
            [this.from, this.to] = [0, 1];
            const all = css => [...svg.querySelectorAll(css)];
            this.paths = all(".lines path,.marks path").map(e => [e, e.getAttribute("d")]);
            this.labels = all(".marks text").map(e => [e, +e.getAttribute("x")]);
            this.bands = all(".bands rect").map(e => ({
              e, x: +e.getAttribute("x"), width: +e.getAttribute("width"), text: e.textContent}));
            this.ticks = svg.querySelector(".ticks");
            this.ticked = [...this.ticks.childNodes];
            this.read();
          }
          read() {
            this.up = scale(this.svg.dataset.y);
            this.series = [...this.svg.querySelectorAll(".line[data-series]")].map(group => {
              const [line, middle] = [...group.querySelectorAll("path:not(.sign)")];
              return {
                name: group.querySelector("title").textContent, css: group.dataset.series,
                points: points(line).concat(signs(group.querySelector(".sign")))
                  .sort((a, b) => a.x - b.x), middle: points(middle)
              };
            });
            this.isDense = this.series.some(series => series.middle.length);
            const xs = this.series.flatMap(series => series.points.map(
              point => this.isDense ? Math.floor(point.x) + .5 : point.x));
            this.stops = [...new Set(xs)].sort((a, b) => a - b);
          }
          get width() { return this.right - this.left; }
          shown(x) {
            return this.left + ((x - this.left) / this.width - this.from)
              / (this.to - this.from) * this.width;
          }
          real(x) {
            return this.left + (this.from + (x - this.left) / this.width
              * (this.to - this.from)) * this.width;
          }
          valueAt(x) { return this.across.value((x - this.left) / this.width); }
          isInside(x) { return x >= this.left - .01 && x <= this.right + .01; }
          zoom(range) {
            let from = 0, to = 1;
            if (range) {
              from = clamp(this.across.share(range[0]), 0, 1);
              to = clamp(this.across.share(range[1]), 0, 1);
              if (!(to - from > 1e-4)) [from, to] = [0, 1];
            }
            if (from == this.from && to == this.to) return;
            [this.from, this.to] = [from, to];
            this.draw();
          }
          draw() {
            const place = x => +this.shown(+x).toFixed(2);
            for (const [e, d] of this.paths) e.setAttribute("d", d.replace(
              /([ML])(-?[\d.]+) /g, (_, letter, x) => letter + place(x) + " ").replace(
              /h(\d[\d.]*)(?=M|$)/g, (_, w) => "h" + +(w / (this.to - this.from)).toFixed(2)));
            for (const [e, x] of this.labels) {
              e.setAttribute("x", place(x));
              e.style.visibility = this.isInside(place(x)) ? "" : "hidden";
            }
            for (const band of this.bands) {
              const begin = clamp(this.shown(band.x), this.left, this.right);
              const end = clamp(this.shown(band.x + band.width), this.left, this.right);
              band.e.setAttribute("x", begin);
              band.e.setAttribute("width", end - begin);
            }
            this.drawTicks();
          }
          drawTicks() {
            const isWhole = this.from == 0 && this.to == 1;
            this.svg.closest("figure")?.classList.toggle("zoomed", !isWhole);
            if (isWhole) return this.ticks.replaceChildren(...this.ticked);
            this.ticks.replaceChildren();
            const low = this.across.value(this.from), high = this.across.value(this.to);
            const rough = (high - low) / 8, power = 10 ** Math.floor(Math.log10(rough));
            let step = power * [1, 2, 5, 10].find(part => part * power >= rough * .999);
            if (this.isSteps) step = Math.max(1, step);
            let lines = "";
            for (let n = Math.ceil(low / step); n * step <= high; n++) {
              const value = +(n * step).toPrecision(12);
              const x = this.left + (this.across.share(value) - this.from)
                / (this.to - this.from) * this.width;
              lines += `M${x.toFixed(2)} ${this.top}V${this.bottom}`;
              make("text", {
                class: "soft", x, y: this.bottom + 18, "text-anchor": "middle", "font-size": 12
              }, this.ticks).textContent = this.isSteps ? value : +value.toPrecision(6);
            }
            if (this.ticked.some(node => node.nodeName == "path")) {
              this.ticks.prepend(make("path", {class: "grid", d: lines}));
            }
          }
          stopNear(x) {
            let low = 0, high = this.stops.length - 1;
            while (low < high) {
              const middle = (low + high) >> 1;
              if (this.stops[middle] < x) low = middle + 1; else high = middle;
            }
            return low > 0 && x - this.stops[low - 1] < this.stops[low] - x ? low - 1 : low;
          }
          title(x) {
            if (!this.isSteps) return `${this.name} ${short(this.valueAt(x))}`;
            const first = Math.ceil(this.valueAt(Math.floor(x)) - 1e-6);
            const last = Math.ceil(this.valueAt(Math.floor(x) + 1) - 1e-6) - 1;
            return this.isDense && last > first
              ? `steps ${Math.max(0, first)} to ${last}` : `step ${Math.round(this.valueAt(x))}`;
          }
          number(y) {
            const share = (this.bottom - y) / (this.bottom - this.top);
            const finest = this.up.log ? 0
              : (this.up.value(1) - this.up.value(0)) / (this.bottom - this.top) / 100;
            const value = this.up.value(share);
            return short(finest ? Math.round(value / finest) * finest : value);
          }

        """#

    /// What stands at one place of a chart, and the cells of heat maps.
    static let cells = #"""
          rowsAt(stop) {
            const x = this.stops[stop];
            const [begin, end] = this.isDense
              ? [Math.floor(x), Math.floor(x) + 1] : [x - .001, x + .001];
            return this.series.map(series => {
              const before = series.points.filter(point => point.x < end);
              let here = before.filter(point => point.x >= begin);
              const last = before[before.length - 1];
              if (!here.length && last) here = [last];
              const ys = here.filter(point => point.y !== undefined).map(point => point.y);
              const texts = [...new Set(here.filter(point => point.sign).map(
                point => point.sign == "low" ? this.up.log ? "not above 0" : "-inf"
                  : point.sign))];
              if (ys.length) {
                const ends = [Math.max(...ys), Math.min(...ys)].map(y => this.number(y));
                texts.unshift(ends[0] == ends[1] ? ends[0] : ends.join(" to "));
              }
              const middle = series.middle.find(point => Math.abs(point.x - x) <= 3.5);
              if (middle && ys.length) texts.push("median " + this.number(middle.y));
              const place = series.middle.length ? this.title(last?.x)
                : `${this.name} ${this.isSteps ? Math.round(this.valueAt(last?.x))
                  : short(this.valueAt(last?.x))}`;
              const late = last?.x < begin ? " at " + place : "";
              return {css: series.css, name: series.name, text: texts.join(", ") + late, ys};
            }).filter(row => row.text);
          }
          notesAt(stop) {
            const x = this.stops[stop];
            return this.bands.filter(
              band => x >= band.x - .5 && x <= band.x + band.width + .5).map(band => band.text);
          }
          mark(stop, layer) {
            const x = this.shown(this.stops[stop]);
            make("path", {class: "rim", d: `M${x} ${this.top}V${this.bottom}`}, layer);
            for (const row of this.rowsAt(stop)) for (const y of row.ys) {
              if (y >= this.top && y <= this.bottom) make("circle", {
                class: row.css.replace("line", "fill"), cx: x, cy: y, r: 3.5}, layer);
            }
            return x;
          }
        }

        class Heat extends Chart {
          read() {
            const data = this.svg.dataset;
            this.rows = data.rows.split("\n");
            this.steps = numbers(data.steps);
            this.shades = scale(data.shades);
            this.height = (this.bottom - this.top) / this.rows.length;
            this.row = 0;
            this.edges = this.steps.map(step => Math.min(
              this.left + clamp(this.across.share(step), 0, 1) * this.width, this.right - 4));
            this.edges.push(this.right);
            this.stops = this.steps.map((_, i) => (this.edges[i] + this.edges[i + 1]) / 2);
          }
          stopNear(x) {
            let stop = this.stops.length - 1;
            while (stop > 0 && this.edges[stop] > x) stop--;
            return stop;
          }
          title(x) {
            const stop = this.stopNear(x);
            const end = this.steps[stop + 1];
            return `step ${this.steps[stop]}` + (end > this.steps[stop] + 1
              ? ` (until ${end - 1})` : "");
          }
          rowsAt(stop) {
            const at = 2 * (this.row * this.steps.length + stop);
            const code = this.svg.dataset.cells.slice(at, at + 2);
            const digit = letter =>
              "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".indexOf(letter);
            const level = digit(code[0]) * 64 + digit(code[1]);
            const text = code == ".." ? "not measured" : code == "!!" ? "not finite"
              : (level == 0 && this.shades.log ? "at most " : "")
                + short(this.shades.value(level / 4095));
            return [{css: "", name: this.rows[this.row], text, ys: []}];
          }
          mark(stop, layer) {
            const begin = clamp(this.shown(this.edges[stop]), this.left, this.right);
            const end = clamp(this.shown(this.edges[stop + 1]), this.left, this.right);
            make("rect", {
              class: "cell", x: begin, y: this.top + this.row * this.height,
              width: Math.max(2, end - begin), height: this.height, fill: "none"}, layer);
            return (begin + end) / 2;
          }
        }

        """#
}
