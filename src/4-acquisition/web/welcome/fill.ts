/** A text as somebody reads it of whom these values are known; where one is not, its fallback stands. */
export function filled(text: string, known: Readonly<Record<string, string>>): string {
  return text.replace(
    /\{\{\s*([A-Za-z]+)\s*(?:\|([^{}]{0,50}))?\}\}/g,
    (_, name: string, fallback = '') => known[name] || String(fallback),
  );
}
