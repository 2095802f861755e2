import { createCanvas } from '@napi-rs/canvas';
import { drawPoster, TEMPLATES } from '#brand';
import { readCode } from '#brand/testing';
import type { BenchOptions } from './main.ts';
import { median, type Report, report } from './report.ts';

const POSTERS = 200;
const AT_ONCE = 2;
const LINK = 'https://siyu.example.com/c/';

/** `held`: milliseconds for which nothing else could run; the encoding is a thread’s of the library. */
type Picture = { link: string; bytes: Buffer; held: number };

/**
 * Posters of all templates, each with a link of its own, drawn and encoded as JPEG in one process; then the code of every
 * one is read by jsqr. Beside them, as the floor, the same words in the same letters on white, encoded alike: no wrapping,
 * no code, no shapes.
 */
export async function run({ runs }: BenchOptions): Promise<Report> {
  await drawn(0);
  const times = { ours: [] as number[], peer: [] as number[] };
  let read = 0;
  let made = 0;
  const held: number[] = [];
  for (let round = 0; round < runs; round++) {
    times.peer.push(await timedAll(bare).then(({ milliseconds }) => milliseconds));
    const { milliseconds, results } = await timedAll(at => drawn(round * POSTERS + at));
    times.ours.push(milliseconds);
    made += results.length;
    held.push(...results.map(one => one.held));
    for (const { link, bytes } of results) if ((await readCode(bytes)) === link) read += 1;
  }
  return report('posters', [{ job: `${POSTERS} posters`, ...times, answer: { read, of: made } }], {
    'posters a second, one process': Math.round((POSTERS / median(times.ours)) * 1_000),
    'bare words a second': Math.round((POSTERS / median(times.peer)) * 1_000),
    'of each on the main thread, ms': median(held).toFixed(1),
    'codes read by jsqr': `${read} of ${made}`,
    'resident memory, MB': Math.round(process.memoryUsage.rss() / 2 ** 20),
  });
}

async function drawn(at: number): Promise<Picture> {
  const design = TEMPLATES[at % TEMPLATES.length];
  if (!design) throw new Error('There are no templates');
  const link = `${LINK}${(at + 36 ** 7).toString(36)}?p=${'abcdef'.charAt(at % 6)}`;
  const filling = { link, words: { hook: design.hook, company: '小满面包房' } };
  const began = performance.now();
  const { canvas } = await drawPoster({ design, pictures: new Map(), filling });
  const encoding = canvas.encode('jpeg', 88);
  const held = performance.now() - began;
  return { link, bytes: await encoding, held };
}

async function bare(at: number): Promise<Buffer> {
  const design = TEMPLATES[at % TEMPLATES.length];
  const canvas = createCanvas(design?.width ?? 0, design?.height ?? 0);
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#ffffff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = '#000000';
  for (const layer of design?.layers ?? []) {
    if (layer.kind !== 'text') continue;
    pen.font = `${layer.weight} ${layer.size}px "Siyu Sans", "Siyu Emoji"`;
    pen.fillText(layer.text, layer.x, layer.y + layer.size);
  }
  return await canvas.encode('jpeg', 88);
}

/** A few at a time, as requests come. */
async function timedAll<T>(
  make: (at: number) => Promise<T>,
): Promise<{ milliseconds: number; results: T[] }> {
  const results: T[] = [];
  let next = 0;
  const worker = async () => {
    while (next < POSTERS) results.push(await make(next++));
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { milliseconds: performance.now() - began, results };
}
