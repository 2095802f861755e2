import { Tag } from '#web/kit/Tag.tsx';
import type { CodeRow } from '../reads.ts';
import { useTexts } from '../texts/index.ts';

/** How a code stands: what is wrong with it first. */
export function CodeState({ code: { archived, paused, ways } }: { code: CodeRow }) {
  const t = useTexts();
  if (archived) return <Tag>{t('codes.isArchived')}</Tag>;
  if (paused) return <Tag tone="advice">{t('codes.isPaused')}</Tag>;
  if (ways.failed > 0) return <Tag tone="stop">{t('codes.failed', { n: ways.failed })}</Tag>;
  if (ways.ready < ways.all) return <Tag>{t('codes.making', { ready: ways.ready, all: ways.all })}</Tag>;
  return <Tag tone="accent">{t('codes.inUse')}</Tag>;
}
