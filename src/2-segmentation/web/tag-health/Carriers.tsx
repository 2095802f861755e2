import { Button } from 'antd';
import { useState } from 'react';
import type { carrierList } from '#segmentation/contract';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { formatInstant } from '#web/kit/format.ts';
import { PageLink } from '#web/kit/PageLink.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { QuickLook } from '#web/kit/QuickLook.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../texts/index.ts';
import type { Carrier } from './health.ts';
import styles from './TagHealth.module.css';
import { useAgain } from './use-again.ts';

type Props = {
  kind: 'contradictory' | 'stale' | 'expiring';
  tagIds: readonly string[];
  title: string;
  onClose: () => void;
};

const AT_ONCE = 20;
const MOST = 100;

/** The people behind a finding: of tags that contradict one is kept, of an old one it is said that it still holds. */
export function Carriers({ kind, tagIds, title, onClose }: Props) {
  const t = useTexts();
  const [size, setSize] = useState(AT_ONCE);
  const query = { kind, tags: tagIds.join(','), pageSize: size };
  const { data, error, refetch } = useRead<Wire<typeof carrierList>>('/tags/health/people', query);
  return (
    <QuickLook of={tagIds.join()} title={title} onClose={onClose}>
      {!data && (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <PageSkeleton />)}
      {data?.data.length === 0 && <p className={styles.faint}>{t('tagHealth.nobodyLeft')}</p>}
      {kind === 'contradictory' && isOfWecom(data?.data ?? []) && (
        <p className={styles.faint}>{t('tagHealth.fromWecom')}</p>
      )}
      {data?.data.map(one => (
        <OneCarrier key={one.customerId} of={one} kind={kind} />
      ))}
      {data && data.total > data.data.length && size < MOST && (
        <Button onClick={() => setSize(size + AT_ONCE)}>{t('tagHealth.more')}</Button>
      )}
    </QuickLook>
  );
}

function isOfWecom(of: readonly Carrier[]): boolean {
  return of.some(({ tags }) => tags.some(({ source }) => source === 'wecom'));
}

const SOURCES = ['manual', 'rule', 'behaviour', 'import', 'wecom'] as const;

function OneCarrier({ of, kind }: { of: Carrier; kind: Props['kind'] }) {
  const t = useTexts();
  const sourceOf = (source: string) => {
    const known = SOURCES.find(one => one === source);
    return known ? t(`tagHealth.carrier.source.${known}`) : source;
  };
  return (
    <section className={styles.carrier}>
      <PageLink to={`/customers/${of.customerId}`}>
        {of.name || t('tagHealth.customer', { number: of.customerId.slice(4) })}
      </PageLink>
      <ul>
        {of.tags.map(tag => (
          <li key={tag.id}>
            <span>
              {tag.name}{' '}
              <small>
                {t('tagHealth.given', { day: formatInstant(tag.at, 'day'), source: sourceOf(tag.source) })}
                {tag.expiresAt && ` · ${t('tagHealth.endsOn', { day: formatInstant(tag.expiresAt, 'day') })}`}
              </small>
            </span>
            <Decide of={of} tag={tag} kind={kind} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Decide({ of, tag, kind }: { of: Carrier; tag: Carrier['tags'][number]; kind: Props['kind'] }) {
  const t = useTexts();
  const { can } = useSession();
  const notify = useNotify();
  const again = useAgain();
  if (!can('customers:write')) return null;
  const act = async () => {
    if (kind === 'contradictory')
      await api.post(`/customers/${of.customerId}/tags/${tag.id}/keep`, {
        among: of.tags.map(({ id }) => id),
      });
    else await api.post(`/customers/${of.customerId}/tags`, { tagIds: [tag.id] });
    notify.done(
      kind === 'contradictory' ? t('tagHealth.kept', { name: tag.name }) : t('tagHealth.confirmed'),
    );
    // Who carries what is read from the projection, which follows within about a second.
    setTimeout(() => void again(), 1_500);
    await again();
  };
  return (
    <Button size="small" onClick={() => void act().catch(notify.problem)}>
      {kind === 'contradictory' ? t('tagHealth.keep', { name: tag.name }) : t('tagHealth.confirm')}
    </Button>
  );
}
