import { Button } from 'antd';
import { useState } from 'react';
import { api } from '#web/api/api.ts';
import { formatInstant } from '#web/kit/format.ts';
import { ReasonModal } from '#web/kit/ReasonModal.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../../texts/index.ts';
import { useRefresh } from '../../use-refresh.ts';
import type { Customer } from '../customer.ts';
import styles from './Merges.module.css';
import { MergeWith } from './MergeWith.tsx';
import { sayMergeReason } from './words.ts';

type Merge = Customer['merges'][number];

/** Which records were taken for this one person, and why; each can be taken apart again. */
export function Merges({ of }: { of: Customer }) {
  const t = useTexts();
  const mayChange = useSession().can('customers:write');
  const [isMerging, setMerging] = useState(false);
  return (
    <>
      {of.merges.length === 0 && <p className={styles.none}>{t('merge.none')}</p>}
      <ul className={styles.list}>
        {of.merges.map(merge => (
          <OneMerge key={merge.id} merge={merge} mayUndo={mayChange} />
        ))}
      </ul>
      {mayChange && (
        <Button size="small" className={styles.add ?? ''} onClick={() => setMerging(true)}>
          {t('merge.with')}
        </Button>
      )}
      {isMerging && <MergeWith of={of} onClose={() => setMerging(false)} />}
    </>
  );
}

function OneMerge({ merge, mayUndo }: { merge: Merge; mayUndo: boolean }) {
  const t = useTexts();
  const notify = useNotify();
  const again = useRefresh();
  const [isAsking, setAsking] = useState(false);
  const undone = merge.undoneReason === 'phone_shared' ? 'merge.undoneShared' : 'merge.undoneOn';
  const evidence = merge.evidence.key ?? merge.evidence.note;
  const undo = async (reason: string) => {
    await api.post(`/merges/${merge.id}/undo`, { reason });
    notify.done(t('merge.undone'));
    await again('/customers');
  };
  return (
    <li className={styles.merge} data-undone={merge.undoneAt !== null}>
      <p>{t('merge.names', { a: nameOf(merge, 0), b: nameOf(merge, 1) })}</p>
      <p className={styles.why}>
        {[sayMergeReason(merge.reason, t), typeof evidence === 'string' ? evidence : '']
          .filter(Boolean)
          .join(' ')}
      </p>
      <p className={styles.why}>
        {t(merge.kind !== 'auto' ? 'merge.byHand' : 'merge.byItself', {
          day: formatInstant(merge.createdAt, 'day'),
          who: merge.actor,
        })}
        {merge.undoneAt && ` ${t(undone, { day: formatInstant(merge.undoneAt, 'day') })}`}
        {mayUndo && !merge.undoneAt && (
          <Button type="link" size="small" onClick={() => setAsking(true)}>
            {t('merge.undo')}
          </Button>
        )}
      </p>
      {isAsking && (
        <ReasonModal
          title={t('merge.undoTitle', { a: nameOf(merge, 0), b: nameOf(merge, 1) })}
          why={t('merge.undoMeans')}
          act={t('merge.undo')}
          suggestions={[t('merge.undoReason1'), t('merge.undoReason2')]}
          onAct={undo}
          onClose={() => setAsking(false)}
        />
      )}
    </li>
  );
}

function nameOf(merge: Merge, side: 0 | 1): string {
  return merge.names[side] ?? merge.customers[side];
}
