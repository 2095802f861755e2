import { Tag } from '#web/kit/Tag.tsx';
import { useTexts } from '../texts/index.ts';
import type { Health } from './HealthPage.tsx';

const TONES = { green: 'accent', yellow: 'advice', red: 'stop' } as const;

/** The colour in a word: colour alone tells nobody who does not see it. */
export function ColorTag({ color }: { color: Health['color'] }) {
  const t = useTexts();
  return <Tag tone={TONES[color]}>{t(`health.color.${color}`)}</Tag>;
}
