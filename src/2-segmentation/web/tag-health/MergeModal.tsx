import { Modal, Radio } from 'antd';
import { useState } from 'react';
import { api } from '#web/api/api.ts';
import { formatCount } from '#web/kit/format.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useTexts } from '../texts/index.ts';
import type { Finding } from './health.ts';
import styles from './TagHealth.module.css';
import { useAgain } from './use-again.ts';

/** Which of two tags stays. */
export function MergeModal({ of, onClose }: { of: Finding; onClose: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  const again = useAgain();
  const [kept, keep] = useState(of.tags[0]?.id);
  const [isRunning, setRunning] = useState(false);
  const into = of.tags.find(({ id }) => id === kept);
  const from = of.tags.find(({ id }) => id !== kept);
  const merge = async () => {
    if (!into || !from) return;
    setRunning(true);
    try {
      const done = await api.post<{ id: string; people: number }>(`/tags/${from.id}/merge`, {
        into: into.id,
      });
      const undo = async () => {
        await api.post(`/tag-merges/${done.id}/undo`, {});
        await again();
      };
      notify.done(t('tagHealth.merged', { people: formatCount(done.people), name: into.name }), undo);
      onClose();
      await again();
    } catch (problem) {
      notify.problem(problem);
      setRunning(false);
    }
  };
  return (
    <Modal
      open
      title={t('tagHealth.mergeTitle')}
      okText={t('tagHealth.merge')}
      okButtonProps={{ loading: isRunning }}
      onOk={() => void merge()}
      onCancel={onClose}
    >
      <div className={styles.fields}>
        <p>{t('tagHealth.mergeWhat')}</p>
        <Radio.Group
          aria-label={t('tagHealth.keepWhich')}
          value={kept}
          onChange={event => keep(String(event.target.value))}
          options={of.tags.map(({ id, name, group }) => ({ value: id, label: `${group}/${name}` }))}
        />
      </div>
    </Modal>
  );
}
