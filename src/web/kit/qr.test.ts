import { encode } from 'uqr';
import { expect, test } from 'vitest';
import { qrOf, svgFile } from './qr.ts';

test('the drawing covers the dark modules and nothing else', async () => {
  const link = 'https://siyu.example.com/c/abcd2345?city=%E6%9D%AD%E5%B7%9E';
  const { size, path } = qrOf(link);
  const drawn = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g))
    for (let at = Number(x); at < Number(x) + Number(width); at++) {
      const row = drawn[Number(y)];
      if (row) row[at] = true;
    }
  expect(drawn).toEqual(encode(link, { ecc: 'M', border: 4 }).data);
  expect(drawn.slice(0, 4).flat()).not.toContain(true);
  expect(await svgFile(link).text()).toContain(path);
});
