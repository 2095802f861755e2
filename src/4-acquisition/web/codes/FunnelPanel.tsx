import type { ReactNode } from 'react';
import { formatCount, formatFen, formatShare } from '#web/kit/format.ts';
import { Panel } from '#web/kit/Panel.tsx';
import { type Figures, shareOf } from '../shares.ts';
import { type Speak, useTexts } from '../texts/index.ts';
import styles from './FunnelPanel.module.css';
import { FunnelSteps } from './FunnelSteps.tsx';

/** From the opened page to the customer who stays, and what of it nobody can know. */
export function FunnelPanel({ figures, period }: { figures: Figures; period: ReactNode }) {
  const t = useTexts();
  const steps = stepsOf(figures, t);
  return (
    <Panel title={t('funnel.title')} aside={period}>
      <FunnelSteps
        title={t('funnel.title')}
        first={{
          label: t('funnel.people'),
          definition: t('funnel.peopleMeans'),
          value: figures.people,
        }}
        steps={steps.map(step => ({
          ...step,
          term: t(`funnel.${step.key}`),
          means: t(`funnel.${step.key}Means`),
        }))}
      />
      <ul className={styles.honest}>
        {figures.scans > 0 && <li>{t('funnel.scans', { scans: formatCount(figures.scans) })}</li>}
        <li>{t('funnel.honest')}</li>
        <li>{t('funnel.answers')}</li>
      </ul>
    </Panel>
  );
}

type Step = {
  key: 'visitors' | 'added' | 'joined' | 'followed' | 'bought' | 'called' | 'fresh' | 'ordered' | 'stayed30';
  value: number;
  note: string;
};

/** By what people come in besides adding a member; shown where it happened. */
const OTHER_WAYS = ['joined', 'followed', 'bought', 'called'] as const;

function stepsOf(figures: Figures, t: Speak): Step[] {
  const { visitors, people, added, fresh, ordered, revenue, stayed30, ripe30, leftWithinDay } = figures;
  const ofPeople = (part: number) => noted(shareOf(part, people), share => t('funnel.ofPeople', { share }));
  const addedOf = added <= visitors ? shareOf(added, visitors) : undefined;
  const gone = leftWithinDay > 0 ? t('funnel.goneSoon', { n: formatCount(leftWithinDay) }) : '';
  const paid = ordered > 0 ? t('funnel.paid', { amount: formatFen(revenue) }) : ofPeople(ordered);
  const stayed = noted(shareOf(stayed30, ripe30), share =>
    t('funnel.ofRipe', { share, n: formatCount(ripe30) }),
  );
  return [
    { key: 'visitors', value: visitors, note: '' },
    { key: 'added', value: added, note: noted(addedOf, share => t('funnel.ofVisitors', { share })) || gone },
    ...OTHER_WAYS.filter(key => figures[key] > 0).map(key => ({
      ...{ key, value: figures[key], note: ofPeople(figures[key]) },
    })),
    { key: 'fresh', value: fresh, note: ofPeople(fresh) },
    { key: 'ordered', value: ordered, note: paid },
    { key: 'stayed30', value: stayed30, note: stayed || t('funnel.tooEarly') },
  ];
}

function noted(share: number | undefined, say: (share: string) => string): string {
  return share === undefined ? '' : say(formatShare(share, 0));
}
