import { test } from 'vitest';
import { buildCustomer, project } from '#customers/testing';
import { appendEvents } from '#platform/log/events.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { check } from '../src/2-segmentation/rules/check.ts';
import { loadPerson } from '../src/2-segmentation/rules/load-person.ts';
import { toSql, peopleQuery } from '../src/2-segmentation/rules/to-sql.ts';
import { hostileStrings } from './calls/hostile.ts';
const platform = await testPlatform();
const { clickhouse, clock, db } = platform;
const now = clock.now();
test('x', async () => {
  const keys = ['plain', '^a', 'a[]', 'a:Int64', '`', '\\', "'", '"', '\n', ' ', '%', '@x', 'data', 'null', '键', '😀', 'a b', 'A', '0', '-1', '__proto__', 'constructor', 'toString', 'a.b', '.x', 'x.', '', ':`Int64`', 'x:`', '^', '[]', 'a\\nb', 'a`b.c', ...hostileStrings().filter(s => s.length <= 100 && s.isWellFormed() && !s.includes('\0'))];
  const datas: Record<string, unknown>[] = keys.map(k => Object.fromEntries([[k, 'v']]));
  datas.push({ '^a': 'v', a: { b: 'v' } }, { a: [{ b: 'v' }] }, { 'a.b': 'v', a: { b: 'w' } }, { a: null }, { a: [1] }, {});
  const bad: string[] = [];
  for (const data of datas) {
    const customerId = await buildCustomer(platform, {});
    await db.transaction().execute(tx => appendEvents(tx, [{ type: 'x', customerId, at: now, actor: 'web', data }]));
    try { await project(platform); } catch (e) { console.log('PROJECT', JSON.stringify(data), (e as Error).message.slice(0, 200)); await db.deleteFrom('events').where('customerId', '=', customerId).execute(); await db.deleteFrom('customers').where('id','=',customerId).execute(); continue; }
    const facts = await loadPerson(db, customerId, now);
    for (const property of [...Object.keys(data), 'a', '^a', 'a.b', 'a[].b', 'a[]'])
      for (const t of [{ is: 'present' as const }, { is: 'contains' as const, value: 'v' }]) {
      if (property === '') continue;
      const rule = { events: 'x', measure: { of: 'count' as const }, test: { is: 'at_least' as const, value: 1 }, window: null, where: [{ property, test: t }] };
      const c = toSql(rule, { now, segments: new Map(), merged: true, reachable: { sql: '1', values: {} } });
      const mem = check(rule, facts, now);
      try {
        const rows = await clickhouse.rows<{ person_id: number }>(peopleQuery(c, 'person_id'), c.values);
        const ch = rows.some(r => r.person_id === customerId);
        if (ch !== mem) bad.push(`${JSON.stringify(data)} ${JSON.stringify(property)} ${t.is} mem ${mem} ch ${ch}`);
      } catch (e) { bad.push(`${JSON.stringify(data)} ${JSON.stringify(property)} ${t.is} ERR ${(e as Error).message.slice(0, 100)}`); }
    }
  }
  console.log(bad.join('\n'));
}, 600000);
