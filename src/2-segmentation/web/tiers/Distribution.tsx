import { Chart } from '#web/charts/Chart.tsx';
import { formatFen, formatShare } from '#web/kit/format.ts';
import { Panel } from '#web/kit/Panel.tsx';
import { StatNumber } from '#web/kit/StatNumber.tsx';
import { peopleLink } from '#web/links.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Tiers.module.css';
import type { TierModel } from './TiersPage.tsx';
import { TIERS, type TierName } from './tier-names.ts';
import { useTierWord } from './use-tier-word.ts';

/** How many people and how much value each tier holds. */
export function Distribution({ model }: { model: TierModel }) {
  const t = useTexts();
  const tierWord = useTierWord();
  const people = shares(TIERS.map(tier => model.people[tier] ?? 0));
  const value = shares(TIERS.map(tier => Math.max(0, model.value[tier] ?? 0)));
  return (
    <Panel>
      <div className={styles.beside}>
        <div className={styles.parts}>
          {TIERS.map((tier, at) => (
            <Part key={tier} tier={tier} model={model} people={people[at] ?? 0} value={value[at] ?? 0} />
          ))}
        </div>
        <Chart
          kind="bar"
          title={t('tiers.chart')}
          finding={t('tiers.finding', {
            people: formatShare(people[0] ?? 0, 0),
            value: formatShare(value[0] ?? 0, 0),
          })}
          categories={TIERS.map(tierWord)}
          measure="share"
          series={[
            { name: t('tiers.chartPeople'), values: people },
            { name: t('tiers.chartValue'), values: value },
          ]}
        />
      </div>
    </Panel>
  );
}

type PartProps = { tier: TierName; model: TierModel; people: number; value: number };

function Part({ tier, model, people, value }: PartProps) {
  const t = useTexts();
  const name = t('tiers.peopleOf', { tier: useTierWord()(tier) });
  const count = model.people[tier] ?? 0;
  const worth = model.value[tier] ?? 0;
  return (
    <div>
      <StatNumber
        label={name}
        value={count}
        definition={t('tiers.peopleMeans', { tier: useTierWord()(tier) })}
        to={peopleLink({ attribute: 'tier', test: { is: 'one_of', values: [tier] } }, name)}
      />
      <p>{t('tiers.share', { people: formatShare(people), value: formatShare(value) })}</p>
      <p className={styles.worth}>
        {t('tiers.valueOf', {
          value: formatFen(worth),
          each: formatFen(count === 0 ? 0 : Math.round(worth / count)),
        })}
      </p>
    </div>
  );
}

function shares(parts: readonly number[]): number[] {
  const whole = parts.reduce((sum, part) => sum + part, 0);
  return parts.map(part => (whole === 0 ? 0 : part / whole));
}
