import { test } from 'vitest';
import { testPlatform } from '#platform/testing/test-platform.ts';
const platform = await testPlatform();
const { clickhouse } = platform;
test('x', async () => {
  const texts = ['18446744073709551615', '18446744073709551616', '-9223372036854775809', '100000000000000000000', '1' + '0'.repeat(25), '1' + '0'.repeat(30), '1' + '0'.repeat(100), '1' + '0'.repeat(300), '1' + '0'.repeat(308), '1' + '0'.repeat(309), '0.' + '0'.repeat(300) + '1', '123456789012345678901234567890.5', '1' + '0'.repeat(300) + '.5', '1' + '0'.repeat(308) + '.0', '1' + '0'.repeat(309) + '.0', '1e300', '1e309', '0.' + '0'.repeat(400) + '1', '1.' + '3'.repeat(500)];
  for (const t of texts) {
    try { console.log(t.slice(0, 40), t.length, JSON.stringify(await clickhouse.rows(`select toString({d:String}::JSON) as s, dynamicType({d:String}::JSON.x) as t settings allow_simdjson = 0`, { d: `{"x": ${t}}` })).slice(0, 100)); } catch (e) { console.log(t.slice(0, 40), t.length, 'ERR', (e as Error).message.slice(0, 60)); }
  }
}, 600000);
