import { openRows } from './reading/open-rows.ts';

for (const f of [
  '/work/shared/data/onlineretail/onlineretail.csv.gz',
  '/tmp/b/or.csv',
  '/tmp/b/t.xlsx',
  '/tmp/b/t.xlsx',
  '/tmp/b/or.csv',
  '/work/shared/data/onlineretail/onlineretail.csv.gz',
]) {
  const t = performance.now();
  let n = 0,
    c = 0;
  const o = await openRows(f);
  for await (const rows of o.batches) {
    n += rows.length;
    for (const r of rows) c += r.cells.length;
  }
  const ms = performance.now() - t;
  console.log(
    f,
    n,
    c,
    ms | 0,
    ((n / ms) * 1000) | 0,
    o.layout(),
    o.progress(),
    (process.memoryUsage().rss / 1e6) | 0,
  );
}
for await (const b of (await openRows('/tmp/b/c.xlsx')).batches) console.log(JSON.stringify(b));
for await (const b of (await openRows('/work/shared/data/cdnow/CDNOW_sample.txt')).batches) {
  console.log(JSON.stringify(b.slice(0, 2)));
  break;
}
