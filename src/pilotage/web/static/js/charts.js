// Draws every <div class="chart" data-chart="id"> from the ECharts option in <script type="application/json" id="id">.
// The page includes vendor/echarts/echarts.common.min.js before this file.
const drawn = new Map();

function colours() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(name).trim();
  const dark = document.documentElement.getAttribute("data-bs-theme") === "dark";
  return {
    text: dark ? "#b9c8d3" : "#475663",
    line: dark ? "#243744" : "#dde4ea",
    font: of("--tblr-font-sans-serif"),
    series: dark
      ? ["#4ba3dc", "#f2a63b", "#5fbf9a", "#b49bea", "#e88a8a", "#8fa3b3"]
      : ["#0f5c8e", "#e08e16", "#2a8f6b", "#7a5cc0", "#c24d4d", "#6b7c8a"],
  };
}

function options(element) {
  const { text, line, font, series } = colours();
  const given = JSON.parse(document.getElementById(element.dataset.chart).textContent);
  const axis = (one) => ({
    axisLabel: { color: text },
    axisLine: { lineStyle: { color: line } },
    splitLine: { lineStyle: { color: line } },
    ...one,
  });
  const axes = (value) => value && (Array.isArray(value) ? value.map(axis) : axis(value));
  return {
    color: series,
    textStyle: { color: text, fontFamily: font },
    grid: { left: 8, right: 16, top: 32, bottom: 8, containLabel: true },
    aria: { enabled: true },
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    ...given,
    // Rich text draws on the canvas; ECharts' HTML tooltips carry inline styles, which our policy refuses.
    tooltip: { trigger: "axis", ...given.tooltip, renderMode: "richText", confine: true },
    legend: given.legend && { textStyle: { color: text }, ...given.legend },
    xAxis: axes(given.xAxis),
    yAxis: axes(given.yAxis),
  };
}

function draw(root) {
  for (const element of root.querySelectorAll("[data-chart]")) {
    const chart = echarts.getInstanceByDom(element) ?? echarts.init(element, null, { renderer: "canvas" });
    chart.setOption(options(element), { notMerge: true });
    drawn.set(element, chart);
  }
}

draw(document);
document.addEventListener("htmx:afterSwap", (event) => draw(event.target));
document.addEventListener("pilotage:theme", () => draw(document));
addEventListener("resize", () => {
  for (const [element, chart] of drawn) element.isConnected ? chart.resize() : drawn.delete(element);
});
