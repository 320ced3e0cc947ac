"""The page's one style sheet: light and dark, screen and paper."""

STYLE = """
:root { color-scheme: light dark; --ink: #1b2530; --soft: #5a6673; --line: #d7dde3; --paper: #ffffff; --panel: #f5f7f9;
  --main: #1f5fa8; --range: #9dbfe3; --warn: #a8480a; --good: #1d6b47; --low: 191 87 0; --high: 31 95 168; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8edf2; --soft: #a9b4bf; --line: #38434f; --paper: #12181e; --panel: #1b232b; --main: #7fb4ee;
    --range: #35567a; --warn: #f0a35e; --good: #74cfa1; --low: 240 150 80; --high: 127 180 238; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); line-height: 1.5;
  font-family: system-ui, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
main, header, footer { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.35rem; margin: 2.75rem 0 .5rem; padding-top: .75rem; border-top: 2px solid var(--main); }
h3 { font-size: 1.1rem; margin: 1.75rem 0 .4rem; }
p { margin: .4rem 0; max-width: 48rem; overflow-wrap: anywhere; }
.soft, caption, .hash { color: var(--soft); }
.hash { font: .8rem/1.5 ui-monospace, Consolas, monospace; overflow-wrap: anywhere; }
a { color: var(--main); }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; padding: 0; margin: 1rem 0 0; }
.scroll { overflow-x: auto; margin: .75rem 0; }
table { border-collapse: collapse; font-size: .92rem; min-width: 30rem; }
caption { text-align: start; padding: .25rem 0; font-size: .85rem; }
th, td { padding: .3rem .7rem; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top;
  overflow-wrap: anywhere; max-width: 22rem; }
thead th { overflow-wrap: normal; border-bottom: 2px solid var(--line); font-weight: 600; }
tbody th { font-weight: 600; }
.number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
figure { margin: 1rem 0; } figcaption { color: var(--soft); font-size: .85rem; max-width: 48rem; }
svg { display: block; font: 12px system-ui, sans-serif; }
svg text { fill: var(--ink); } svg .soft { fill: var(--soft); } svg .grid { stroke: var(--line); stroke-width: 1; }
svg .range { stroke: var(--range); stroke-width: 8; stroke-linecap: round; } svg .bar { fill: var(--range); }
svg .strong { fill: var(--main); } svg .ring { fill: var(--paper); stroke: var(--main); stroke-width: 2; }
svg .band { fill: var(--panel); } svg .low { fill: rgb(var(--low)); } svg .high { fill: rgb(var(--high)); }
svg .none { fill: none; stroke: var(--line); }
.bands { list-style: none; padding: 0; margin: .5rem 0; }
.bands li { padding: .35rem .75rem; margin: .3rem 0; background: var(--panel); overflow-wrap: anywhere;
  border-inline-start: 4px solid var(--main); }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .5rem 1.5rem;
  margin: .75rem 0; }
.facts dt { color: var(--soft); font-size: .85rem; }
.facts dd { margin: 0; font-size: 1.15rem; overflow-wrap: anywhere; }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 0 2.5rem; }
.sheet { padding-top: .25rem; } .sheet h3 { border-top: 1px solid var(--line); padding-top: 1rem; }
.warn { color: var(--warn); } .good { color: var(--good); }
details { margin: .5rem 0; } summary { cursor: pointer; color: var(--main); }
footer { margin-top: 3rem; padding-bottom: 2rem; border-top: 1px solid var(--line); }
:focus-visible { outline: 3px solid var(--main); outline-offset: 2px; }
@media print { nav { display: none; } .scroll { overflow: visible; } .sheet, tr, figure { break-inside: avoid; }
  body { font-size: 10pt; } }
"""
