/// What makes the charts of a page answer to pointer and keyboard. Nothing needs it to be read.
///
/// A pointer over a chart, or the arrow keys when it has the focus, show the values of one step;
/// dragging, the buttons or `+` and `-` zoom into the steps, on all charts with the same horizontal
/// axis together; a double click, `0` or Escape goes back. The values are read from the pictures
/// themselves, so that a page holds them once. Figures may be replaced while it runs.
package enum ReportScript {
    /// What allows this script, and no other, in a page's content security policy.
    package static let digest = "sha256-POSpt3ONsgLj+pIFJHEedDfpEj4ZkxWaYfy8XXr61Og="

    /// The element of a page. Nothing of a run is in it.
    package static let element = "<script>\(source)</script>"

    package static let source = charts + cells + pointer + page

    /// How what the script adds looks.
    package static let css = """
        .scripted figure{position:relative}
        .scripted figure svg[data-chart]{pointer-events:none}
        .scripted .scroll:has(svg[data-chart]){cursor:crosshair;user-select:none}
        .tools{position:absolute;top:6px;right:12px;display:flex;gap:4px;opacity:0}
        figure:hover>.tools,figure:focus-within>.tools,.zoomed>.tools{opacity:1}
        .tools button{min-width:28px;height:28px;padding:0 6px;\
        font:600 15px/1 system-ui,sans-serif;color:var(--ink);background:var(--panel);\
        border:1px solid var(--edge);border-radius:6px;cursor:pointer}
        .tools button:hover{border-color:var(--soft)}
        .tools button:focus-visible{outline:2px solid var(--link);outline-offset:1px}
        .tip{position:absolute;z-index:9;pointer-events:none;\
        max-width:min(24rem,calc(100vw - 12px));background:var(--paper);color:var(--ink);\
        border:1px solid var(--edge);border-radius:8px;\
        box-shadow:0 4px 16px rgb(0 0 0/.16);padding:7px 11px;font-size:.8125rem;line-height:1.45}
        .tip[hidden]{display:none}
        .tip div{display:flex;align-items:center;gap:7px}.tip div b{margin-left:auto;\
        padding-left:1.2em;font-variant-numeric:tabular-nums;text-align:right}
        .tip div svg{flex:none}.tip div span{overflow-wrap:anywhere}
        .tip p{margin:.3em 0 0;color:var(--soft)}
        .bc .cell{stroke:var(--ink);stroke-width:2}
        .unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);\
        white-space:nowrap}
        @media (hover:none){.tools{opacity:1}}
        @media (max-width:700px){.tools{position:static;justify-content:flex-end;margin-top:6px}}
        @media (prefers-reduced-motion:no-preference){.tools{transition:opacity .15s}}
        @media print{.tools,.tip{display:none}}
        """
}
