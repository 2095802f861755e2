import { describe, expect, test } from 'vitest';
import type { CallFigures, Figures } from './figures.sql.ts';
import { judge } from './judge.ts';
import type { Thresholds } from './thresholds.ts';
import { sayReasons } from './words.ts';

const T: Thresholds = {
  'health.deletions.yellow': 10,
  'health.deletions.red': 25,
  'health.deletions.fewest': 5,
  'health.losses.yellow': 10,
  'health.losses.red': 30,
  'health.refusals.yellow': 5,
  'health.refusals.red': 20,
  'health.refusals.fewest': 20,
  'health.quota.yellow': 70,
  'health.quota.red': 90,
  'health.unconfirmed.yellow': 50,
  'health.unconfirmed.fewest': 5,
  'health.slow.people_hour': 500,
  'health.pause.hours': 24,
  'wecom.calls.api.hour': 1_000,
  'wecom.ways': 100,
};
const people = (over: Partial<Figures> = {}): Figures => ({
  ...{ added: 100, addedLeft: 0, lost: 0, relations: 10_000 },
  ...{ tasks: 0, unconfirmed: 0, people: 0, delivered: 0, ...over },
});
const calls = (over: Partial<CallFigures> = {}): CallFigures => ({
  ...{ calls: 1_000, limited: 0, faulty: 0, busiest: 'list', busiestCalls: 0, ways: 0 },
  ...{ settings: 0, settingsCode: '', ...over },
});
const said = (figures: Figures, of = calls()) => {
  const { color, pace, reasons } = judge(figures, of, T);
  return [color, pace, reasons.map(reason => reason.measure).join()];
};

describe('colour and pace', () => {
  test.each([
    ['nothing', people(), calls(), ['green', 'full', '']],
    ['on the line', people({ addedLeft: 10 }), calls(), ['green', 'full', '']],
    ['new ones leave', people({ addedLeft: 11 }), calls(), ['yellow', 'slow', 'deletions']],
    ['many new ones leave', people({ addedLeft: 26 }), calls(), ['red', 'paused', 'deletions']],
    ['too few to tell', people({ added: 4, addedLeft: 4, relations: 10 }), calls(), ['green', 'full', '']],
    ['old ones leave', people({ lost: 101 }), calls(), ['yellow', 'slow', 'losses']],
    ['many old ones leave', people({ lost: 301 }), calls(), ['red', 'paused', 'losses']],
    ['everybody left', people({ lost: 60, relations: 40 }), calls(), ['red', 'paused', 'losses']],
    ['limits', people(), calls({ limited: 60 }), ['yellow', 'slow', 'limited']],
    ['many limits', people(), calls({ limited: 201 }), ['red', 'paused', 'limited']],
    ['a few limits', people(), calls({ limited: 19, calls: 20 }), ['green', 'full', '']],
    ['an hour nearly full', people(), calls({ busiestCalls: 701 }), ['yellow', 'slow', 'quota']],
    ['a wrong secret', people(), calls({ faulty: 900 }), ['red', 'full', 'faulty']],
    ['a refused app', people(), calls({ settings: 1, settingsCode: '60020' }), ['red', 'full', 'settings']],
    ['codes run out', people(), calls({ ways: 95 }), ['red', 'full', 'ways']],
    ['nobody confirms', people({ tasks: 10, unconfirmed: 6 }), calls(), ['yellow', 'full', 'unconfirmed']],
    ['the worst first', people({ lost: 110 }), calls({ faulty: 900 }), ['red', 'slow', 'faulty,losses']],
  ])('%s', (_, figures, of, expected) => {
    expect(said(figures, of)).toEqual(expected);
  });

  test('a member is judged by people alone', () => {
    expect(judge(people({ lost: 110 }), undefined, T)).toMatchObject({ color: 'yellow', pace: 'slow' });
  });
});

test('every colour is said in words with its figures', () => {
  const { reasons } = judge(
    people({ addedLeft: 30, lost: 310, tasks: 10, unconfirmed: 9 }),
    calls({ limited: 300, faulty: 300, busiestCalls: 950, ways: 99, settings: 2, settingsCode: '40001' }),
    T,
  );
  expect(reasons).toHaveLength(8);
  for (const language of ['zh', 'en'] as const)
    for (const words of sayReasons(reasons, language)) {
      expect(words).not.toMatch(/[{}]|NaN|undefined/);
      expect(words).toMatch(/\d/);
    }
  expect(sayReasons(reasons, 'zh')[0]).toBe(
    '近 7 天新加的 100 位客户里，30 位已经删除了成员（30%），超过 25% 的界限。',
  );
  expect(sayReasons([], 'en')).toEqual(['No figure has crossed its line.']);
});
