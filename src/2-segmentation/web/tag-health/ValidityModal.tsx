import { InputNumber, Modal } from 'antd';
import { useId, useState } from 'react';
import { api } from '#web/api/api.ts';
import { formatCount } from '#web/kit/format.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { TAG_HEALTH } from '../../tag-health/formula.contract.ts';
import { useTexts } from '../texts/index.ts';
import type { Finding } from './health.ts';
import styles from './TagHealth.module.css';
import { useAgain } from './use-again.ts';

type Props = { tag: Finding['tags'][number]; onClose: () => void };

/** How long a tag holds, for those who carry it and those who will. */
export function ValidityModal({ tag, onClose }: Props) {
  const t = useTexts();
  const id = useId();
  const notify = useNotify();
  const again = useAgain();
  const [days, setDays] = useState<number | null>(tag.validDays ?? TAG_HEALTH.staleDays);
  const [isRunning, setRunning] = useState(false);
  const save = async () => {
    setRunning(true);
    try {
      const body = { validDays: days, forAll: true };
      const { dated } = await api.patch<{ dated: number }>(`/tags/${tag.id}`, body);
      notify.done(t('tagHealth.dated', { people: formatCount(dated) }));
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
      title={t('tagHealth.validityOf', { name: tag.name })}
      okText={t('tagHealth.validity')}
      okButtonProps={{ loading: isRunning, disabled: days === null }}
      onOk={() => void save()}
      onCancel={onClose}
    >
      <div className={styles.fields}>
        <p>{t('tagHealth.validityWhat')}</p>
        <label htmlFor={id}>{t('tagHealth.validDays')}</label>
        <InputNumber<number>
          id={id}
          min={1}
          max={3_650}
          precision={0}
          suffix={t('tagHealth.daysUnit')}
          value={days}
          onChange={setDays}
        />
        <p className={styles.faint}>{t('tagHealth.endsNow')}</p>
      </div>
    </Modal>
  );
}
