import type { EChartsCoreOption } from 'echarts/core';
import type { Language } from '#platform/contract.ts';
import { formatCountShort, formatFenShort, formatShare, type Measure, showMeasure } from '../kit/format.ts';
import { DARK, FONTS, LIGHT, SERIES, type Tokens } from '../theme/tokens.ts';
import { type ChartData, colourOf, conversions, isLying } from './chart-data.ts';

export type Look = { shade: 'light' | 'dark'; language: Language };

/** Above this many bars their own numbers would only be in each other's way. */
const LABELLED_BARS = 14;

/** Our one theme for echarts, from the tokens. */
export function chartTheme(shade: Look['shade']): Record<string, unknown> {
  const tokens = shade === 'dark' ? DARK : LIGHT;
  const axis = {
    axisLine: { lineStyle: { color: tokens.line } },
    axisTick: { show: false },
    axisLabel: { color: tokens.inkFaint, fontSize: 12 },
    splitLine: { lineStyle: { color: tokens.line, type: [2, 4] } },
  };
  return {
    color: [...SERIES[shade]],
    backgroundColor: 'transparent',
    textStyle: { fontFamily: FONTS, color: tokens.ink },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: { ...axis, axisLine: { show: false } },
    tooltip: {
      backgroundColor: tokens.surface,
      borderColor: tokens.line,
      borderWidth: 1,
      padding: [8, 12],
      textStyle: { color: tokens.ink, fontSize: 13 },
      axisPointer: { lineStyle: { color: tokens.edge }, shadowStyle: { color: tokens.sunken, opacity: 0.6 } },
      extraCssText: 'box-shadow: 0 8px 24px rgba(0, 0, 0, 0.12); border-radius: 8px;',
    },
  };
}

/** What echarts draws. */
export function chartOption(data: ChartData, look: Look): EChartsCoreOption {
  const tokens = look.shade === 'dark' ? DARK : LIGHT;
  const lies = isLying(data.kind);
  const categories = {
    type: 'category',
    data: [...data.categories],
    inverse: lies,
    boundaryGap: data.kind !== 'line',
    ...(lies && { axisLine: { show: false }, axisLabel: { color: tokens.inkSoft, fontSize: 13 } }),
  };
  const values = {
    type: 'value',
    show: !lies,
    ...(lies && { max: 'dataMax' }),
    minInterval: data.measure === 'count' ? 1 : undefined,
    axisLabel: { formatter: (value: number) => tick(value, data.measure, look.language) },
  };
  return {
    aria: { enabled: false },
    animationDuration: 300,
    grid: margins(data),
    xAxis: lies ? values : categories,
    yAxis: lies ? categories : values,
    tooltip: {
      trigger: 'axis',
      confine: true,
      axisPointer: { type: data.kind === 'line' ? 'line' : 'shadow' },
      valueFormatter: (value: unknown) =>
        typeof value === 'number' ? showMeasure(value, data.measure, look.language) : '–',
    },
    series: data.series.map((_, at) => series(data, at, look, tokens)),
  };
}

function series(data: ChartData, at: number, look: Look, tokens: Tokens): Record<string, unknown> {
  const { name = '', values = [] } = data.series[at] ?? {};
  const common = { name, data: [...values], emphasis: { disabled: true } };
  if (data.kind === 'line') return { ...common, ...line(data, at, look) };
  return { ...common, ...bar(data, at, look, tokens) };
}

/** The line is named where it ends, in its own colour. */
function line(data: ChartData, at: number, look: Look): Record<string, unknown> {
  const colour = colourOf(data, at, look.shade);
  const isPoint = data.categories.length === 1;
  return {
    type: 'line',
    showSymbol: isPoint,
    symbolSize: 6,
    // A day of which nothing is known keeps its place; the line goes on to the next that is.
    connectNulls: true,
    lineStyle: { color: colour, width: 2, type: at === 0 ? 'solid' : [[], [6, 4], [2, 3]][at % 3] },
    endLabel: {
      show: data.series.length > 1,
      formatter: '{a}',
      color: colour,
      fontSize: 13,
      distance: 8,
    },
    labelLayout: { moveOverlap: 'shiftY' },
    ...(data.series.length === 1 && { areaStyle: { opacity: 0.08 } }),
  };
}

function bar(data: ChartData, at: number, look: Look, tokens: Tokens): Record<string, unknown> {
  const lies = isLying(data.kind);
  const isLabelled = data.kind !== 'stack' && data.categories.length * data.series.length <= LABELLED_BARS;
  const shares = data.kind === 'funnel' ? conversions(data.series[at]?.values ?? []) : [];
  const label = ({ value, dataIndex }: { value: unknown; dataIndex: number }) => {
    const figure = typeof value === 'number' ? showMeasure(value, data.measure, look.language) : '–';
    const step = shares[dataIndex]?.fromPrevious;
    return step === null || step === undefined ? figure : `${figure}  ${formatShare(step, 0)}`;
  };
  return {
    type: 'bar',
    stack: data.kind === 'stack' ? 'whole' : undefined,
    barMaxWidth: lies ? 24 : 32,
    barGap: '20%',
    itemStyle: {
      color: colourOf(data, at, look.shade),
      borderRadius: data.kind === 'stack' ? 0 : lies ? [0, 4, 4, 0] : [4, 4, 0, 0],
    },
    label: {
      show: isLabelled,
      position: lies ? 'right' : 'top',
      color: tokens.inkSoft,
      fontSize: 12,
      formatter: label,
    },
  };
}

/** Room for the labels that stand beside what they name. */
function margins({ kind, series }: ChartData): Record<string, number | boolean> {
  const right = kind === 'line' && series.length > 1 ? 96 : isLying(kind) ? 104 : 12;
  return { left: 4, right, top: isLying(kind) ? 4 : 24, bottom: 4, containLabel: true };
}

function tick(value: number, measure: Measure, language: Language): string {
  if (measure === 'fen') return formatFenShort(value, language);
  if (measure === 'share') return formatShare(value, 0);
  if (measure === 'duration') return showMeasure(value, measure, language);
  return formatCountShort(value, language);
}
