import { useTexts } from '../texts/index.ts';

/** The four steps of an import, by name. */
export function useStepTitles(): readonly [string, string, string, string] {
  const t = useTexts();
  return [t('imports.stepFile'), t('imports.stepColumns'), t('imports.stepShop'), t('imports.stepCheck')];
}
