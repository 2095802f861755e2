import type { Wire } from '#web/api/client.ts';
import { Tag, type Tone } from '#web/kit/Tag.tsx';
import type { broadcastStatus } from '../broadcasts/contract.ts';
import { useTexts } from './texts/index.ts';

type Status = Wire<typeof broadcastStatus>;

const TONES: Record<Status, Tone> = {
  draft: 'plain',
  scheduled: 'advice',
  planning: 'advice',
  sending: 'advice',
  sent: 'accent',
  cancelled: 'plain',
};

export function StatusTag({ status }: { status: Status }) {
  const t = useTexts();
  return <Tag tone={TONES[status]}>{t(`status.${status}`)}</Tag>;
}
