import { createCanvas } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { pictureSize } from './picture-size.ts';

test('the header says how large a picture is, before anything of it is unpacked', () => {
  const canvas = createCanvas(321, 45);
  canvas.getContext('2d').fillRect(0, 0, 100, 10);
  for (const bytes of [canvas.toBuffer('image/png'), canvas.toBuffer('image/jpeg')])
    expect(pictureSize(bytes)).toEqual({ width: 321, height: 45 });
});

test('what has no header that can be read has no size', () => {
  const jpeg = createCanvas(10, 10).toBuffer('image/jpeg');
  for (const bytes of [Buffer.alloc(0), Buffer.alloc(64), Buffer.from('GIF89a'), jpeg.subarray(0, 20)])
    expect(pictureSize(bytes)).toBeUndefined();
  // A segment that says it is nothing long must not hold anybody up.
  expect(pictureSize(Buffer.from('ffd8ffe00000ffe00000ffe00000ffe00000', 'hex'))).toBeUndefined();
});
