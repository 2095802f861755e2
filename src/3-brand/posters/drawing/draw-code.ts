import type { SKRSContext2D } from '@napi-rs/canvas';
import { encode } from 'uqr';
import { Problem } from '#platform/http/problem.ts';
import type { QrLayer } from '../contract.ts';
import { CODE_OUTSIDE, CODE_TOO_SMALL } from '../refusals.ts';

/** The white that readers need around a code, in modules (ISO/IEC 18004, 9.1). */
const QUIET = 4;
/** Narrower modules are lost on a phone's screen and in print at 300 dots an inch. */
const NARROWEST = 3;

/** Where a code's modules come to lie: whole pixels each, the rest of the square is white around them. */
export type CodePlan = { modules: readonly (readonly boolean[])[]; pixels: number; x: number; y: number };

/** @throws Problem poster_code_outside, poster_code_too_small */
export function planCode(layer: QrLayer, text: string, poster: { width: number; height: number }): CodePlan {
  const { x, y, size, level } = layer;
  if (x < 0 || y < 0 || x + size > poster.width || y + size > poster.height) throw new Problem(CODE_OUTSIDE);
  const { data, size: modules } = encode(text, { ecc: level, border: 0 });
  const pixels = Math.floor(size / (modules + 2 * QUIET));
  if (pixels < NARROWEST) {
    const least = (modules + 2 * QUIET) * NARROWEST;
    throw new Problem(CODE_TOO_SMALL, { modules, pixels: NARROWEST, size: least });
  }
  const margin = Math.floor((size - modules * pixels) / 2);
  return { modules: data, pixels, x: x + margin, y: y + margin };
}

/** Black on white whatever lies below, each module of whole pixels, so that no edge is grey. */
export function drawCode(pen: SKRSContext2D, layer: QrLayer, { modules, pixels, x, y }: CodePlan): void {
  pen.fillStyle = '#ffffff';
  pen.fillRect(layer.x, layer.y, layer.size, layer.size);
  pen.fillStyle = '#000000';
  for (const [row, line] of modules.entries())
    for (const [column, isDark] of line.entries())
      if (isDark) pen.fillRect(x + column * pixels, y + row * pixels, pixels, pixels);
}
