import { Skeleton } from 'antd';
import { DateTime } from '#web/kit/DateTime.tsx';
import { Facts } from '#web/kit/Facts.tsx';
import { formatFen } from '#web/kit/format.ts';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import { type Tier, TierTag } from '#web/kit/TierTag.tsx';
import { type Customer, useCustomer } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Conversation.module.css';

const TIERS: readonly Tier[] = ['important', 'regular', 'occasional'];

/** Who one is talking with: what they are worth, what one knows, where all of it stands. */
export function CustomerCard({ id }: { id: string }) {
  const t = useTexts();
  const { data: customer, error } = useCustomer(id);
  return (
    <aside className={styles.card} aria-label={t('card.title')}>
      <h2>{t('card.title')}</h2>
      {customer ? <Known customer={customer} /> : error ? <p>{t('card.hidden')}</p> : <Skeleton active />}
    </aside>
  );
}

function Known({ customer }: { customer: Customer }) {
  const t = useTexts();
  const { totals, tags, owner } = customer;
  const tier = TIERS.find(one => one === customer.facts.tier?.str);
  const follows = customer.follows.filter(one => one.endedAt === null);
  const orders =
    totals.orders > 0
      ? t('card.ordersValue', { count: totals.orders, paid: formatFen(totals.paid) })
      : t('card.none');
  return (
    <>
      <p className={styles.name}>
        <strong>{customer.name || t('inbox.noName')}</strong>
        {tier && <TierTag tier={tier} />}
      </p>
      <Facts
        facts={[
          { key: 'orders', label: t('card.orders'), value: orders },
          { key: 'last', label: t('card.last'), value: <DateTime at={totals.lastOrderAt} style="day" /> },
          { key: 'owner', label: t('card.owner'), value: owner?.name ?? '–' },
          {
            key: 'follows',
            label: t('card.follows'),
            value: follows.map(one => one.member.name).join(t('and')) || t('card.noFollows'),
          },
        ]}
      />
      <p className={styles.tags}>
        {tags.length === 0
          ? t('card.noTags')
          : tags.slice(0, 12).map(tag => <Tag key={tag.id}>{tag.name}</Tag>)}
      </p>
      <PageLink to={`/customers/${customer.id}`}>{t('card.open')}</PageLink>
    </>
  );
}
