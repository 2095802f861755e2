import { basename, extname } from 'node:path';
import { ownFailure } from '../errors.ts';
import type { Upload } from '../exchange.ts';
import { done, type Outcome } from '../outcome.ts';

export type MediaFile = { name: string; bytes: Uint8Array<ArrayBuffer> };

/** What media/upload calls its kinds. */
export type MediaType = 'image' | 'voice' | 'video' | 'file';

/** A picture is what uploadimg takes. */
type Use = MediaType | 'picture';

type Format = { contentType: string; extensions: readonly [string, ...string[]]; is(bytes: Buffer): boolean };

const MB = 1024 * 1024;

/** In bytes, both ends included (official pages 90253 and 90256). */
const SIZES: Record<Use, { least: number; most: number }> = {
  picture: { least: 5, most: 2 * MB },
  image: { least: 6, most: 10 * MB },
  voice: { least: 6, most: 2 * MB },
  video: { least: 6, most: 10 * MB },
  file: { least: 6, most: 20 * MB },
};

const IMAGES: readonly Format[] = [
  { contentType: 'image/jpeg', extensions: ['.jpg', '.jpeg'], is: startsWith('ffd8ff') },
  { contentType: 'image/png', extensions: ['.png'], is: startsWith('89504e470d0a1a0a') },
];

/** By content, since WeCom looks at it too and a name is easily wrong. */
const FORMATS: Record<Exclude<Use, 'file'>, readonly Format[]> = {
  picture: IMAGES,
  image: IMAGES,
  voice: [{ contentType: 'audio/amr', extensions: ['.amr'], is: startsWith('2321414d52') }],
  video: [{ contentType: 'video/mp4', extensions: ['.mp4'], is: isMp4 }],
};

export function mostBytesOf(use: Use): number {
  return SIZES[use].most;
}

/** The file as it is sent, under a name whose ending tells its format, or why WeCom would not take it. */
export function uploadOf({ name, bytes }: MediaFile, use: Use): Outcome<Upload> {
  const { least, most } = SIZES[use];
  if (bytes.length < least || bytes.length > most)
    return ownFailure('file_size', `${use}: ${bytes.length} bytes, not ${least} to ${most}`);
  if (use === 'file') return done({ name: basename(name), contentType: 'application/octet-stream', bytes });
  const format = FORMATS[use].find(({ is }) => is(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)));
  if (!format) return ownFailure('file_format', use);
  return done({ name: named(basename(name), format), contentType: format.contentType, bytes });
}

function named(name: string, { extensions }: Format): string {
  const extension = extname(name);
  if (extensions.includes(extension.toLowerCase())) return name;
  return basename(name, extension) + extensions[0];
}

function startsWith(hex: string) {
  const magic = Buffer.from(hex, 'hex');
  return (bytes: Buffer) => bytes.subarray(0, magic.length).equals(magic);
}

/** An ISO base media file whose brand is none of QuickTime, HEIC and AVIF, which begin alike. */
function isMp4(bytes: Buffer): boolean {
  const [box, brand] = [bytes.toString('latin1', 4, 8), bytes.toString('latin1', 8, 12)];
  return box === 'ftyp' && !['qt  ', 'heic', 'heix', 'mif1', 'avif'].includes(brand);
}
