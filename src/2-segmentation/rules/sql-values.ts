/** Collects the values of a statement and gives each its ClickHouse placeholder: nothing of a rule is spliced into SQL. */
export class SqlValues {
  readonly bound: Record<string, unknown> = {};
  #next = 0;

  string(value: string): string {
    return this.#add('String', value);
  }

  strings(values: readonly string[]): string {
    return this.#add('Array(String)', values);
  }

  ids(values: readonly number[]): string {
    return this.#add('Array(UInt32)', values);
  }

  bits(mask: bigint): string {
    return this.#add('UInt64', String(mask));
  }

  number(value: number): string {
    return Number.isSafeInteger(value) ? this.#add('Int64', String(value)) : this.#add('Float64', value);
  }

  /** `yyyy-MM-dd` */
  day(value: string): string {
    return this.#add('Date32', value);
  }

  instant(value: Date): string {
    return `fromUnixTimestamp64Milli(${this.#add('Int64', String(value.getTime()))}, 'Asia/Shanghai')`;
  }

  /** Takes in a condition that somebody else has made; its names are its own. */
  adopt({ sql, values }: { sql: string; values: Record<string, unknown> }): string {
    Object.assign(this.bound, values);
    return sql;
  }

  #add(type: string, value: unknown): string {
    const name = `p${this.#next++}`;
    this.bound[name] = value;
    return `{${name}:${type}}`;
  }
}
