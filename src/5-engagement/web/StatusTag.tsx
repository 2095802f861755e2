import type { Wire } from '#web/api/client.ts';
import { Tag, type Tone } from '#web/kit/Tag.tsx';
import type { broadcastStatus } from '../broadcasts/contract.ts';
import { isDirect } from './direct.ts';
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

/** Of a text `sent` means what it says; elsewhere tasks are made and wait for members. */
export function StatusTag({ status, channel }: { status: Status; channel: string }) {
  const t = useTexts();
  return (
    <Tag tone={TONES[status]}>
      {t(status === 'sent' && isDirect(channel) ? 'status.texted' : `status.${status}`)}
    </Tag>
  );
}
