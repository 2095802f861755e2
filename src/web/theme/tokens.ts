/**
 * Every colour of Siyu, said once: paper-white ground, ink, one accent (deep pine green), amber for advice, brick for
 * a stop, three quiet tints for tiers. From here come the CSS variables (vite.config.ts writes them into index.html,
 * so the first paint has them), the theme of antd and the theme of the charts. tokens.test.ts holds them to WCAG AA.
 */
export type Tokens = {
  /** The ground everything lies on. */
  paper: string;
  /** Sheets on the ground: inputs, popovers, drawers. */
  surface: string;
  /** Recesses: navigation, hovered rows, skeletons. */
  sunken: string;
  /** Hairlines that only part things. */
  line: string;
  /** Edges of things one can operate; 3:1 against paper and surface. */
  edge: string;
  ink: string;
  inkSoft: string;
  inkFaint: string;
  accent: string;
  accentHover: string;
  accentSoft: string;
  accentInk: string;
  onAccent: string;
  advice: string;
  adviceSoft: string;
  adviceLine: string;
  stop: string;
  stopSoft: string;
  stopLine: string;
  tierImportant: string;
  tierImportantSoft: string;
  tierRegular: string;
  tierRegularSoft: string;
  tierOccasional: string;
  tierOccasionalSoft: string;
  /** Plain buttons and bones of skeletons: a breath of ink on whatever they lie on. */
  press: string;
  pressHover: string;
  /** Behind dialogs. */
  veil: string;
};

export const LIGHT: Tokens = {
  paper: '#faf9f5',
  surface: '#ffffff',
  sunken: '#f2f0e8',
  line: '#e6e3d9',
  edge: '#8f8c81',
  ink: '#1f2523',
  inkSoft: '#48504c',
  inkFaint: '#656d68',
  accent: '#0f766e',
  accentHover: '#0b635c',
  accentSoft: '#e0eeea',
  accentInk: '#0a5a53',
  onAccent: '#ffffff',
  advice: '#855400',
  adviceSoft: '#fbf1dc',
  adviceLine: '#e3c384',
  stop: '#a23a27',
  stopSoft: '#fbebe6',
  stopLine: '#e2a898',
  tierImportant: '#3b4980',
  tierImportantSoft: '#e8eaf4',
  tierRegular: '#355c4b',
  tierRegularSoft: '#e4ede6',
  tierOccasional: '#65573d',
  tierOccasionalSoft: '#f0eadc',
  press: 'rgba(31, 37, 35, 0.06)',
  pressHover: 'rgba(31, 37, 35, 0.11)',
  veil: 'rgba(31, 37, 35, 0.34)',
};

export const DARK: Tokens = {
  paper: '#151917',
  surface: '#1d2220',
  sunken: '#101412',
  line: '#2d3330',
  edge: '#727a75',
  ink: '#e9e8e1',
  inkSoft: '#bfc4be',
  inkFaint: '#98a09a',
  accent: '#5cbfb2',
  accentHover: '#78cfc3',
  accentSoft: '#1c3431',
  accentInk: '#8fd8cd',
  onAccent: '#06211e',
  advice: '#e2b562',
  adviceSoft: '#332813',
  adviceLine: '#6d5423',
  stop: '#eb9a86',
  stopSoft: '#371f19',
  stopLine: '#7c4334',
  tierImportant: '#b4bfea',
  tierImportantSoft: '#272c42',
  tierRegular: '#a6cdb7',
  tierRegularSoft: '#20322a',
  tierOccasional: '#d6c7a5',
  tierOccasionalSoft: '#332d20',
  press: 'rgba(233, 232, 225, 0.09)',
  pressHover: 'rgba(233, 232, 225, 0.15)',
  veil: 'rgba(0, 0, 0, 0.56)',
};

/**
 * Series of charts, in the order they are handed out: hue and lightness both change, so neighbours stay apart for the
 * colour-blind and in grey print. 3:1 against paper.
 */
export const SERIES = {
  light: ['#0f766e', '#b4790f', '#46558f', '#b0503b', '#5f6b66', '#7d4a73'],
  dark: ['#5cbfb2', '#dba94b', '#94a4e0', '#e48f79', '#aab3ad', '#cb9ac2'],
} as const;

export const FONTS =
  '-apple-system, BlinkMacSystemFont, "PingFang SC", "HarmonyOS Sans SC", "MiSans", "Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Segoe UI", sans-serif';

/** The tokens as custom properties: light, dark by the system's wish, dark or light by the member's own. */
export function tokensCss(): string {
  const light = `color-scheme:light;${properties(LIGHT)}`;
  const dark = `color-scheme:dark;${properties(DARK)}`;
  return [
    `:root{${light}--fonts:${FONTS}}`,
    `@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){${dark}}}`,
    `@media screen{:root[data-theme=dark]{${dark}}}`,
  ].join('\n');
}

function properties(tokens: Tokens): string {
  return Object.entries(tokens)
    .map(([name, value]) => `--${kebab(name)}:${value};`)
    .join('');
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
}
