/**
 * Properties of events by their path, `a.b` for b inside a. A key that itself is `a.b` is the same path, as it is in
 * ClickHouse's JSON; of two that are there the first counts.
 */

/** The parts of a path; undefined when nothing can be asked for by it: parts without a name, or with ClickHouse's own marks. */
export function partsOf(property: string): string[] | undefined {
  const parts = property.split('.');
  return parts.some(part => part === '' || part.includes('`')) ? undefined : parts;
}

/** What stands at the path. What is no text, number or truth value is not there for rules. */
export function propertyOf(
  data: Record<string, unknown>,
  property: string,
): string | number | boolean | undefined {
  const value = partsOf(property) && leafAt(data, property);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : undefined;
}

function leafAt(value: unknown, path: string): unknown {
  if (!isObject(value)) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found =
      key === path
        ? inner
        : path.startsWith(`${key}.`)
          ? leafAt(inner, path.slice(key.length + 1))
          : undefined;
    if (found !== undefined && !isObject(found)) return found;
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
