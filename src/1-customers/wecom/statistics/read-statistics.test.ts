import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { DAY } from '#platform/clock.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { simulatedCorp } from '../testing/corp.ts';
import { readStatistics, spansOf } from './read-statistics.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const corp = await simulatedCorp(platform);
beforeAll(() => corp.sync());

const read = () => readStatistics(platform, corp.accountId);
const days = async () =>
  (
    await sql<{ who: string; lost: number; added: number; groups: number | null; day: string }>`
      select a.external_id as who, d.day::text, d.lost, d.added, d.groups from member_days d
      join member_accounts a using (account_id, member_id) order by 1, d.day`.execute(db)
  ).rows;

test('each member has a row a day, up to yesterday, with groups only where they own some', async () => {
  expect(await read()).toEqual({ members: 2, days: 60, skipped: 0 });
  const kept = await days();
  expect(kept.filter(row => row.who === 'ann')).toHaveLength(30);
  expect(kept.filter(row => row.who === 'ann').every(row => row.groups !== null)).toBe(true);
  expect(kept.filter(row => row.who === 'bob').every(row => row.groups === null)).toBe(true);
});

test('read again it is the same; a day later, and after a week without, only what is missing is read', async () => {
  const before = await days();
  expect(await read()).toMatchObject({ days: 6 });
  expect(await days()).toEqual(before);
  await corp.admin.customerDeletes(corp.corpId, 'wm_1', 'ann');
  clock.advance(DAY);
  expect(await read()).toMatchObject({ days: 8 });
  const after = await days();
  expect(after).toHaveLength(62);
  expect(after.filter(row => row.lost > 0)).toMatchObject([{ who: 'ann', lost: 1 }]);
  clock.advance(40 * DAY);
  expect(await read()).toMatchObject({ days: 86 });
  expect(await days()).toHaveLength(142);
});

test('a member WeCom says nothing of is left out, a missing permission ends the run', async () => {
  const path = 'externalcontact/get_user_behavior_data';
  await corp.admin.addFault({ kind: 'errcode', path, errcode: 84074, times: 1 });
  expect(await read()).toMatchObject({ members: 1, skipped: 1 });
  await corp.admin.addFault({ kind: 'errcode', path, errcode: 48002, times: 1 });
  await expect(read()).rejects.toThrow('48002');
  expect(await read()).toMatchObject({ members: 2, skipped: 0 });
});

test('spans are whole days, thirty at a time, and no further back than WeCom tells', () => {
  const now = new Date('2026-06-03T02:00:00Z');
  const said = (last: string | null) =>
    spansOf(last, now).map(({ from, to }) => [from.toISOString(), to.toISOString()]);
  expect(said('2026-06-02')).toEqual([['2026-05-30T16:00:00.000Z', '2026-06-01T16:00:00.000Z']]);
  expect(said('2025-01-01')).toHaveLength(6);
  expect(said('2025-01-01')[0]?.[0]).toBe('2025-12-04T16:00:00.000Z');
});
