import type { ReactNode } from 'react';
import type { Wire } from '#web/api/client.ts';
import { formatCount, formatFen, formatShare } from '#web/kit/format.ts';
import { Panel } from '#web/kit/Panel.tsx';
import type { officialFigures } from '../../touchpoints/contract.ts';
import { shareOf } from '../shares.ts';
import { type Speak, useTexts } from '../texts/index.ts';
import styles from './FunnelPanel.module.css';
import { FunnelSteps } from './FunnelSteps.tsx';

type Figures = Wire<typeof officialFigures>;
/** `spent`: fen that the place cost in the period, where that is known. */
type Props = { figures: Figures | null; spent?: number; period?: ReactNode };

/** From the follow of an official account to who stays; nothing where nobody has come that way. */
export function OfficialFunnel({ figures, spent = 0, period }: Props) {
  const t = useTexts();
  if (!figures) return null;
  const steps = stepsOf(figures, t);
  const came = figures.followed + figures.scanned;
  return (
    <Panel title={t('officialFunnel.title')} aside={period}>
      <FunnelSteps
        title={t('officialFunnel.title')}
        first={{
          label: t('officialFunnel.followed'),
          definition: t('officialFunnel.followedMeans'),
          value: figures.followed,
        }}
        steps={steps.map(step => ({
          ...step,
          term: t(`officialFunnel.${step.key}`),
          means: t(`officialFunnel.${step.key}Means`),
        }))}
      />
      <ul className={styles.honest}>
        {figures.scanned > 0 && <li>{t('officialFunnel.scanned', { n: formatCount(figures.scanned) })}</li>}
        {spent > 0 && came > 0 && (
          <li>
            {t('officialFunnel.cost', { cost: formatFen(Math.round(spent / came)), n: formatCount(came) })}
          </li>
        )}
      </ul>
    </Panel>
  );
}

type Step = {
  key: 'came' | 'fresh' | 'chatted' | 'added' | 'ordered' | 'stayed30';
  value: number;
  note: string;
};

function stepsOf(figures: Figures, t: Speak): Step[] {
  const { followed, scanned, fresh, chatted, added, ordered, revenue, ripe30, stayed30 } = figures;
  const came = followed + scanned;
  const of = (part: number) => {
    const share = shareOf(part, came);
    return share === undefined ? '' : formatShare(share, 0);
  };
  const stayed = shareOf(stayed30, ripe30);
  return [
    { key: 'came', value: came, note: '' },
    { key: 'fresh', value: fresh, note: of(fresh) },
    { key: 'chatted', value: chatted, note: of(chatted) },
    { key: 'added', value: added, note: of(added) },
    {
      key: 'ordered',
      value: ordered,
      note: ordered > 0 ? t('funnel.paid', { amount: formatFen(revenue) }) : of(ordered),
    },
    {
      key: 'stayed30',
      value: stayed30,
      note:
        stayed === undefined
          ? t('funnel.tooEarly')
          : t('funnel.ofRipe', { share: formatShare(stayed, 0), n: formatCount(ripe30) }),
    },
  ];
}
