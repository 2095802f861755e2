/** Numbers the values of a column of few different ones, so that a row keeps four bytes of each. */
export type Dictionary<Value> = {
  /** The number of a value; one that is new gets the next. */
  codeOf(value: Value): number;
  /** The value of a number it has given out. */
  valueOf(code: number): Value | undefined;
  /** For each number, whether its value is one that is asked for: 1 or 0. */
  where(fits: (value: Value) => boolean): Uint8Array;
};

export function makeDictionary<Value>(keyOf: (value: Value) => string): Dictionary<Value> {
  const codes = new Map<string, number>();
  const values: Value[] = [];
  return {
    codeOf(value) {
      const key = keyOf(value);
      const known = codes.get(key);
      if (known !== undefined) return known;
      codes.set(key, values.length);
      values.push(value);
      return values.length - 1;
    },
    valueOf: code => values[code],
    where: fits => Uint8Array.from(values, value => (fits(value) ? 1 : 0)),
  };
}
