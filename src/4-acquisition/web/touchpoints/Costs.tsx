import { Button } from 'antd';
import { useState } from 'react';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { Money } from '#web/kit/Money.tsx';
import { QuickLook } from '#web/kit/QuickLook.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import type { Cost, TouchpointView } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { AddCost } from './AddCost.tsx';
import styles from './Touchpoints.module.css';

/** What was spent here, day by day: to be added to, and taken back where it was wrong. */
export function Costs({ touchpoint }: { touchpoint: TouchpointView }) {
  const t = useTexts();
  const { can } = useSession();
  const [isOpen, setOpen] = useState(false);
  const { id, name, costList, archived } = touchpoint;
  const mayWrite = can('acquisition:write') && !archived;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t(mayWrite ? 'costs.open' : 'costs.see')}</Button>
      <QuickLook
        of={isOpen ? id : undefined}
        title={t('costs.title', { name })}
        onClose={() => setOpen(false)}
      >
        {mayWrite && <AddCost id={id} />}
        {costList.length === 0 ? (
          <EmptyState title={t('costs.emptyTitle')} what={t('costs.emptyWhat')} />
        ) : (
          <ul className={styles.costs} aria-label={t('costs.list')}>
            {costList.map(cost => (
              <OneCost key={cost.id} of={id} cost={cost} mayWrite={mayWrite} />
            ))}
          </ul>
        )}
      </QuickLook>
    </>
  );
}

function OneCost({ of, cost, mayWrite }: { of: string; cost: Cost; mayWrite: boolean }) {
  const t = useTexts();
  const notify = useNotify();
  const remove = useWrite((_: undefined, key) => api.delete(`/touchpoints/${of}/costs/${cost.id}`, { key }), {
    refresh: ['/touchpoints', `/touchpoints/${of}`],
    onDone: () => notify.done(t('costs.removed')),
    onProblem: notify.problem,
  });
  return (
    <li>
      <span>{cost.day}</span>
      <span className={styles.kind}>{t(`costs.${cost.kind}`)}</span>
      <span className={styles.note}>{[cost.note, cost.createdBy].filter(Boolean).join(' · ')}</span>
      <strong>
        <Money fen={cost.amount} />
      </strong>
      {mayWrite && (
        <Button
          type="text"
          size="small"
          loading={remove.isRunning}
          aria-label={t('costs.removeOf', { day: cost.day })}
          onClick={() => remove.run(undefined)}
        >
          {t('costs.remove')}
        </Button>
      )}
    </li>
  );
}
