/** The places of a vendor's template: `${name}` at Aliyun, `{1}` at Tencent Cloud. */
const PLACE = { aliyun: /\$\{([A-Za-z][A-Za-z0-9_]{0,19})\}/g, tencent: /\{(\d{1,2})\}/g } as const;
export type SmsVendor = keyof typeof PLACE;

/** Names of a template's variables, each once: Aliyun's as they stand, Tencent's by number. */
export function templateVariables(text: string, vendor: SmsVendor): string[] {
  const names = [...new Set([...text.matchAll(PLACE[vendor])].map(([, name = '']) => name))];
  return vendor === 'tencent' ? names.sort((one, other) => Number(one) - Number(other)) : names;
}

/** The text a template comes to, behind the signature that the vendor puts before it. */
export function composeSms(
  text: string,
  vendor: SmsVendor,
  signName: string,
  values: Readonly<Record<string, string>>,
): string {
  const filled = text.replace(PLACE[vendor], (place, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? '') : place,
  );
  return `【${signName}】${filled}`;
}
