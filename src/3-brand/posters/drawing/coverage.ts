import { open } from 'node:fs/promises';
import { EMOJI_FILE, fontPath, TEXT_FILE } from './canvas.ts';
import { graphemesOf } from './wrap.ts';

/** First and last of a run of characters that a font has. */
type Run = readonly [number, number];

let loading: Promise<readonly Run[]> | undefined;

/** Characters of a text that no font of ours has: drawn in a font of the machine's, or as empty boxes. Each once. */
export async function unknownIn(texts: readonly string[]): Promise<string[]> {
  loading ??= Promise.all([TEXT_FILE, EMOJI_FILE].map(file => runsOf(fontPath(file)))).then(runs =>
    runs.flat(),
  );
  const runs = await loading;
  const isKnown = (character: string) => {
    const point = character.codePointAt(0) ?? 0;
    return INVISIBLE.test(character) || runs.some(([first, last]) => point >= first && point <= last);
  };
  const unknown = texts.flatMap(graphemesOf).filter(one => ![...one].every(isKnown));
  return [...new Set(unknown)];
}

/** Joins, selects a form, or steers: drawn as nothing of its own. */
const INVISIBLE = /^[\s\p{Cc}\p{Cf}\p{Variation_Selector}]$/u;

/** What a font file says it has: the segments of its `cmap` in format 12 (OpenType, cmap, "Segmented coverage"). */
export async function runsOf(path: string): Promise<Run[]> {
  const file = await open(path);
  try {
    const read = async (at: number, length: number) =>
      (await file.read(Buffer.alloc(length), 0, length, at)).buffer;
    const tables = await read(12, (await read(4, 2)).readUInt16BE(0) * 16);
    const cmap = rows(tables, 16).find(row => row.toString('latin1', 0, 4) === 'cmap');
    if (!cmap) throw new Error(`${path} has no cmap`);
    const bytes = await read(cmap.readUInt32BE(8), cmap.readUInt32BE(12));
    const offsets = rows(bytes.subarray(4, 4 + bytes.readUInt16BE(2) * 8), 8).map(row => row.readUInt32BE(4));
    const at = offsets.find(offset => bytes.readUInt16BE(offset) === 12);
    if (at === undefined) throw new Error(`${path} has no cmap of format 12`);
    const groups = bytes.subarray(at + 16, at + 16 + bytes.readUInt32BE(at + 12) * 12);
    return rows(groups, 12).map(row => [row.readUInt32BE(0), row.readUInt32BE(4)]);
  } finally {
    await file.close();
  }
}

const rows = (bytes: Buffer, length: number): Buffer[] =>
  Array.from({ length: Math.floor(bytes.length / length) }, (_, at) =>
    bytes.subarray(at * length, (at + 1) * length),
  );
