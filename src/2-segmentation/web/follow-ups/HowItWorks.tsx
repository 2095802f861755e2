import { formatCount } from '#web/kit/format.ts';
import { Panel } from '#web/kit/Panel.tsx';
import { CADENCE } from '../../cadence/formula.contract.ts';
import { useTexts } from '../texts/index.ts';
import styles from './FollowUps.module.css';
import type { DueCounts } from './FollowUpsPage.tsx';

/** The formula, with the shop's own numbers in it. */
export function HowItWorks({ shop }: { shop: NonNullable<DueCounts['shop']> }) {
  const t = useTexts();
  const values = {
    ...{ shop: shop.days, people: formatCount(shop.people), weight: CADENCE.shopGaps },
    ...{ due: CADENCE.due, lost: CADENCE.lost },
  };
  return (
    <Panel title={t('followUps.how')}>
      <div className={styles.how}>
        <p>{t('followUps.howOwn', values)}</p>
        <p>{t('followUps.howDue', values)}</p>
      </div>
    </Panel>
  );
}
