// Gross sales per site and month, from the JSON beside the chart. One axis: each series names its currency.
const box = document.querySelector("[data-chart]");
const content = JSON.parse(document.getElementById("fit-chart").textContent);
const style = getComputedStyle(document.body);
const chart = echarts.init(box);
chart.setOption({
  textStyle: { fontFamily: style.fontFamily, color: style.color },
  tooltip: { trigger: "axis" },
  legend: { type: "scroll", bottom: 0, textStyle: { color: style.color } },
  grid: { left: 8, right: 8, top: 16, bottom: 40, containLabel: true },
  xAxis: { type: "category", data: content.months, axisLabel: { color: style.color } },
  yAxis: { type: "value", axisLabel: { color: style.color } },
  series: content.series.map((row) => ({ name: row.name, type: "bar", data: row.values.map(Number) })),
});
addEventListener("resize", () => chart.resize());
