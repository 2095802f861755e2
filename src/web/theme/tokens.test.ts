import { expect, test } from 'vitest';
import { DARK, LIGHT, SERIES, type Tokens, tokensCss } from './tokens.ts';

/** Contrast ratio of two opaque colours, WCAG 2.2 §1.4.3. */
function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map(at => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const GROUNDS = ['paper', 'surface', 'sunken'] as const;
const TEXTS = ['ink', 'inkSoft', 'inkFaint', 'accent', 'advice', 'stop'] as const;
const PAIRS: [keyof Tokens, keyof Tokens][] = [
  ...TEXTS.flatMap(text => GROUNDS.map((ground): [keyof Tokens, keyof Tokens] => [text, ground])),
  ['onAccent', 'accent'],
  ['onAccent', 'accentHover'],
  ['accentInk', 'accentSoft'],
  ['ink', 'accentSoft'],
  ['advice', 'adviceSoft'],
  ['ink', 'adviceSoft'],
  ['stop', 'stopSoft'],
  ['ink', 'stopSoft'],
  ['tierImportant', 'tierImportantSoft'],
  ['tierRegular', 'tierRegularSoft'],
  ['tierOccasional', 'tierOccasionalSoft'],
];

test.each([
  ['light', LIGHT, SERIES.light],
  ['dark', DARK, SERIES.dark],
] as const)('%s: text reads at 4.5:1, edges and chart series at 3:1', (_, tokens, series) => {
  for (const [text, ground] of PAIRS)
    expect.soft(contrast(tokens[text], tokens[ground]), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  for (const ground of ['paper', 'surface'] as const) {
    expect.soft(contrast(tokens.edge, tokens[ground]), `edge on ${ground}`).toBeGreaterThanOrEqual(3);
    for (const colour of series)
      expect.soft(contrast(colour, tokens[ground]), `${colour} on ${ground}`).toBeGreaterThanOrEqual(3);
  }
});

test('both modes become custom properties, and paper stays light in print', () => {
  const css = tokensCss();
  expect(css).toContain('--tier-important-soft:#e8eaf4;');
  expect(css).toMatch(/@media screen and \(prefers-color-scheme:dark\)/);
  expect(css).not.toMatch(/^:root\[data-theme=dark\]/m);
});
