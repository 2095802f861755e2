/** Reads of JSON nobody has checked; each refuses with the place. */
export class RuleFault extends Error {
  readonly at: string;

  constructor(at: string) {
    super(`No rule at ${at}`);
    this.at = at.replace(/\.$/, '');
  }
}

export function faultyAt(at: string): never {
  throw new RuleFault(at);
}

export type Json = Record<string, unknown>;

export function readObject(value: unknown, at: string): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Json)
    : faultyAt(at);
}

export function readArray(value: unknown, at: string): unknown[] {
  return Array.isArray(value) ? value : faultyAt(at);
}

export function readText(value: unknown, at: string): string {
  return typeof value === 'string' && !value.includes('\0') && isWhole(value) ? value : faultyAt(at);
}

export function readNumber(value: unknown, at: string): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : faultyAt(at);
}

export function readOneOf<const T extends string>(value: unknown, choices: readonly T[], at: string): T {
  return choices.find(choice => choice === value) ?? faultyAt(at);
}

export function readDay(value: unknown, at: string): string | null {
  if (value === null) return null;
  const day = readText(value, at);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(day) && new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day);
  return isDay ? day : faultyAt(at);
}

/** `tag_12`; absent where a default stands for nothing chosen. */
export function readIds(value: unknown, prefix: string, at: string): string[] {
  return readArray(value ?? [], at).map((id, index) => readId(id, prefix, `${at}[${index}]`));
}

export function readId(value: unknown, prefix: string, at: string): string {
  const id = readText(value, at);
  return new RegExp(`^${prefix}_[1-9]\\d{0,14}$`).test(id) ? id : faultyAt(at);
}

/** No half of a surrogate pair: UTF-8 cannot hold one. (`isWellFormed` is younger than the browsers we aim at.) */
function isWhole(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
