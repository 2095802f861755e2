import type { SKRSContext2D } from '@napi-rs/canvas';
import { Problem } from '#platform/http/problem.ts';
import type { TextLayer } from '../contract.ts';
import { TEXT_TOO_LONG } from '../refusals.ts';
import { FONTS } from './canvas.ts';
import { wrap } from './wrap.ts';

/** Of Noto Sans SC, in shares of the letters' size: from the top of a Chinese character to the line it stands on. */
const ASCENT = 0.88;

/**
 * Draws a text from the top of its first line down; each line in the middle of its height.
 * @returns how many lines it took.
 * @throws Problem poster_text_too_long: nothing is cut off silently.
 */
export function drawText(pen: SKRSContext2D, layer: TextLayer, text: string, at: number): number {
  const { x, y, width, size, weight, colour, align } = layer;
  pen.font = `${weight} ${size}px ${FONTS}`;
  pen.fillStyle = colour;
  pen.textAlign = align;
  const lines = wrap(text, width, written => pen.measureText(written).width);
  if (lines.length > layer.lines) {
    const begin = [...text].slice(0, 12).join('');
    throw new Problem(TEXT_TOO_LONG, { layer: at + 1, text: begin, lines: lines.length, most: layer.lines });
  }
  const height = lineHeight(layer);
  const left = { left: x, center: x + width / 2, right: x + width }[align];
  const first = y + (height - size) / 2 + ASCENT * size;
  for (const [line, written] of lines.entries()) pen.fillText(written, left, first + line * height);
  return lines.length;
}

export const lineHeight = ({ size, leading }: Pick<TextLayer, 'size' | 'leading'>) => (size * leading) / 100;
