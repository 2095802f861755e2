import { Button } from 'antd';
import { useState } from 'react';
import type { tierModelView } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { useWebTexts } from '#web/i18n/i18n.ts';
import { formatFen } from '#web/kit/format.ts';
import { Panel } from '#web/kit/Panel.tsx';
import { TierTag } from '#web/kit/TierTag.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../../texts/index.ts';
import { tierOf } from '../../tier.ts';
import type { Customer } from '../customer.ts';
import { MoveTier } from './MoveTier.tsx';
import { type Letter, stretchOf } from './rfm.ts';
import styles from './TierPanel.module.css';

type Model = Wire<typeof tierModelView>;

/** The tier, and the three scores it comes from, each said in the values it stands for. */
export function TierPanel({ of }: { of: Customer }) {
  const t = useTexts();
  const { can } = useSession();
  const { data } = useRead<{ model: Model | null }>(can('segments:read') ? '/tiers' : undefined);
  const [isMoving, setMoving] = useState(false);
  const tier = tierOf(of.facts.tier?.str);
  return (
    <Panel title={t('tier')} tone="sheet" aside={tier && <TierTag tier={tier} />}>
      {data?.model && of.facts['rfm.r'] && !of.refusesProfiling ? (
        <Scores of={of} model={data.model} />
      ) : (
        <p className={styles.none}>{t(whyNone(of))}</p>
      )}
      {can('customers:write') && (
        <Button size="small" className={styles.move ?? ''} onClick={() => setMoving(true)}>
          {t('rfm.move')}
        </Button>
      )}
      {isMoving && <MoveTier of={of} onClose={() => setMoving(false)} />}
    </Panel>
  );
}

function whyNone({ refusesProfiling, totals }: Customer) {
  if (refusesProfiling) return 'rfm.refused';
  return totals.orders === 0 ? 'rfm.noOrder' : 'rfm.notYet';
}

const LETTERS = ['r', 'f', 'm'] as const;

function Scores({ of, model }: { of: Customer; model: Model }) {
  const t = useTexts();
  const scores = LETTERS.map(letter => of.facts[`rfm.${letter}`]?.num ?? 0);
  const total = scores.reduce((sum, score) => sum + score, 0);
  return (
    <>
      <dl className={styles.scores}>
        {LETTERS.map((letter, at) => (
          <div key={letter}>
            <dt>{t(`rfm.${letter}`)}</dt>
            <dd>
              <span className={styles.pips} aria-hidden="true">
                {[1, 2, 3, 4, 5].map(pip => (
                  <span key={pip} data-on={pip <= (scores[at] ?? 0)} />
                ))}
              </span>
              <span className={styles.score}>{t('rfm.score', { score: scores[at] ?? 0 })}</span>
              <Stretch letter={letter} score={scores[at] ?? 0} model={model} />
            </dd>
          </div>
        ))}
      </dl>
      <Verdict of={of} total={total} model={model} />
    </>
  );
}

function Stretch({ letter, score, model }: { letter: Letter; score: number; model: Model }) {
  const t = useTexts();
  const { from, to } = stretchOf(letter, score, model.thresholds);
  const show = (value: number) => (letter === 'm' ? formatFen(value) : String(value));
  const said =
    from === undefined
      ? t(`rfm.${letter}Most`, { to: show(to ?? 0) })
      : to === undefined
        ? t(`rfm.${letter}Least`, { from: show(from) })
        : t(`rfm.${letter}Between`, { from: show(from), to: show(to) });
  return <span className={styles.none}>{said}</span>;
}

/** The sum against the cut-offs; a tier that the sum does not give was set by hand. */
function Verdict({ of, total, model }: { of: Customer; total: number; model: Model }) {
  const t = useTexts();
  const web = useWebTexts();
  const { important, regular } = model.thresholds;
  const computed = total >= important ? 'important' : total >= regular ? 'regular' : 'occasional';
  const isByHand = tierOf(of.facts.tier?.str) !== computed;
  const values = { total, important, regular, tier: web(`tier.${computed}`) };
  return (
    <p className={styles.verdict}>
      {t('rfm.total', values)}
      {isByHand && <span>{t('rfm.byHand', values)}</span>}
    </p>
  );
}
