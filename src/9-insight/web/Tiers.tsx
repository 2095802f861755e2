import { Explain } from '#web/kit/Explain.tsx';
import { formatCount, formatFen, formatShare } from '#web/kit/format.ts';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import { TierTag } from '#web/kit/TierTag.tsx';
import { peopleLink } from '#web/links.ts';
import { type Home, tiersFinding } from './sentences.ts';
import styles from './Tiers.module.css';
import { useTexts } from './texts/index.ts';

const TIERS = { 重要: 'important', 常规: 'regular', 偶然: 'occasional' } as const;

/** How many people are in each tier, and what they are worth. */
export function Tiers({ tiers }: { tiers: Home['tiers'] }) {
  const t = useTexts();
  const people = tiers.reduce((sum, tier) => sum + tier.people, 0);
  const value = tiers.reduce((sum, tier) => sum + Math.max(0, tier.value), 0);
  const finding = tiersFinding(tiers, t);
  return (
    <Panel title={t('tiers')}>
      {finding && <p className={styles.finding}>{finding}</p>}
      <table className={styles.tiers}>
        <caption className="visually-hidden">{t('tiers')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('tier')}</th>
            <th scope="col">{t('tierPeople')}</th>
            <th scope="col">
              <Explain term={t('tierValue')} text={t('tierValueMeans')} />
            </th>
          </tr>
        </thead>
        <tbody>
          {tiers.map(tier => (
            <tr key={tier.tier}>
              <th scope="row">
                <PageLink to={peopleLink(tier.rule, tier.tier || t('untiered'))}>
                  <TierName of={tier.tier} />
                </PageLink>
              </th>
              <td>
                <Part shown={formatCount(tier.people)} share={people === 0 ? 0 : tier.people / people} />
              </td>
              <td>
                <Part
                  shown={formatFen(tier.value)}
                  share={value === 0 ? 0 : Math.max(0, tier.value) / value}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function TierName({ of }: { of: string }) {
  const t = useTexts();
  const tier = TIERS[of as keyof typeof TIERS];
  return tier ? <TierTag tier={tier} /> : <Tag>{t('untiered')}</Tag>;
}

function Part({ shown, share }: { shown: string; share: number }) {
  return (
    <div className={styles.part}>
      <span className={styles.figure}>{shown}</span>
      <span className={styles.share}>{formatShare(share, 0)}</span>
      <span className={styles.bar}>
        <span style={{ width: `${share * 100}%` }} />
      </span>
    </div>
  );
}
