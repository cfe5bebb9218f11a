import { escaped } from './markup.js'

// Everything the page needs is in the page: it opens from a disk without a network, and stays as it is.
const STYLE = `
:root{color-scheme:light dark;--paper:#fbf9f4;--card:#fffdf8;--ink:#23211d;--soft:#6f6a60;--hair:#e4dfd3;--trough:#f0ebe0;
--owed:#b4472e;--due:#1f7670;--cleared:#dfa42c;--net:#44403a;--waiting:#d8d1c2;--partly:#cd7f2d;--others:#a8a195}
@media (prefers-color-scheme:dark){:root{--paper:#161719;--card:#1d1f22;--ink:#ece7dd;--soft:#a29c90;--hair:#33353a;--trough:#282a2e;
--owed:#d9694f;--due:#3fa69e;--cleared:#edb846;--net:#d6d0c4;--waiting:#46474b;--partly:#e2914b;--others:#6d6a64}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;-webkit-text-size-adjust:100%}
main{max-width:1080px;margin:0 auto;padding:0 20px 72px}
header{padding:64px 0 12px}
.kicker{margin:0;color:var(--soft);font-size:13px;letter-spacing:.09em;text-transform:uppercase}
h1{margin:.1em 0 .35em;font:600 clamp(38px,7vw,68px)/1.04 "Iowan Old Style",Charter,"Palatino Linotype",Georgia,serif;letter-spacing:-.02em}
h2{margin:84px 0 .3em;padding-top:22px;border-top:2px solid var(--ink);font:600 clamp(26px,4vw,36px)/1.15 "Iowan Old Style",Charter,"Palatino Linotype",Georgia,serif;letter-spacing:-.01em}
h3{margin:0;font-size:17px;line-height:1.3}
.lead{max-width:44em;margin:0;font-size:clamp(17px,2vw,20px)}
.lead b,.about b{font-weight:650}
.about{max-width:44em;margin:0 0 26px;color:var(--soft)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:1px;margin:36px 0 0;background:var(--hair);border:1px solid var(--hair);border-radius:10px;overflow:hidden}
.tiles div{background:var(--card);padding:16px 18px}
.tiles b{display:block;font:600 26px/1.2 "Iowan Old Style",Charter,Georgia,serif;font-variant-numeric:tabular-nums;white-space:nowrap}
.tiles span{color:var(--soft);font-size:13.5px;line-height:1.35;display:block}
.tiles .gold b{color:var(--cleared)}
.figures{display:grid;grid-template-columns:minmax(0,1fr);gap:22px}
figure{margin:0;padding:20px 20px 16px;background:var(--card);border:1px solid var(--hair);border-radius:10px;min-width:0}
figcaption{margin-bottom:14px}
figcaption p{margin:.2em 0 0;color:var(--soft);font-size:14.5px;line-height:1.45}
@media (min-width:880px){.figures{grid-template-columns:repeat(2,minmax(0,1fr))}.wide{grid-column:1/-1}figcaption p{min-height:4.3em}.wide figcaption p{min-height:0}}
svg{display:block;width:100%;height:auto;max-width:600px;margin:0 auto;overflow:visible}
svg text{fill:var(--ink);font-family:inherit}
.label{font-size:12.5px}.small{font-size:11px}svg text.small{fill:var(--soft)}.figure{font-size:12.5px;font-weight:600;font-variant-numeric:tabular-nums}
.owed{fill:var(--owed)}.due{fill:var(--due)}.cleared{fill:var(--cleared)}.net{fill:var(--net)}.waiting{fill:var(--waiting)}.trough{fill:var(--trough)}
.partly{fill:var(--partly)}.pale{opacity:.32}
.axis,.tick,.hair,.gone,.link{fill:none}.axis{stroke:var(--soft)}.tick{stroke:var(--ink);stroke-width:2}.hair{stroke:var(--hair);stroke-width:.6}
.gone{stroke:var(--cleared);stroke-width:12.6}.link{stroke:var(--cleared);stroke-width:2.4}.tip{fill:var(--cleared)}.diagonal{fill:var(--trough)}
.ribbons path{opacity:.72;transition:opacity .15s}.ribbons:hover path{opacity:.18}.ribbons path:hover{opacity:.95}
.c0{fill:#c4583c}.c1{fill:#2b7d86}.c2{fill:#5b6ab8}.c3{fill:#8a9a35}.c4{fill:#97568f}.c5{fill:#3f9364}.c6{fill:#c97f9b}.c7{fill:#3d87c4}
.c8{fill:#a06f3c}.c9{fill:#6f58a8}.c10{fill:#c0465c}.c11{fill:#57a09a}.c12{fill:#8f86d0}.c13{fill:#c98e5c}.c14{fill:var(--others)}
.key{display:flex;flex-wrap:wrap;gap:6px 20px;margin:0 0 18px;padding:0;list-style:none;color:var(--soft);font-size:14px}
.key i{display:inline-block;width:12px;height:12px;margin-right:7px;border-radius:3px;vertical-align:-1px;background:currentColor}
.k-owed{color:var(--owed)}.k-due{color:var(--due)}.k-cleared{color:var(--cleared)}.k-partly{color:var(--partly)}.k-net{color:var(--net)}.k-waiting{color:var(--waiting)}.key span{color:var(--soft)}
.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:14.5px;font-variant-numeric:tabular-nums}
th,td{padding:7px 12px 7px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--hair)}
thead th{color:var(--soft);font-weight:500;font-size:13px}
tbody th{font-weight:600;white-space:nowrap}
.numbers td{text-align:right;white-space:nowrap}.numbers thead th:not(:first-child){text-align:right}
.timeline td{line-height:1.4}.timeline .bar{width:200px;min-width:130px;padding-right:0}.timeline .bar svg{max-width:200px;margin-top:2px}
.yes{color:var(--due);font-weight:700}.no{color:var(--owed);font-weight:700}.refused{color:var(--soft)}
code{font:13px/1.4 ui-monospace,"SF Mono",Menlo,Consolas,monospace;overflow-wrap:anywhere}
.hash{color:var(--soft);white-space:normal}.apart{margin-top:40px}
details{margin-top:16px;font-size:14.5px}summary{cursor:pointer;color:var(--soft)}
footer{margin-top:84px;padding-top:18px;border-top:1px solid var(--hair);color:var(--soft);font-size:14px;max-width:46em}
@media (max-width:560px){.numbers thead{display:none}.numbers tr{display:block;padding:10px 0;border-bottom:1px solid var(--hair)}.numbers th,.numbers td{border:0;padding:2px 0}.numbers tbody th{display:block;white-space:normal}.numbers td{display:flex;justify-content:space-between;gap:16px;white-space:normal}.numbers td::before{content:attr(data-column);color:var(--soft)}
header{padding-top:36px}h2{margin-top:60px}figure{padding:16px 14px 12px}.tiles{grid-template-columns:1fr 1fr}.tiles b{font-size:21px}.tiles div{padding:12px 14px}.tiles div:last-child:nth-child(odd){grid-column:1/-1}
.timeline thead{display:none}.timeline tr{display:grid;grid-template-columns:1fr 1fr;gap:0 10px;padding:9px 0;border-bottom:1px solid var(--hair)}.timeline th,.timeline td{border:0;padding:1px 0}
.timeline th{grid-column:1/-1}.timeline td:nth-child(3){text-align:right;color:var(--soft)}.timeline td:nth-child(4),.timeline .bar{grid-column:1/-1}.timeline .bar{width:auto}.timeline .bar svg{max-width:none}}
@media print{figure{break-inside:avoid}}
`

/** A complete page with its style. `body` is markup, `title` is text. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body><main>${body}</main></body>
</html>
`
}
