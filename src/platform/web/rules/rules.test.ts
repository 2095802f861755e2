import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Fact, halfHours, readSource, readValue, rulesOf, WORDS } from './rules.ts';

const fact = (name: string, given: Partial<Fact> = {}): Fact => ({
  id: 'rule_1',
  name,
  value: { max: 1 },
  effectiveFrom: '2026-06-01',
  effectiveTo: null,
  source: '本公司设置',
  confidence: 'own',
  isInForce: true,
  ...given,
});

test('what holds today is shown, in the house’s order, with what held before; what is given stands apart', () => {
  const { own, given } = rulesOf([
    fact('marketing.person.week'),
    fact('marketing.person.week', { isInForce: false, value: { max: 5 } }),
    fact('something.new'),
    fact('marketing.hours', { value: { from: '09:00', to: '21:00' } }),
    fact('wecom.mass.person.month', { confidence: 'official' }),
  ]);
  expect(own.map(({ now, earlier }) => `${now.name} ${earlier.length}`)).toEqual([
    'marketing.hours 0',
    'marketing.person.week 1',
    'something.new 0',
  ]);
  expect(given.map(({ now }) => now.name)).toEqual(['wecom.mass.person.month']);
});

test('a value is so many, or hours; anything else is left alone', () => {
  expect(readValue({ max: 0 })).toEqual({ kind: 'bound', max: 0 });
  expect(readValue({ max: 'days_of_month' })).toEqual({ kind: 'bound', max: 'days_of_month' });
  expect(readValue({ to: '21:00', from: '09:00' })).toEqual({ kind: 'hours', from: '09:00', to: '21:00' });
  for (const other of [null, 3, { max: 'many' }, { from: '09:00' }, { least: 1 }])
    expect(readValue(other)).toBeUndefined();
});

test('a source that is an address becomes a link, a note stays a note', () => {
  expect(readSource('developer.work.weixin.qq.com/document/path/92135 (2025-11-17)')).toEqual({
    text: 'developer.work.weixin.qq.com/document/path/92135',
    href: 'https://developer.work.weixin.qq.com/document/path/92135',
    rest: '(2025-11-17)',
  });
  expect(readSource('Huawei Cloud SMS FAQ: 推广短信 08:00-22:00')).toEqual({
    text: 'Huawei Cloud SMS FAQ: 推广短信 08:00-22:00',
  });
});

test('hours are chosen by the half hour, and an odd one that is set can be kept', () => {
  expect(halfHours('09:00')).toHaveLength(49);
  const odd = halfHours('09:10');
  expect(odd.slice(18, 21)).toEqual(['09:00', '09:10', '09:30']);
  expect([odd[0], odd.at(-1)]).toEqual(['00:00', '24:00']);
});

test('every fact that comes with a migration has words here, a value of a known shape and a source people can read', () => {
  const all = globSync('db/postgres/*.sql').map(file => readFileSync(file, 'utf8'));
  const given = all.flatMap(text => [
    ...text.matchAll(/^ {2}\('([a-z_.]+)', '(\{.*?\})', '[\d-]+', '([^']+)'/gm),
  ]);
  expect(given.length).toBeGreaterThan(35);
  expect(given.map(([, name]) => name).filter(name => !((name as string) in WORDS))).toEqual([]);
  for (const [, name, value = '', source = ''] of given) {
    expect(readValue(JSON.parse(value)), name).toBeDefined();
    expect(source, name).not.toMatch(/[A-Z]+\.md/);
  }
});
