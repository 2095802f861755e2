import { useParams } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useRead } from '#web/api/queries.ts';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { formatFen, formatShare } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { Columns } from '#web/kit/Panel.tsx';
import { StatNumber } from '#web/kit/StatNumber.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { useSearch } from '#web/url/use-search.ts';
import { JUDGE, PRODUCT_ROLES, type ProductRole } from '../../products/formula.contract.ts';
import { isBlamed } from '../../products/topics.contract.ts';
import { useTexts } from '../texts/index.ts';
import { AsOf } from './AsOf.tsx';
import { Complaints } from './Complaints.tsx';
import { CostModal } from './CostModal.tsx';
import { PeriodSelect } from './PeriodSelect.tsx';
import styles from './Products.module.css';
import { boughtLink, type Product } from './product.ts';
import { productSearch } from './products-search.ts';
import { Repeats } from './Repeats.tsx';
import { Returns } from './Returns.tsx';
import { RoleTag } from './RoleTag.tsx';
import { useSayReasons } from './say-reason.ts';
import { useSetRole } from './use-set-role.ts';

/** One product: what it is for, how it does over a period, and whether marketing can help it at all. */
export default function ProductPage() {
  const { productId } = useParams({ strict: false });
  const [{ days }, ask] = useSearch(productSearch);
  const { data, error, refetch } = useRead<Product>(productId && `/products/${productId}`, { days });
  if (error) return <ErrorState size="page" error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  return (
    <>
      <Head of={data} period={<PeriodSelect days={days} onChange={next => ask({ days: next })} />} />
      <Notices of={data} />
      <Numbers of={data} />
      <Columns min={320}>
        <Returns of={data} />
        <Complaints of={data} />
        <Repeats of={data} />
      </Columns>
      <Rule />
    </>
  );
}

function Head({ of, period }: { of: Product; period: ReactNode }) {
  const t = useTexts();
  const { can } = useSession();
  const setRole = useSetRole();
  const notify = useNotify();
  const [isEditing, setEditing] = useState(false);
  const facts = [
    of.shop.name,
    t('products.sku', { sku: of.sku }),
    ...(of.price === null ? [] : [`${t('products.price')} ${formatFen(of.price)}`]),
    of.cost === null ? t('products.noCost') : `${t('products.cost')} ${formatFen(of.cost)}`,
  ];
  return (
    <PageHeader
      title={of.name}
      lead={facts.join(' · ')}
      aside={can('segments:write') ? undefined : <RoleTag of={of.role} />}
      actions={
        <span className={styles.actions}>
          {can('segments:write') && (
            <Select<ProductRole | 'none' | null>
              aria-label={t('products.role')}
              prefix={t('products.role')}
              popupMatchSelectWidth={false}
              value={of.role}
              placeholder={t('products.pickRole')}
              options={[
                ...PRODUCT_ROLES.map(value => ({
                  value,
                  label: t(`products.roles.${value}`),
                  title: t(`products.roleMeans.${value}`),
                })),
                { value: 'none', label: t('products.noRole') },
              ]}
              onChange={role =>
                void setRole({ ids: [of.id] }, role === 'none' ? null : role).catch(notify.problem)
              }
            />
          )}
          {can('segments:write') && (
            <Button onClick={() => setEditing(true)}>
              {t(of.cost === null ? 'products.sayCost' : 'products.changeCost')}
            </Button>
          )}
          {period}
          {isEditing && <CostModal of={of} onClose={() => setEditing(false)} />}
        </span>
      }
    />
  );
}

function saidOf({ hits, of, rate, lower, line }: Product['returns']) {
  return { hits, of, rate: formatShare(rate ?? 0), lower: formatShare(lower), line: formatShare(line ?? 0) };
}

function Notices({ of }: { of: Product }) {
  const t = useTexts();
  const { can } = useSession();
  const sayReasons = useSayReasons();
  const setRole = useSetRole();
  const notify = useNotify();
  const { returns, complaints, suggestion } = of;
  const blamed = of.topics
    .filter(({ topic }) => isBlamed(topic))
    .map(({ topic }) => t(`products.topics.${topic}`))
    .join(t('and'));
  return (
    <div className={styles.notices}>
      <AsOf at={of.at} />
      {returns.isAbove && (
        <Notice kind="advice" title={t('products.stop')}>
          {t('products.stopReturns', saidOf(returns))}
        </Notice>
      )}
      {complaints.isAbove && (
        <Notice kind="advice" title={t('products.stop')}>
          {t('products.stopComplaints', { ...saidOf(complaints), topics: blamed })}
        </Notice>
      )}
      {suggestion && (
        <Notice
          title={t('products.suggestion', { role: t(`products.roles.${suggestion.role}`) })}
          actions={
            can('segments:write') && (
              <Button onClick={() => void setRole({ ids: [of.id] }, suggestion.role).catch(notify.problem)}>
                {t('products.accept')}
              </Button>
            )
          }
        >
          {sayReasons(suggestion).join(t('semicolon'))}
        </Notice>
      )}
    </div>
  );
}

function Numbers({ of }: { of: Product }) {
  const t = useTexts();
  const fresh = of.buyers > 0 ? of.fresh / of.buyers : null;
  const buyers = t('products.buyersOf', { name: of.name });
  return (
    <div className={styles.numbers}>
      <Columns min={140}>
        <StatNumber
          label={t('products.revenue')}
          value={of.revenue}
          measure="fen"
          definition={t('products.revenueMeans')}
        />
        <StatNumber label={t('products.sold')} value={of.pieces} definition={t('products.soldMeans')} />
        <StatNumber
          label={t('products.buyers')}
          value={of.buyers}
          definition={t('products.buyersMeans')}
          to={boughtLink(of, buyers)}
        />
        <StatNumber
          label={t('products.margin')}
          value={of.margin}
          measure="share"
          definition={t('products.marginMeans')}
        />
        <StatNumber
          label={t('products.fresh')}
          value={fresh}
          measure="share"
          definition={t('products.freshMeans')}
          {...(of.othersFresh !== null &&
            fresh !== null && {
              before: { value: of.othersFresh, period: t('products.otherGoods') },
            })}
        />
      </Columns>
    </div>
  );
}

/** The line, as it is drawn. */
function Rule() {
  const t = useTexts();
  return (
    <p className={styles.rule}>
      {t('products.rule', { fewest: JUDGE.fewest, above: JUDGE.above, floor: formatShare(JUDGE.floor) })}
    </p>
  );
}
