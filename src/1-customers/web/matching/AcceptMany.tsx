import { Segmented } from 'antd';
import { useId, useState } from 'react';
import { api } from '#web/api/api.ts';
import { useRead } from '#web/api/queries.ts';
import { formatShare } from '#web/kit/format.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { ActModal, Labelled } from '../ActModal.tsx';
import { useCustomerName } from '../CustomerName.tsx';
import { useTexts } from '../texts/index.ts';
import { useRefresh } from '../use-refresh.ts';
import styles from './AcceptMany.module.css';
import { type Suggestion, type Suggestions, sayReasons } from './suggestion.ts';

const STEPS = [45, 60, 75, 90];
const AT_ONCE = 200;

/** Merges the surest at once, after a look at each: exactly those that are shown, none that was found meanwhile. */
export function AcceptMany({ onClose }: { onClose: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  const again = useRefresh();
  const label = useId();
  const [min, setMin] = useState(75);
  const { data, isPlaceholderData } = useRead<Suggestions>('/merge-suggestions', { min, limit: AT_ONCE });
  const rows = data?.data ?? [];
  const merge = async () => {
    const result = await api.post<{ accepted: number; left: number }>('/merge-suggestions/accept', {
      ids: rows.map(row => row.id),
    });
    notify.done(t(result.left > 0 ? 'match.manyDoneLeft' : 'match.manyDone', result));
    await again('/merge-suggestions', '/customers');
  };
  return (
    <ActModal
      title={t('match.manyTitle')}
      what={t('match.manyWhat')}
      act={t('match.manyDo', { count: rows.length })}
      isBlocked={rows.length === 0 || isPlaceholderData}
      onAct={merge}
      onClose={onClose}
    >
      <Labelled id={label} isGroup label={t('match.manyFrom')}>
        <Segmented
          aria-labelledby={label}
          value={min}
          options={STEPS.map(step => ({ value: step, label: formatShare(step / 100, 0) }))}
          onChange={setMin}
        />
      </Labelled>
      {data && rows.length === 0 && <p className={styles.none}>{t('match.noneAbove')}</p>}
      <ul className={styles.pairs}>
        {rows.map(row => (
          <OnePair key={row.id} of={row} />
        ))}
      </ul>
      {data && data.total > rows.length && (
        <p className={styles.none}>{t('match.manyFirst', { total: data.total, count: rows.length })}</p>
      )}
    </ActModal>
  );
}

function OnePair({ of }: { of: Suggestion }) {
  const t = useTexts();
  const [one, other] = of.sides;
  const names = {
    a: useCustomerName({ ...one, identities: one.accounts }),
    b: useCustomerName({ ...other, identities: other.accounts }),
  };
  return (
    <li>
      <span>{t('match.manyPair', names)}</span>
      <span className={styles.sure}>{formatShare(of.confidence / 100, 0)}</span>
      <small>{sayReasons(of.reasons, t)}</small>
    </li>
  );
}
