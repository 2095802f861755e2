import type { TextKey } from '#web/i18n/texts.ts';
import { useTexts } from '../texts/index.ts';
import type zh from '../texts/zh.ts';

/**
 * Words for what the log holds, which may be of any age and version: undefined where there are none. The one place
 * where a key is put together at run time; i18next answers an unknown key with the key.
 */
export function useKnownWords(): (group: string, key: string) => string | undefined {
  const t = useTexts();
  return (group, key) => {
    const path = `${group}.${key}`;
    const words = t(path as TextKey<typeof zh>);
    return words === path ? undefined : words;
  };
}
