import { openRows } from './reading/open-rows.ts';

for (const f of ['/tmp/b/t.xlsx', '/tmp/b/t.xlsx', '/tmp/b/t.xlsx']) {
  const t = performance.now();
  let n = 0;
  const o = await openRows(f);
  for await (const rows of o.batches) n += rows.length;
  console.log(n, (performance.now() - t) | 0);
}
