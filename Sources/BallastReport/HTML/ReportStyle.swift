/// How a report looks on light and on dark screens and on paper.
package enum ReportStyle {
    /// What a page with charts needs.
    package static let all = [css, ChartPalette.css, EvaluationStyle.css, ReportScript.css]
        .joined(separator: "\n")

    static let css = """
        :root{color-scheme:light dark;--paper:#fff;--ink:#1d2733;--soft:#55616b;--edge:#d5dbe1;\
        --panel:#f5f7f9;--link:#005f94;--bad:#a63c00;--good:#00664a}
        @media screen and (prefers-color-scheme:dark){:root{--paper:#14181f;--ink:#e6eaf0;\
        --soft:#a9b3be;--edge:#353e49;--panel:#1b212a;--link:#6fc0f5;--bad:#ff9a57;--good:#35d0a4}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,\
        -apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
        main,header,footer{max-width:920px;margin:0 auto;padding:0 20px}
        header{padding-top:36px}
        h1{font-size:1.75rem;line-height:1.25;margin:.2em 0 .3em;text-wrap:balance}
        h2{font-size:1.25rem;line-height:1.3;margin:2.4em 0 .7em;padding-top:.9em;\
        border-top:1px solid var(--edge)}
        p{margin:.5em 0}
        .run,.state{color:var(--soft);margin:0;overflow-wrap:anywhere}
        .unhealthy h1{color:var(--bad)}.healthy h1{color:var(--good)}
        dl.answer{margin:1.6em 0 0;display:grid;grid-template-columns:9.5rem 1fr;gap:.9em 1.4em;\
        background:var(--panel);border:1px solid var(--edge);border-radius:10px;padding:20px 24px}
        dl.answer dt{font-weight:600}
        dl.answer dd{margin:0;min-width:0;overflow-wrap:anywhere}
        dd p:first-child,dd ul:first-child,dd pre:first-child{margin-top:0}
        ul{margin:.4em 0;padding-left:1.2em}li{margin:.2em 0}
        code,pre{font:.875em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",\
        monospace}
        pre{background:var(--paper);border:1px solid var(--edge);border-radius:6px;\
        padding:10px 14px;overflow-x:auto;margin:.6em 0}
        main>section pre{background:var(--panel)}
        figure{margin:1.4em 0 2.2em}
        figure svg{display:block;width:100%;height:auto;min-width:640px}
        figcaption{color:var(--soft);font-size:.9rem;margin-top:.5em}
        .scroll{overflow-x:auto}
        .scroll:focus-visible,pre:focus-visible,a:focus-visible{\
        outline:2px solid var(--link);outline-offset:2px}
        table{border-collapse:collapse;width:100%;font-size:.9rem;margin:.4em 0 1.6em}
        caption{text-align:left;font-weight:600;padding:.4em 0}
        th,td{text-align:left;vertical-align:top;padding:.45em .9em .45em 0;\
        border-bottom:1px solid var(--edge)}
        thead th{color:var(--soft);font-weight:600}tbody th{font-weight:600}
        td ul{margin:0}td{overflow-wrap:break-word;font-variant-numeric:tabular-nums}
        td:nth-child(2):not(:last-child){min-width:8.5em}
        .beside{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));\
        gap:0 3em}
        .beside>*{min-width:0}.beside td{overflow-wrap:anywhere}
        .bar{display:block;height:4px;margin-top:4px;border-radius:2px;background:var(--edge)}
        .bar i{display:block;height:100%;border-radius:2px;background:var(--link);\
        print-color-adjust:exact;-webkit-print-color-adjust:exact}
        a{color:var(--link)}
        footer{color:var(--soft);font-size:.875rem;margin-top:3em;padding-bottom:40px}
        @media (max-width:600px){dl.answer{grid-template-columns:1fr;gap:.2em;padding:14px 16px}\
        dl.answer dd{margin-bottom:.9em}h1{font-size:1.45rem}}
        @media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--soft:#333;--edge:#bbb;\
        --panel:#fff;--link:#000;--bad:#000;--good:#000}\
        body{font-size:11pt}main,header,footer{max-width:none;padding:0}\
        figure,dl.answer>*,tr,p{break-inside:avoid}h2,h2+p,caption,thead{break-after:avoid}\
        table{font-size:9pt}th,td{padding-top:.25em;padding-bottom:.25em}\
        .scroll{overflow:visible}figure svg{min-width:0}pre{white-space:pre-wrap}}
        """
}
