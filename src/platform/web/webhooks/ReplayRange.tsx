import { Modal, Radio } from 'antd';
import { useState } from 'react';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useWrite } from '#web/api/queries.ts';
import { useProblemWords } from '#web/kit/ErrorState.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import type { replayBody } from '../../webhooks/contract.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Webhooks.module.css';

const HOURS = [1, 24, 72, 24 * 7, 24 * 30] as const;

/** Sends again what was written in the last hours or days. */
export function ReplayRange({ endpointId, onClose }: { endpointId: string; onClose: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  const [hours, setHours] = useState<number>(24);
  const [what, setWhat] = useState<'undelivered' | 'all'>('undelivered');
  const path = `/webhook-endpoints/${endpointId}`;
  const write = useWrite(
    (_: undefined, key) => {
      const to = new Date();
      const from = new Date(to.getTime() - hours * 3_600_000);
      const body: Wire<typeof replayBody> = { from: from.toISOString(), to: to.toISOString(), what };
      return api.post<{ replayed: number }>(`${path}/replay`, body, { key });
    },
    {
      refresh: ['/webhook-endpoints', `${path}/deliveries`],
      onDone: ({ replayed }) => {
        notify.done(replayed > 0 ? t('webhooks.replayDone', { n: replayed }) : t('webhooks.replayNone'));
        onClose();
      },
    },
  );
  const problem = useProblemWords(write.problem);
  return (
    <Modal
      open
      title={t('webhooks.replayRange')}
      okText={t('webhooks.replay')}
      okButtonProps={{ loading: write.isRunning }}
      onOk={() => write.run(undefined)}
      onCancel={onClose}
    >
      <div className={styles.stack}>
        <p>{t('webhooks.replayWhat')}</p>
        <Radio.Group
          aria-label={t('webhooks.replaySince')}
          value={hours}
          onChange={event => setHours(Number(event.target.value))}
          options={HOURS.map(value => ({
            value,
            label:
              value < 48 ? t('webhooks.lastHours', { n: value }) : t('webhooks.lastDays', { n: value / 24 }),
          }))}
        />
        <Radio.Group
          aria-label={t('webhooks.replayRange')}
          value={what}
          onChange={event => setWhat(event.target.value === 'all' ? 'all' : 'undelivered')}
          options={(['undelivered', 'all'] as const).map(value => ({
            value,
            label: t(`webhooks.replays.${value}`),
          }))}
        />
        {write.problem !== undefined && write.problem !== null && (
          <Notice kind="stop" title={problem.title}>
            {problem.detail}
          </Notice>
        )}
      </div>
    </Modal>
  );
}
