import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useRead } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { Bone } from '#web/kit/PageSkeleton.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { useSession } from '#web/session/session.ts';
import type { Code, VariantReport } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { AddVariant } from './AddVariant.tsx';
import { OneVariant } from './OneVariant.tsx';
import { sayVerdict } from './say-verdict.ts';
import styles from './Variants.module.css';

type Props = { code: Code; days: string; period: string };

/** The posters on a code: each to print, how it fares, and whether one draws more than chance would. */
export function VariantsPanel({ code, days, period }: Props) {
  const t = useTexts();
  const { can } = useSession();
  const [isAdding, setAdding] = useState(false);
  const { data, error, refetch } = useRead<VariantReport>(`/live-codes/${code.id}/variants`, { days });
  const mayAdd = can('acquisition:write') && can('brand:read') && !code.archived;
  const add = mayAdd && (
    <Button size="small" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      {t('codePosters.add')}
    </Button>
  );
  const isNew = data?.data.length === 0;
  return (
    <Panel title={t('codePosters.title')} aside={!isNew && add}>
      {!data && !error && <Bone height={96} />}
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {isNew && (
        <EmptyState title={t('codePosters.emptyTitle')} what={t('codePosters.emptyWhat')} action={add} />
      )}
      {data && !isNew && <Report codeId={code.id} report={data} period={period} mayChange={mayAdd} />}
      {isAdding && <AddVariant codeId={code.id} onClose={() => setAdding(false)} />}
    </Panel>
  );
}

type ReportProps = { codeId: string; report: VariantReport; period: string; mayChange: boolean };

function Report({ codeId, report: { data, comparisons }, period, mayChange }: ReportProps) {
  const t = useTexts();
  const markOf = (id: string) => data.find(one => one.id === id)?.mark.toUpperCase() ?? '';
  const compared = data.filter(({ archived }) => !archived).length > 1;
  return (
    <>
      <p className={styles.what}>{t('codePosters.what', { period: t('period.of', { period }) })}</p>
      <ul className={styles.variants}>
        {data.map(variant => (
          <OneVariant key={variant.id} codeId={codeId} variant={variant} mayChange={mayChange} />
        ))}
      </ul>
      {compared && (
        <div className={styles.verdicts}>
          <h3>{t('codePosters.verdicts')}</h3>
          {comparisons.length === 0 && <p>{t('codePosters.nothing')}</p>}
          <ul>
            {comparisons.map(one => (
              <li key={`${one.step} ${one.variant}`} data-verdict={one.verdict}>
                <Said {...sayVerdict(one, markOf, t)} />
              </li>
            ))}
          </ul>
          <p className={styles.honest}>{t('codePosters.honest')}</p>
          <p className={styles.honest}>{t('codePosters.place')}</p>
          <p className={styles.honest}>{t('codePosters.answers')}</p>
        </div>
      )}
    </>
  );
}

function Said({ said, more }: ReturnType<typeof sayVerdict>) {
  return (
    <>
      {said}
      {more && <span>{more}</span>}
    </>
  );
}
