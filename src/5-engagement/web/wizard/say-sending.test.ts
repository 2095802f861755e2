import { expect, test } from 'vitest';
import { flatTexts, type Values } from '#web/i18n/texts.ts';
import zh from '../texts/zh.ts';
import { EMPTY } from './draft.ts';
import { saySending } from './say-sending.ts';
import type { Preview } from './use-preview.ts';

const texts = new Map(flatTexts(zh));
const t = (key: string, values: Values = {}) =>
  (texts.get(key) ?? key).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
const preview: Preview = {
  ...{ audience: 210_779, estimatedFrom: null, send: 182_377, heldOut: 21_721 },
  withheld: [{ reason: 'refused', words: '', people: 6_681 }],
  ...{ members: [], minutes: 75, cost: null, sample: [], people: [] },
};

test('who gets it is said as a number, and as an estimate where it is one', () => {
  const draft = {
    ...EMPTY,
    audience: { segmentId: 'seg_1', rule: { reachable: 'wecom' as const }, name: '老客' },
  };
  const say = (of: Preview) => saySending(draft, of, undefined, t as never).join('');
  expect(say(preview)).toContain('的 182,377 位客户');
  const estimate = say({ ...preview, estimatedFrom: 20_000 });
  for (const number of ['约 182,377 位客户', '约 21,721 位', '约 6,681 位'])
    expect(estimate).toContain(number);
});
