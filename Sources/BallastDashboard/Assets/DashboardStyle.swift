/// What the dashboard's pages need beyond the style of reports.
enum DashboardStyle {
    static let css = """
        .dashboard main,.dashboard header,.dashboard footer{max-width:1560px}
        .dashboard header{padding-top:28px}
        .dashboard nav{margin-bottom:.4em}
        .dashboard [hidden]{display:none}
        .skip{position:absolute;left:-999em}
        .skip:focus{left:12px;top:8px;background:var(--paper);padding:6px 10px;z-index:2}
        input,select,button{font:inherit;color:var(--ink);background:var(--paper);\
        border:1px solid var(--rim);border-radius:6px;padding:.4em .7em}
        :root{--rim:#75818d}
        button{cursor:pointer;background:var(--panel);font-weight:600}
        button:hover{border-color:var(--link)}
        button:disabled{color:var(--soft);cursor:default;font-weight:400;border-color:var(--edge)}
        input[type=checkbox]{width:1.15rem;height:1.15rem;accent-color:var(--link);margin:.2rem}
        :is(input,select,button,summary):focus-visible{outline:2px solid var(--link);\
        outline-offset:2px}
        .find{display:flex;flex-wrap:wrap;gap:.8em 1.2em;align-items:end;margin:1.6em 0 1em}
        .find label{display:grid;gap:.25em;color:var(--soft);font-size:.875rem}
        .find label:first-child{flex:1 1 16rem;max-width:34rem}
        .find input,.find select,.find button{font-size:1rem;height:2.6rem}
        .script .find button{display:none}
        table.runs{margin-bottom:0}
        .runs td,.runs th{vertical-align:middle;padding:.6em 1.2em .6em 0}
        .runs td:nth-child(2):not(:last-child){min-width:0}
        .runs thead{border-bottom:1px solid var(--rim)}
        .runs thead th{vertical-align:bottom;white-space:nowrap}
        .runs tbody th{font-weight:600;min-width:14rem;overflow-wrap:anywhere}
        .runs .soft,.runs .found .soft{display:block;font-weight:400;color:var(--soft);\
        font-size:.8125rem}
        .runs .number{white-space:nowrap}
        .runs .found{min-width:14rem;overflow-wrap:anywhere}
        .runs .pick{padding-right:.6em;width:2rem}
        .runs time{white-space:nowrap;color:var(--soft)}
        .runs tbody tr:hover{background:var(--panel)}
        .runs tr:has(:checked){background:var(--panel)}
        .bad{color:var(--bad)}.good{color:var(--good)}.open{color:var(--soft)}
        .pill{display:inline-block;white-space:nowrap;border:1px solid var(--edge);\
        border-radius:99px;padding:.05em .7em;font-size:.8125rem;line-height:1.5;color:var(--soft)}
        .pill.running,.pill.growing{color:var(--link);border-color:currentColor;font-weight:600}
        .pill.running::before,.pill.growing::before{content:"";display:inline-block;width:.5em;\
        height:.5em;border-radius:50%;background:currentColor;margin-right:.45em;\
        vertical-align:.08em}
        .pill.diverged,.pill.failed,.pill.unreadable{color:var(--bad);border-color:currentColor}
        .pill.completed{color:var(--good);border-color:currentColor}
        .spark{display:block}
        .spark path{fill:none;stroke:var(--link);stroke-width:1.6;stroke-linejoin:round;\
        stroke-linecap:round}
        .spark .rim{fill:var(--bad);stroke:none}
        .act{display:flex;gap:1em;align-items:center;margin:0;padding:1em 0;\
        background:var(--paper)}
        .chosen:has(:checked) .act{position:sticky;bottom:0;border-top:1px solid var(--edge)}
        .trouble{border-left:4px solid var(--bad);background:var(--panel);padding:.6em 1em;\
        overflow-wrap:anywhere}
        .standing{color:var(--soft);font-size:.9rem;margin-top:.8em}
        @media (min-width:1400px){.run-page .part>section:has(>figure),\
        .compare-page .part>section:has(>figure){display:grid;grid-template-columns:1fr 1fr;\
        gap:0 40px;align-items:start}.part>section>:not(figure){grid-column:1/-1}}
        .compare-page table{min-width:44rem}
        #part-answer dl.answer{max-width:1100px}
        #live.on::before{content:"";display:inline-block;width:.55em;height:.55em;\
        border-radius:50%;background:var(--good);margin-right:.4em}
        summary{cursor:pointer;color:var(--soft)}
        details{margin-top:1.5em;overflow-wrap:anywhere}
        .fresh{animation:fresh 1.6s ease-out}
        @keyframes fresh{from{background:color-mix(in srgb,var(--link) 14%,transparent)}}
        @media (prefers-reduced-motion:reduce){.fresh{animation:none}}
        @media screen and (prefers-color-scheme:dark){:root{--rim:#7d8996}}
        @media (max-width:760px){.runs,.runs tbody{display:block}.runs thead{display:none}
        .runs tr{display:grid;grid-template-columns:2.2rem 1fr auto;gap:.15em .6em;\
        padding:.8em 0;border-bottom:1px solid var(--edge)}
        .runs tr[hidden]{display:none}
        .runs td,.runs tbody th{border:0;padding:0;min-width:0;width:auto}
        .runs .pick{grid-row:1/3}.runs tbody th{grid-column:2;grid-row:1}
        .runs td[data-label=State]{grid-column:3;grid-row:1}
        .runs td.found{grid-column:2/4}.runs td.curve{grid-column:2;grid-row:2}
        .runs td[data-label=Steps]{grid-column:3;grid-row:2;text-align:right}
        .runs td[data-label="Validation loss"]{grid-column:2/4}
        .runs td[data-label=Written]{grid-column:2/4}
        .runs td[data-label=Steps]:not(:empty)::after{content:" steps"}
        .runs td.number[data-label="Validation loss"] .soft{display:inline;margin-left:.6em}}
        @media print{.find,.act,.pick,.skip{display:none}}
        """
}
