import type { Language } from '#platform/contract.ts';

const TAGS = { zh: 'zh-CN', en: 'en-GB' } as const;

/** `GBP` → 英镑. */
export function currencyName(code: string, language: Language): string {
  return new Intl.DisplayNames([TAGS[language]], { type: 'currency' }).of(code) ?? code;
}
