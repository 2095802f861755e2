import { test } from 'vitest';
import { testPlatform } from '#platform/testing/test-platform.ts';
const { clickhouse } = await testPlatform();
test('x', async () => {
  console.log(await clickhouse.rows('select version() as v'));
  console.log(await clickhouse.rows(`select name, value, description from system.settings where name like '%json_type%' or name like 'type_json%'`));
  await clickhouse.command('create table j (id Int32, data JSON) engine = MergeTree order by id');
  const q = async (s: string, p: Record<string, unknown> = {}) => { try { return JSON.stringify(await clickhouse.rows(s, p)); } catch (e) { return 'ERR ' + (e as Error).message.slice(0, 200); } };
  for (const [i, d] of ['{"a.b":"v","a":{"b":"w"}}', '{".x":"v"}', '{"":"v"}', '{"a":{"":"v"}}', '{"^a":"v"}', '{":`Int64`":"v"}', '{"^`a`":"v"}', '{"a":[{"b":1}]}', '{"a%2Eb": 1}','{"a\\\\.b":2}'].entries())
    console.log(d, await q(`insert into j settings json_type_escape_dots_in_keys=1 values`), await (async () => { try { await clickhouse.command(`insert into j select ${i}, {d:String} settings json_type_escape_dots_in_keys=1`, { d }); return 'ok'; } catch (e) { return (e as Error).message.slice(0, 200); } })());
  console.log(await q('select id, toString(data) as s from j order by id'));
  console.log(await q('select id, data.a.b.:String as s from j where isNotNull(data.a.b.:String)'));
  console.log(await q('select id, data.`a%2Eb`.:String as s from j where isNotNull(data.`a%2Eb`.:String)'));
  console.log(await q("select id, getSubcolumn(data, 'a.b.:`String`') as s from j where isNotNull(getSubcolumn(data, 'a.b.:`String`'))"));
  console.log(await q("select id, getSubcolumn(data, {p:String}) as s from j where isNotNull(s)", { p: 'a.b.:`String`' }));
  console.log(await q("select id, getSubcolumn(data, {p:String}) as s from j where isNotNull(s)", { p: '%2Ex.:`String`' }));
  console.log(await q("select id, getSubcolumn(data, {p:String}) as s from j where isNotNull(s)", { p: '.:`String`' }));
  console.log(await q("select id, getSubcolumn(data, {p:String}) as s from j where isNotNull(s)", { p: 'a..:`String`' }));
  console.log(await q("select id, getSubcolumn(data, {p:String}) as s from j where isNotNull(s)", { p: '^`a`.:`String`' }));
  console.log(await q("select id, getSubcolumn(data, {p:String}) as s from j where isNotNull(s)", { p: ':`Int64`.:`String`' }));
  console.log(await q("select id, data.`^a`.:String as s from j where isNotNull(s)"));
  console.log(await q("select id, data.`^\\`a\\``.:String as s from j where isNotNull(s)"));
  console.log(await q("select distinctJSONPaths(data) as s from j"));
});
