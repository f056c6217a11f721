/// The look of all pages: one constant, so that its hash can stand in every page's content security policy.
enum Style {
  /// `openssl dgst -sha256 -binary | base64` of `css`; a test says so when the two differ.
  static let hash: StaticString = "ipWYctoUWSRPxhuJJJhDsZiOPPu9+3pCK3WugoshXp4="

  static let css: StaticString = """
    :root{
    --paper:#faf9f6;--card:#ffffff;--ink:#20252b;--soft:#59616b;--hair:#e4e1da;--edge:#858b93;
    --accent:#0b5f6a;--tint:#cfe4e5;--before:#7a7168;
    --warn-paper:#fdf1d8;--warn-ink:#5c3b00;--warn-edge:#b3750c;--good:#1c6a3e;--bad:#a2322a}
    @media screen and (prefers-color-scheme:dark){:root{
    --paper:#14171a;--card:#1b1f24;--ink:#e9e6e0;--soft:#a8afb9;--hair:#2f353c;--edge:#7d8691;
    --accent:#6fc7cb;--tint:#1f4045;--before:#a39b91;
    --warn-paper:#36290f;--warn-ink:#f7d792;--warn-edge:#c9922e;--good:#82d09f;--bad:#f29d92}}
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%}
    body{margin:0;background:var(--paper);color:var(--ink);
    font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","Liberation Sans",
    sans-serif;
    font-variant-numeric:tabular-nums;overflow-wrap:break-word}
    a{color:var(--accent);text-underline-offset:.2em;text-decoration-thickness:1px}
    a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:2px solid var(--accent);
    outline-offset:3px}
    .skip{position:absolute;left:-100rem}
    .skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem 1rem}
    .top,main,.foot{max-width:70rem;margin:0 auto;padding:0 1.5rem}
    .top{display:flex;flex-wrap:wrap;gap:.25rem 2rem;align-items:baseline;justify-content:space-between;
    padding-top:1.25rem}
    .shop{margin:0;font-weight:600}
    nav ul{display:flex;flex-wrap:wrap;gap:.1rem 1.25rem;margin:0;padding:0;list-style:none}
    nav a{display:inline-block;padding:.3rem 0;color:var(--soft);text-decoration:none}
    nav a:hover{color:var(--ink)}
    nav a[aria-current]{color:var(--ink);border-bottom:2px solid var(--accent)}
    h1{font-size:clamp(1.6rem,1.2rem + 1.6vw,2.3rem);line-height:1.15;letter-spacing:-.02em;
    margin:1.75rem 0 .35rem}
    h2{font-size:1.3rem;line-height:1.25;letter-spacing:-.01em;margin:3rem 0 .35rem}
    h3{font-size:1rem;line-height:1.35;margin:0}
    p{margin:.35rem 0;max-width:46rem}
    .soft,small,caption,.legend,.fresh{color:var(--soft)}
    .fresh{margin:0 0 1.25rem;max-width:none}
    small{font-size:.85rem}
    code{font:.9em ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
    .attention{margin:1.25rem 0;padding:.85rem 1.1rem;border-radius:.5rem;max-width:none;
    background:var(--warn-paper);color:var(--warn-ink);border-left:5px solid var(--warn-edge)}
    .attention a{color:inherit}
    .attention p{max-width:none;margin:.15rem 0}
    .trust{display:flex;flex-wrap:wrap;gap:.25rem 2rem;margin:0 0 1.5rem;padding:0;list-style:none;
    color:var(--soft)}
    .trust b{color:var(--ink)}
    .cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,18rem),1fr));gap:0 1.25rem;
    margin:1.25rem 0 0}
    .card,.chart{background:var(--card);border:1px solid var(--hair);border-radius:.75rem;
    padding:1.25rem 1.35rem;margin:0}
    .card{display:grid;grid-row:span 12;grid-template-rows:subgrid;align-content:start;margin-bottom:1.25rem}
    .card>p{margin:.1rem 0}
    .big{font-size:clamp(1.7rem,1.3rem + 1.4vw,2.25rem);font-weight:650;line-height:1.2;letter-spacing:-.02em}
    .card>.big{margin-top:.6rem}
    .card dl{display:grid;grid-row:span 6;grid-template-rows:subgrid;margin:1rem 0 0}
    .card dl>div{display:grid;grid-template-columns:1fr auto;gap:0 1rem;align-content:start;padding:.5rem 0;
    border-top:1px solid var(--hair)}
    dt a,p.change a{color:inherit;text-decoration-color:var(--edge);text-decoration-style:dotted}
    .card dd{margin:0;font-weight:600;text-align:right}
    .card dd.soft{font-weight:400}
    .card dd.change{grid-column:1/-1;font-weight:400;text-align:left}
    .change{color:var(--soft);font-size:.875rem}
    .change.good b{color:var(--good)}
    .change.bad b{color:var(--bad)}
    .chart{margin:1.25rem 0}
    .cards+.chart{margin-top:0}
    figcaption p{color:var(--soft);margin:.2rem 0 0;max-width:60rem}
    .legend{display:flex;flex-wrap:wrap;gap:.1rem 1.5rem;margin:.75rem 0 1rem;font-size:.875rem}
    .key::before{content:"";display:inline-block;width:1.4rem;height:.7rem;margin-right:.5rem;
    vertical-align:-.02em}
    .key.filled::before{background:var(--accent)}
    .key.outlined::before{border:1.5px solid var(--before)}
    .key.open::before{background:var(--tint);border:1.5px dashed var(--accent)}
    .key.solid::before{height:0;border-top:3px solid var(--accent);vertical-align:.25em}
    .key.dashed::before{height:0;border-top:2px dashed var(--before);vertical-align:.25em}
    .plot{display:grid;grid-template-columns:auto minmax(0,1fr);column-gap:.6rem;font-size:.8rem;
    color:var(--soft)}
    .plot svg{display:block;width:100%;height:14rem;overflow:visible}
    .ticks{display:flex;flex-direction:column;justify-content:space-between;text-align:right;line-height:0}
    .labels{grid-column:2;display:grid;grid-auto-flow:column;grid-auto-columns:minmax(0,1fr);
    padding-top:.4rem;line-height:1.25;
    min-height:1.6rem}
    .labels span{justify-self:center;white-space:nowrap;text-align:center}
    svg path,svg rect{vector-effect:non-scaling-stroke}
    svg path{fill:none}
    .grid{stroke:var(--hair);stroke-width:1}
    .baseline{stroke:var(--edge);stroke-width:1.25}
    rect.now{fill:var(--accent)}
    rect.now.open{fill:var(--tint);stroke:var(--accent);stroke-width:1.5;stroke-dasharray:4 3}
    rect.before{fill:none;stroke:var(--before);stroke-width:1.25}
    path.now{stroke:var(--accent);stroke-width:2.25;stroke-linejoin:round;stroke-linecap:round}
    path.before{stroke:var(--before);stroke-width:1.5;stroke-dasharray:5 4;stroke-linejoin:round}
    .spot{stroke:var(--accent);stroke-width:9;stroke-linecap:round}
    .hole{stroke:var(--card);stroke-width:4.5;stroke-linecap:round}
    .sparks{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,12rem),1fr));gap:1rem 2rem;
    margin-top:1.25rem;padding-top:1rem;border-top:1px solid var(--hair)}
    .spark p{display:flex;justify-content:space-between;gap:1rem;font-size:.875rem;color:var(--soft);
    margin:0 0 .3rem}
    .spark b{color:var(--ink)}
    .spark svg{display:block;width:100%;height:2.25rem;overflow:visible}
    .spark path.now{stroke-width:1.75}
    .ranking{position:relative;margin-top:.75rem}
    .ranking ol{list-style:none;margin:0;padding:0}
    .ranking li{height:48px;display:flex;justify-content:space-between;gap:1rem;line-height:28px;
    white-space:nowrap}
    .ranking li span{overflow:hidden;text-overflow:ellipsis}
    .ranking svg{position:absolute;inset:0;width:100%}
    details{margin-top:1rem}
    summary{cursor:pointer;color:var(--accent);font-size:.9rem;padding:.25rem 0;width:fit-content}
    .scroll{overflow-x:auto;margin:.75rem 0}
    table{border-collapse:collapse;width:100%;font-size:.925rem}
    caption{text-align:left;padding:0 0 .5rem;font-size:.875rem}
    th,td{padding:.45rem .75rem;text-align:right;vertical-align:top;border-bottom:1px solid var(--hair)}
    th:first-child,td:first-child{padding-left:0}
    th:last-child,td:last-child{padding-right:0}
    thead th{color:var(--soft);font-weight:600;font-size:.85rem;vertical-align:bottom;
    border-bottom-color:var(--edge)}
    tbody th{font-weight:400;text-align:left}
    th:first-child,.text{text-align:left}
    td{white-space:nowrap}
    td.text,tbody th{white-space:normal;min-width:9rem}
    .text.name{min-width:12rem}
    td.wide,tbody th.wide{min-width:15rem}
    tr.sum>*{font-weight:650;border-bottom-color:var(--edge)}
    td small,th small{display:block;overflow-wrap:anywhere}
    .mark{font-weight:600}
    .mark.bad{color:var(--bad)}
    .facts{display:grid;grid-template-columns:minmax(8rem,auto) 1fr;gap:.4rem 1.5rem;margin:1.25rem 0;
    max-width:46rem}
    .facts dt{color:var(--soft)}
    .facts dd{margin:0}
    .term{border-top:1px solid var(--hair);padding:1rem 0}
    .term:target{background:var(--tint)}
    .term dt{font-weight:650}
    .term dd{margin:.15rem 0 0;max-width:46rem}
    .formula{color:var(--accent)}
    ol.steps li{margin:.4rem 0;padding-left:.25rem}
    .foot{margin-top:4rem;padding-top:1rem;padding-bottom:2.5rem;font-size:.85rem;color:var(--soft);
    border-top:1px solid var(--hair)}
    .foot p{max-width:none}
    @media screen and (min-width:40rem) and (max-width:60rem){.card:nth-child(3){grid-column:1/-1}}
    @media screen and (max-width:40rem){
    .top,main,.foot{padding-left:1rem;padding-right:1rem}
    .card,.chart{padding:1rem}
    .plot{font-size:.7rem}
    .labels.many span:nth-child(even){visibility:hidden}
    .facts{grid-template-columns:1fr;gap:0}
    .facts dd{margin-bottom:.6rem}}
    @media print{
    @page{margin:15mm}
    body{background:#fff;font-size:9.5pt;line-height:1.4}
    h1{margin-top:.75rem}
    h2{margin-top:1.5rem}
    .card,.chart{padding:.6rem .75rem}
    .big{font-size:15pt}
    .change,small,caption,.legend,.plot{font-size:7.5pt}
    table,thead th{font-size:8pt}
    th,td{padding:.2rem .4rem}
    nav,.skip,summary{display:none}
    .top,main,.foot{max-width:none;padding:0}
    .card,.picture,.term,tr,.attention{break-inside:avoid}
    h2,h3,caption,figcaption{break-after:avoid}
    figcaption,.legend{break-inside:avoid}
    thead{display:table-header-group}
    .scroll{overflow:visible}
    td,td.text,td.text.name,tbody th,td.wide{white-space:normal;min-width:0}
    tbody th.wide{min-width:10rem}
    .cards{grid-template-columns:repeat(3,minmax(0,1fr));gap:0 .6rem}
    details::details-content{content-visibility:visible;block-size:auto}}
    """
}
