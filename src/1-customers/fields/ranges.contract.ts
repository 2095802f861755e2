/**
 * What lies between two values of a field of numbers or of days, as an address and the API hold it: `key=from..to`, both
 * included, either may be left open; several with commas between. Without zod: the browser reads these too.
 */
export type FieldRange = { from?: string | undefined; to?: string | undefined };
export type FieldRanges = Readonly<Record<string, FieldRange>>;

const NUMBER = /^-?\d{1,16}(\.\d{1,16})?(e-?\d{1,2})?$/;

export const isRangeDay = (value: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
};

/** @returns the ranges by key; undefined if a part is none: no key, no end, or ends that are no numbers and no days. */
export function readFieldRanges(text: string): FieldRanges | undefined {
  const parts = text.split(',').filter(part => part !== '');
  const ranges: [string, FieldRange][] = [];
  for (const part of parts) {
    const [, key, from, to] = /^([^=]{1,40})=(.*?)\.\.(.*)$/.exec(part) ?? [];
    const ends = [from, to].filter(end => end !== undefined && end !== '');
    if (key === undefined || ends.length === 0) return undefined;
    if (!ends.every(end => isRangeDay(end ?? '')) && !ends.every(end => NUMBER.test(end ?? '')))
      return undefined;
    ranges.push([key, { from: from || undefined, to: to || undefined }]);
  }
  return Object.fromEntries(ranges);
}

/** By the order of the keys, so that equal ranges are equal texts. */
export function writeFieldRanges(ranges: FieldRanges): string {
  return Object.entries(ranges)
    .filter(([, { from, to }]) => from !== undefined || to !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, { from = '', to = '' }]) => `${key}=${from}..${to}`)
    .join(',');
}
