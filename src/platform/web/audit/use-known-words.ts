import { isSaid } from '#web/i18n/i18n.ts';
import type { TextKey } from '#web/i18n/texts.ts';
import { useTexts } from '../texts/index.ts';
import type zh from '../texts/zh.ts';

/**
 * Words for what the log holds, which may be of any age and version: undefined where there are none. The one place
 * where a key is put together at run time.
 */
export function useKnownWords(): (group: string, key: string) => string | undefined {
  const t = useTexts();
  return (group, key) => {
    const path = `${group}.${key}`;
    return isSaid('settings', path) ? t(path as TextKey<typeof zh>) : undefined;
  };
}
