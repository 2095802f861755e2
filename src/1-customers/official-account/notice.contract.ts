/** What a notice says: the template’s lines with what fills their places; what is not filled yet stays empty. */
export function composeNotice(content: string, values: Readonly<Record<string, string>>): string {
  return content.replace(/\{\{\s*(\w{1,40})\.DATA\s*\}\}/g, (_, key: string) =>
    Object.hasOwn(values, key) ? (values[key] ?? '') : '',
  );
}
