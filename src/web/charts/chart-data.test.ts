import { expect, test } from 'vitest';
import { type ChartData, conversions, extremes } from './chart-data.ts';
import { chartOption, chartTheme } from './chart-option.ts';

test('a series in three numbers, gaps left out', () => {
  expect(extremes([3, null, 9, 5, null])).toEqual({ low: 3, high: 9, last: 5 });
  expect(extremes([null])).toBeUndefined();
});

test('a funnel says what share comes on, and does not divide by nothing', () => {
  expect(conversions([200, 50, 0, 10])).toEqual([
    { fromPrevious: null, fromFirst: null },
    { fromPrevious: 0.25, fromFirst: 0.25 },
    { fromPrevious: 0, fromFirst: 0 },
    { fromPrevious: null, fromFirst: 0.05 },
  ]);
});

const data: ChartData = {
  kind: 'funnel',
  categories: ['计划', '已发送', '已下单'],
  series: [{ name: '人数', values: [200, 50, 5] }],
  measure: 'count',
};

test('lying bars read from the top, with the numbers beside them', () => {
  const option = chartOption(data, { shade: 'light', language: 'zh' });
  expect(option).toMatchObject({
    yAxis: { type: 'category', inverse: true, data: ['计划', '已发送', '已下单'] },
    series: [{ type: 'bar', name: '人数', label: { show: true, position: 'right' } }],
  });
});

test('the theme is the tokens’', () => {
  expect(chartTheme('light')).toMatchObject({ color: expect.arrayContaining(['#0f766e']) });
  expect(chartTheme('dark')).toMatchObject({ textStyle: { color: '#e9e8e1' } });
});
