import { isAscii } from 'node:buffer';
import { Problem } from '#platform/http/problem.ts';
import { NOT_A_TABLE } from './faults.ts';
import type { Encoding } from './rows.ts';

const ENOUGH = 1024 * 1024;
const SNIFF = 4096;

/**
 * Bytes to text, piece by piece. A byte-order mark decides; without one, ASCII passes until the first other bytes come,
 * and those (up to 1 MB of them) decide between UTF-8 and GB18030, the superset of the GBK that shops write.
 */
export class TextReader {
  #decoder: TextDecoder | undefined;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #started = false;
  #encoding: Encoding = 'utf-8';

  constructor(chosen?: Encoding) {
    if (chosen) this.#decide(chosen);
  }

  /** The encoding found so far; a file of pure ASCII counts as UTF-8. */
  get encoding(): Encoding {
    return this.#encoding;
  }

  push(bytes: Buffer): string {
    if (this.#decoder) return this.#decoder.decode(bytes, { stream: true });
    if (this.#started && this.#heldBytes === 0 && isAscii(bytes)) return bytes.toString('latin1');
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
    if (!this.#started && this.#heldBytes >= 4) return this.#start();
    return this.#heldBytes >= ENOUGH ? this.#judgeHeld() : '';
  }

  end(): string {
    const text = this.#started ? '' : this.#start();
    const rest = this.#heldBytes > 0 ? this.#judgeHeld() : '';
    return text + rest + (this.#decoder?.decode() ?? '');
  }

  #start(): string {
    this.#started = true;
    const bytes = this.#takeHeld();
    const wide = wideEncoding(bytes);
    if (wide) this.#decide(wide);
    else if (mostlyZeros(bytes.subarray(0, SNIFF))) throw new Problem(NOT_A_TABLE);
    return this.push(bytes);
  }

  #judgeHeld(): string {
    const bytes = this.#takeHeld();
    this.#decide(judge(bytes));
    return this.push(bytes);
  }

  #takeHeld(): Buffer {
    const bytes = Buffer.concat(this.#held);
    this.#held = [];
    this.#heldBytes = 0;
    return bytes;
  }

  #decide(encoding: Encoding): void {
    this.#started = true;
    this.#encoding = encoding;
    this.#decoder = new TextDecoder(encoding);
  }
}

/** A text has no zero bytes; a program, an image or an archive has many. One in a cell is for the row to complain of. */
function mostlyZeros(head: Buffer): boolean {
  let zeros = 0;
  for (const byte of head) if (byte === 0) zeros++;
  return zeros > 1 && zeros > head.length * 0.01;
}

/** By byte-order mark, or by the zero bytes of ASCII written two bytes wide. */
function wideEncoding(bytes: Buffer): Encoding | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  const head = bytes.subarray(0, SNIFF);
  const zeros = [0, 0];
  for (let at = 0; at < head.length; at++) if (head[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const half = head.length / 2;
  if ((zeros[1] ?? 0) > half * 0.4 && zeros[0] === 0) return 'utf-16le';
  if ((zeros[0] ?? 0) > half * 0.4 && zeros[1] === 0) return 'utf-16be';
  return undefined;
}

/**
 * UTF-8 when it is valid, or nearly: an export that cut one character in half stays readable, while in GBK text almost
 * every character is invalid UTF-8.
 */
function judge(bytes: Buffer): Encoding {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return 'utf-8';
  } catch {
    const text = new TextDecoder('utf-8').decode(bytes, { stream: true });
    let broken = 0;
    let wide = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code > 127) wide++;
      if (code === 0xfffd) broken++;
    }
    return broken * 10 < wide ? 'utf-8' : 'gb18030';
  }
}
