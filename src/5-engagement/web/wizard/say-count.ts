import type { Say } from '#web/i18n/texts.ts';
import { formatCount } from '#web/kit/format.ts';
import type zh from '../texts/zh.ts';
import type { Preview } from './use-preview.ts';

/** How a preview's numbers are said: those of a large audience are estimates. */
export function countSayer(preview: Preview, t: Say<typeof zh>): (count: number) => string {
  return count => (preview.estimatedFrom ? t('wizard.about', { n: formatCount(count) }) : formatCount(count));
}
