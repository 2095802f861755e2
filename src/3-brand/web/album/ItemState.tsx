import { Tag, type Tone } from '#web/kit/Tag.tsx';
import { useTexts } from '../texts/index.ts';
import type { Item } from './reads.ts';

const TONES: Record<Item['state'], Tone> = {
  ...{
    telling: 'plain',
    ready: 'accent',
    failed: 'stop',
    changed: 'advice',
    gone: 'stop',
    removing: 'plain',
  },
};

export function ItemState({ item: { state } }: { item: Item }) {
  const t = useTexts();
  return <Tag tone={TONES[state]}>{t(`album.states.${state}`)}</Tag>;
}
