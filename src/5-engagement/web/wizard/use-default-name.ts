import { formatInstant } from '#web/kit/format.ts';
import { useTexts } from '../texts/index.ts';

/** A name for a broadcast nobody has named yet: whom it is for, and the day. */
export function useDefaultName(): (audience: string) => string {
  const t = useTexts();
  const day = formatInstant(new Date(), 'day').slice(5);
  return audience => t('wizard.defaultName', { audience: audience.slice(0, 50), day });
}
