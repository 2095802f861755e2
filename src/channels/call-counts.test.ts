import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { HOUR } from '#platform/clock.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { CallCounts } from './call-counts.ts';

const platform = await testPlatform();
const { db, clock } = platform;
await sql`insert into channel_accounts (id, kind, name) overriding system value values (7, 'wecom', '店')`.execute(
  db,
);
const kept = async () =>
  (
    await sql<{ hours: number; api: string; meaning: string; calls: number }>`
      select (extract(epoch from hour) / 3600)::integer % 24 as hours, api, meaning, calls from channel_calls order by hour, api, meaning`.execute(
      db,
    )
  ).rows.map(({ api, meaning, calls }) => `${api} ${meaning} ${calls}`);
const noter = () => {
  const counts = new CallCounts(platform);
  return {
    flush: () => counts.flush(),
    note: (api: string, meaning: string, times: number) => {
      for (let n = 0; n < times; n += 1)
        counts.note(7, { api, meaning, code: meaning === 'ok' ? '' : '45009' });
    },
  };
};

test('requests of several processes are added up by hour, API and meaning', async () => {
  const [one, two] = [noter(), noter()];
  one.note('list', 'ok', 3);
  one.note('send', 'slow_down', 2);
  two.note('list', 'ok', 4);
  expect(await kept()).toEqual([]);
  await Promise.all([one.flush(), two.flush()]);
  await one.flush();
  expect(await kept()).toEqual(['list ok 7', 'send slow_down 2']);
  clock.advance(HOUR);
  one.note('list', 'ok', 1);
  await one.flush();
  expect(await kept()).toEqual(['list ok 7', 'send slow_down 2', 'list ok 1']);
});

test('what could not be written is written the next time', async () => {
  const broken = new CallCounts(platform);
  broken.note(99, { api: 'list', meaning: 'ok', code: '' });
  await expect(broken.flush()).rejects.toThrow('channel_calls');
  await sql`insert into channel_accounts (id, kind, name) overriding system value values (99, 'wecom', '二店')`.execute(
    db,
  );
  await broken.flush();
  expect((await kept()).filter(line => line === 'list ok 1')).toHaveLength(2);
});
