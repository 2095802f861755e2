import { expect, test } from 'vitest';
import { DAY } from '../clock.ts';
import { testClient, testMember } from '../testing/test-app.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { ruleFactRoutes } from './rule-facts.routes.ts';

const platform = await testPlatform();
const owner = testClient(platform, ruleFactRoutes).as(await testMember(platform));
type Fact = { name: string; value: unknown; isInForce: boolean; effectiveFrom: string };
const facts = async (name: string) =>
  ((await owner.get('/rule-facts')).body as { data: Fact[] }).data.filter(fact => fact.name === name);

test('the rule pack is shown with its sources, one of each name in force', async () => {
  expect(await facts('wecom.mass.member_person.day')).toMatchObject([
    { value: { max: 1 }, confidence: 'official', isInForce: true, effectiveTo: null },
  ]);
});

test('an own limit holds anew from today on, what held before is kept, and it is in the audit log', async () => {
  const change = { name: 'marketing.person.week', value: { max: 2 } };
  expect(await owner.post('/rule-facts', change)).toMatchObject({ status: 201 });
  platform.clock.advance(DAY);
  await owner.post('/rule-facts', { ...change, value: { max: 4 } });
  await owner.post('/rule-facts', { ...change, value: { max: 5 } });
  expect(await facts('marketing.person.week')).toMatchObject([
    { value: { max: 5 }, effectiveFrom: '2026-06-04', isInForce: true },
    { value: { max: 4 }, effectiveFrom: '2026-06-04', isInForce: false },
    { value: { max: 2 }, effectiveFrom: '2026-06-03', isInForce: false },
    { value: { max: 3 }, isInForce: false },
  ]);
  const { rows } = await platform.pool.query('select * from audit_log order by id desc limit 1');
  expect(rows[0]).toMatchObject({ action: 'rule.changed', before: { max: 4 }, after: { max: 5 } });
});

test('a platform’s limit, a value of another kind, and hours that end before they begin are refused', async () => {
  const refused = async (name: string, value: unknown) => await owner.post('/rule-facts', { name, value });
  expect(await refused('wecom.mass.person.month', { max: 99 })).toMatchObject({
    status: 422,
    body: { code: 'rule_not_own' },
  });
  expect(await refused('marketing.hours', { max: 99 })).toMatchObject({
    status: 422,
    body: { code: 'rule_of_other_shape' },
  });
  expect(await refused('marketing.hours', { from: '22:00', to: '09:00' })).toMatchObject({ status: 400 });
  const manager = owner.as(await testMember(platform, 'manager'));
  expect(await manager.post('/rule-facts', { name: 'marketing.hours', value: {} })).toMatchObject({
    status: 403,
  });
});
