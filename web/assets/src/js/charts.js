// Draws the throughput chart on every [data-chart] element: bars for started, a line for completed.
import 'uplot/dist/uPlot.min.css';
import uPlot from 'uplot';
import { readJson, whenPresent } from './dom.js';
import { locale, text } from './texts.js';

const DAY = 86_400;
const SMALLEST = 200; // pixels of height

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function axes() {
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const day = new Intl.DateTimeFormat(locale, { month: 'numeric', day: 'numeric' });
  const plain = { stroke: token('--ink-3'), ticks: { show: false }, font };
  return [
    { ...plain, grid: { show: false }, size: 26, gap: 6, space: 56, values: (_, moments) => moments.map((moment) => day.format(moment * 1000)) },
    { ...plain, grid: { stroke: token('--line'), width: 1 }, size: 40, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000] },
  ];
}

function series() {
  const bars = uPlot.paths.bars({ size: [0.5, 22], align: 0 });
  return [
    {},
    { label: text('chart_started'), fill: token('--c-bar'), stroke: token('--c-bar'), width: 0, paths: bars, points: { show: false } },
    { label: text('chart_completed'), stroke: token('--c-line'), width: 2, paths: uPlot.paths.linear(), points: { show: false } },
  ];
}

const sizeOf = (host) => ({ width: host.clientWidth, height: Math.max(SMALLEST, host.clientHeight) });

function options(host) {
  return {
    ...sizeOf(host),
    padding: [8, 8, 0, 0],
    cursor: { y: false, points: { size: 7 } },
    legend: { show: false },
    scales: {
      x: { time: true, range: (_, first, last) => [first - DAY / 2, last + DAY / 2] },
      y: { range: (_, low, high) => [0, Math.max(4, Math.ceil(high * 1.15))] },
    },
    axes: axes(),
    series: series(),
  };
}

const data = ({ x, started, completed }) => [x, started, completed];

function show(host) {
  const script = host.querySelector('script');
  const mount = host.querySelector('[data-mount]');
  const chart = new uPlot(options(host), data(readJson(script)), mount);
  let shown = script.textContent;
  new ResizeObserver(() => chart.setSize(sizeOf(host))).observe(host);
  document.addEventListener('htmx:after:swap', () => {
    if (script.textContent === shown) return;
    shown = script.textContent;
    chart.setData(data(readJson(script)));
  });
  host.dataset.ready = 'true';
}

whenPresent('[data-chart]', show);
