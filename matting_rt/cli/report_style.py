"""The looks of a report's page."""

STYLE = """
:root { color-scheme: light dark; --paper: #fbfbfa; --card: #fff; --ink: #1d2126; --soft: #5d6670; --line: #e2e4e6;
  --accent: #2f6fde; --good: #2e8b57; --fair: #b7791f; --bad: #c53a3a; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171a; --card: #1d2125; --ink: #e8eaec; --soft: #9aa4ae;
  --line: #32383e; --accent: #6ea3ff; --good: #56c08a; --fair: #e0a84a; --bad: #f07b7b; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 1rem; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; margin: 0 0 .75rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1rem;
  margin: 1rem 0; }
section p { margin: .75rem 0 0; color: var(--soft); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .75rem; }
.tile { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: .75rem 1rem; }
.tile b { display: block; font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.tile span, dt, figcaption, footer, .axis, .legend { color: var(--soft); font-size: .875rem; }
.tile.bad b { color: var(--bad); }
.note { margin: 1rem 0 0; padding: .6rem 1rem; border-left: .25rem solid var(--fair); background: var(--card);
  border-radius: .25rem; overflow-wrap: anywhere; }
.note.good { border-color: var(--good); }
.note.bad { border-color: var(--bad); }
.strip { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: .5rem; margin: 1rem 0; }
figure { margin: 0; }
.strip img { display: block; width: 100%; border-radius: .4rem; }
.strip figcaption { text-align: center; font-variant-numeric: tabular-nums; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1.25rem; margin: 0; }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-top: 1px solid var(--line); font-weight: normal;
  white-space: nowrap; }
tr:first-child > * { border-top: 0; color: var(--soft); font-size: .875rem; }
td img { display: block; height: 3.4rem; border: 1px solid var(--line); border-radius: .3rem; }
.numbers td, .numbers th + th { width: 1%; padding-left: 1rem; padding-right: 0; text-align: right;
  font-variant-numeric: tabular-nums; }
.bar { display: block; height: .4rem; margin: .1rem 0 .2rem; border-radius: .2rem; background: var(--accent);
  min-width: 1px; }
.chart { margin-top: 1rem; }
.chart figcaption { display: flex; justify-content: space-between; gap: 1rem; }
.chart b { white-space: nowrap; color: var(--ink); font-weight: 600; font-variant-numeric: tabular-nums; }
.chart svg { display: block; width: 100%; height: 4.5rem; border-bottom: 1px solid var(--line); }
polyline { fill: none; stroke: var(--accent); stroke-width: 2px; vector-effect: non-scaling-stroke; }
polygon { fill: var(--accent); opacity: .12; }
.axis { display: flex; justify-content: space-between; font-variant-numeric: tabular-nums; }
.bands { display: flex; height: 1rem; border-radius: .3rem; overflow: hidden; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-top: .4rem; }
.legend i { display: inline-block; width: .75rem; height: .75rem; border-radius: .2rem; margin-right: .4rem; }
i.good { background: var(--good); }
i.fair { background: var(--fair); }
i.bad { background: var(--bad); }
details { margin: 1rem 0; }
summary { cursor: pointer; color: var(--soft); }
pre { overflow-x: auto; font-size: .8125rem; background: var(--card); border: 1px solid var(--line);
  border-radius: .5rem; padding: 1rem; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; }
  .tile b { font-size: 1.25rem; } }
"""
