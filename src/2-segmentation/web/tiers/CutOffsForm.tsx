import { Button, InputNumber } from 'antd';
import { useId, useState } from 'react';
import type { scoreSums, Thresholds } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { Chart } from '#web/charts/Chart.tsx';
import { formatCount } from '#web/kit/format.ts';
import { Panel } from '#web/kit/Panel.tsx';
import { TierTag } from '#web/kit/TierTag.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../texts/index.ts';
import { type CutOffs, type Parts, partsOf, peopleByScore, type Sum, tierOfScore } from './scores.ts';
import styles from './Tiers.module.css';
import { shownTier, TIERS } from './tier-names.ts';
import type { useCompute } from './use-compute.ts';
import { useTierWord } from './use-tier-word.ts';
import { WouldMove } from './WouldMove.tsx';

type Props = { now: Thresholds; compute: ReturnType<typeof useCompute> };

/** Where the lines between the tiers are, and who would be where if they were elsewhere. */
export function CutOffsForm({ now, compute }: Props) {
  const t = useTexts();
  const session = useSession();
  const { data } = useRead<Wire<typeof scoreSums>>('/tiers/scores');
  const [cuts, setCuts] = useState<CutOffs>({ important: now.important, regular: now.regular });
  const sums = data?.data ?? [];
  const isSame = cuts.important === now.important && cuts.regular === now.regular;
  const mayChange = session.can('segments:write');
  return (
    <Panel title={t('tiers.cuts')}>
      <p className={styles.what}>{t('tiers.cutsWhat')}</p>
      <div className={styles.beside}>
        <div className={styles.cutFields}>
          <CutField
            label={t('tiers.important')}
            value={cuts.important}
            min={cuts.regular + 1}
            max={15}
            disabled={!mayChange}
            onChange={important => setCuts({ ...cuts, important })}
          />
          <CutField
            label={t('tiers.regular')}
            value={cuts.regular}
            min={3}
            max={cuts.important - 1}
            disabled={!mayChange}
            onChange={regular => setCuts({ ...cuts, regular })}
          />
          <Would parts={partsOf(sums, cuts)} before={partsOf(sums, now)} />
          {mayChange && (
            <div className={styles.cutActions}>
              <Button
                type="primary"
                disabled={isSame}
                loading={compute.isRunning}
                onClick={() => compute.run(cuts)}
              >
                {t('tiers.save')}
              </Button>
              {!isSame && (
                <Button onClick={() => setCuts({ important: now.important, regular: now.regular })}>
                  {t('tiers.reset')}
                </Button>
              )}
            </div>
          )}
        </div>
        <Histogram sums={sums} cuts={cuts} />
      </div>
      <WouldMove sums={sums} cuts={cuts} />
    </Panel>
  );
}

type CutProps = {
  label: string;
  value: number;
  min: number;
  max: number;
  disabled: boolean;
  onChange: (value: number) => void;
};

function CutField({ label, value, min, max, disabled, onChange }: CutProps) {
  const id = useId();
  return (
    <div className={styles.cutField}>
      <label htmlFor={id}>{label}</label>
      <InputNumber
        id={id}
        mode="spinner"
        min={min}
        max={max}
        precision={0}
        disabled={disabled}
        value={value}
        onChange={next => next !== null && onChange(next)}
      />
    </div>
  );
}

function Would({ parts, before }: { parts: Parts; before: Parts }) {
  const t = useTexts();
  return (
    <div aria-live="polite">
      <ul className={styles.would}>
        {TIERS.map(tier => {
          const by = parts[tier].people - before[tier].people;
          return (
            <li key={tier}>
              <TierTag tier={shownTier(tier) ?? 'occasional'} />
              <strong>{t('tiers.wouldBe', { people: formatCount(parts[tier].people) })}</strong>
              {by !== 0 && <span>{`${by > 0 ? '+' : '-'}${formatCount(Math.abs(by))}`}</span>}
            </li>
          );
        })}
      </ul>
      <p className={styles.worth}>{t('tiers.overridden')}</p>
    </div>
  );
}

const SUMS = Array.from({ length: 13 }, (_, at) => at + 3);

/** Those of the chart's colours that are nearest to the tiers' tints. */
const COLOURS = { 重要: 2, 常规: 0, 偶然: 1 } as const;

/** Buyers by R + F + M, each bar in the colour of the tier it would belong to. */
function Histogram({ sums, cuts }: { sums: readonly Sum[]; cuts: CutOffs }) {
  const t = useTexts();
  const tierWord = useTierWord();
  const people = peopleByScore(sums);
  return (
    <Chart
      kind="stack"
      title={t('tiers.sums')}
      categories={SUMS.map(String)}
      measure="count"
      height={240}
      series={TIERS.map(tier => ({
        name: tierWord(tier),
        colour: COLOURS[tier],
        values: SUMS.map(score => (tierOfScore(score, cuts) === tier ? (people.get(score) ?? 0) : null)),
      }))}
    />
  );
}
