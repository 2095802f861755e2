import { useTexts } from './texts/index.ts';

/** Where a customer came from, in words; a source of a later stage goes by its own name. */
export function useSourceName(): (source: string) => string {
  const t = useTexts();
  return source => {
    if (source === 'shop') return t('source.shop');
    if (source === 'wecom') return t('source.wecom');
    if (source === 'official_account') return t('source.officialAccount');
    if (source === 'event') return t('source.event');
    return source;
  };
}
