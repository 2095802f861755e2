import { expect, test } from 'vitest';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { compareStores, rebuildAnalytics } from '../projection/rebuild.ts';
import { project } from '../testing/project.ts';
import { buildSender } from './testing/sender.ts';

const platform = await testPlatform();
const shop = await buildSender(platform);
const browser = await buildSender(platform, 'browser', shop.accountId);

async function listed(): Promise<number> {
  await project(platform);
  const [row] = await platform.clickhouse.rows<{ n: number }>('select count() as n from customers final');
  return Number(row?.n);
}

test('a browser is nobody’s customer until something tells who it is; both stores say so', async () => {
  await browser.send('track', { event: 'looked', anonymousId: 'v1' });
  expect(await listed()).toBe(0);
  expect(await compareStores(platform)).toEqual([]);
  await shop.send('identify', { userId: 'u1', anonymousId: 'v1', traits: { name: '张三' } });
  expect(await listed()).toBe(1);
  const [seen] = await platform.clickhouse.rows<{ n: number }>(
    `select count() as n from events where type = 'looked' and customer_id in (select person_id from customers final)`,
  );
  expect(Number(seen?.n), 'what it did before').toBe(1);
  await browser.send('track', { event: 'looked', anonymousId: 'v2' });
  await project(platform);
  await rebuildAnalytics(platform);
  expect(await listed()).toBe(1);
  expect(await compareStores(platform)).toEqual([]);
});
