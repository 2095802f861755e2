import { expect, test } from 'vitest';
import { testPlatform } from '../testing/test-platform.ts';

const { clickhouse } = await testPlatform();

/** Everything that means something to SQL, to escapes, to an address or to a form. */
const TEXTS = [
  '',
  "it's \\ \\n \\' \" ` ; -- /* %27 +&=?#",
  'a\tb\nc\r\nd',
  '甲'.repeat(3),
  '--boundary\r\nContent-Disposition: form-data; name="param_x"\r\n\r\n',
  '🇨🇳\u202e\ufeff ',
  '\\N',
  '{x:String}',
];

test.each([1, 30_000])('bound values come back as they went, %i times over', async times => {
  const texts = TEXTS.map(text => text.repeat(times)).filter(text => text.length < 300_000);
  const [row] = await clickhouse.rows(
    'select {a:Array(String)} as a, {b:String} as b, {n:Int64} as n, {f:Float64} as f',
    { a: texts, b: texts.at(-1), n: '-9007199254740991', f: 0.1 },
  );
  expect(row).toEqual({ a: texts, b: texts.at(-1), n: -9007199254740991, f: 0.1 });
});

test('a million numbers are as good as one', async () => {
  const ids = Array.from({ length: 1_000_000 }, (_, i) => i);
  const [row] = await clickhouse.rows<{ n: number }>('select length({ids:Array(UInt32)}) as n', { ids });
  expect(row?.n).toBe(ids.length);
});
