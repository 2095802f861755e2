/** Days of the lunar calendar (农历) and their words, as the browser needs them too; lunar.ts knows when they are. */
export type LunarDay = {
  /** 1 to 12. */
  month: number;
  /** 1 to 30. */
  day: number;
  /** Of a leap month (闰月). */
  leap: boolean;
};

/** A day as it is stored and compared: `08-15`, of a leap month `06-15L`. */
export type LunarCode = string;

export function codeOfLunar({ month, day, leap }: LunarDay): LunarCode {
  return `${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}${leap ? 'L' : ''}`;
}

export function lunarOfCode(code: LunarCode): LunarDay {
  return { month: Number(code.slice(0, 2)), day: Number(code.slice(3, 5)), leap: code.endsWith('L') };
}

/** All there can be: twelve months and their leap months of thirty days. */
export const LUNAR_CODES: readonly LunarCode[] = Array.from({ length: 12 * 30 * 2 }, (_, i) =>
  codeOfLunar({ month: (i % 12) + 1, day: (Math.floor(i / 12) % 30) + 1, leap: i >= 360 }),
);

/** The lunar years that can be reckoned with. */
export const LUNAR_YEARS = { first: 1900, last: 2100 } as const;

const TENS = ['初', '十', '廿'];
const DIGITS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
const MONTHS = ['正', ...DIGITS.slice(1), '冬', '腊'];

/** `八月十五`, `闰六月初一`. */
export function sayLunar({ month, day, leap }: LunarDay): string {
  const words =
    day === 20
      ? '二十'
      : day === 30
        ? '三十'
        : `${TENS[Math.floor((day - 1) / 10)]}${DIGITS[(day - 1) % 10]}`;
  return `${leap ? '闰' : ''}${MONTHS[month - 1]}月${words}`;
}

const MONTH_NAMES = new Map([
  ...MONTHS.map((name, i) => [name, i + 1] as const),
  ['一', 1] as const,
  ['十一', 11] as const,
  ['十二', 12] as const,
]);
const DAY_NAMES = new Map(
  Array.from(
    { length: 30 },
    (_, i) => [sayLunar({ month: 1, day: i + 1, leap: false }).slice(2), i + 1] as const,
  ),
);

/**
 * Reads `农历八月十五`, `农历1990年八月十五`, `农历闰六月初一`, `农历1990-8-15`. Only what says that it is lunar: a bare
 * `八月十五` in a file may be anything.
 */
export function readLunarText(text: string): { year: number | undefined; lunar: LunarDay } | undefined {
  const match =
    /^(?:农历|阴历|旧历)[:： ]*(?:(\d{4})[-/.年]?)?\s*(闰)?(?:(\d{1,2})[-/.月](\d{1,2})日?|(\p{Script=Han}{1,2})月(\p{Script=Han}{1,3}))$/u.exec(
      text.trim(),
    );
  if (!match) return undefined;
  const [, year, leap, m, d, mWords = '', dWords = ''] = match;
  const month = m === undefined ? MONTH_NAMES.get(mWords) : Number(m);
  const day = d === undefined ? DAY_NAMES.get(dWords.replace(/日$/, '')) : Number(d);
  if (!month || !day || month > 12 || day > 30) return undefined;
  return {
    year: year === undefined ? undefined : Number(year),
    lunar: { month, day, leap: leap !== undefined },
  };
}
