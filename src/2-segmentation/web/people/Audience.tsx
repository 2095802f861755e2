import type { ReactNode } from 'react';
import type { RuleWire } from '#segmentation/contract';
import { formatCount, formatShare } from '#web/kit/format.ts';
import { PageLink } from '#web/kit/PageLink.tsx';
import { peopleLink } from '#web/links.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Audience.module.css';
import type { RuleCount } from './use-rule.ts';

type Props = {
  count: RuleCount;
  isStale: boolean;
  /** Whom it counts, and what they are called, for the list of those who can be contacted. */
  rule: RuleWire | undefined;
  name: string | undefined;
};

/** How many people, out of how many, and how many of them can be contacted today. */
export function Audience({ count, isStale, rule, name }: Props) {
  const t = useTexts();
  const { people, reachable, total } = count;
  const share = (part: number, whole: number) => formatShare(whole === 0 ? 0 : part / whole);
  const figures = {
    people: formatCount(people),
    reachable: formatCount(reachable),
    total: formatCount(total),
  };
  return (
    <div className={styles.audience} data-stale={isStale}>
      <p className={styles.figure}>
        <strong>{figures.people}</strong>
        <span>{t('count.unit')}</span>
      </p>
      <div className={styles.bar} role="img" aria-label={t('count.bar', figures)}>
        <span className={styles.people} style={{ inlineSize: percent(people, total) }} />
        <span className={styles.reachable} style={{ inlineSize: percent(reachable, total) }} />
      </div>
      <ul className={styles.lines}>
        <li data-part="reachable">
          <ReachableLink rule={reachable < people ? rule : undefined} name={name}>
            {t('count.reachable', { count: figures.reachable, share: share(reachable, people) })}
          </ReachableLink>
        </li>
        <li data-part="people">{t('count.share', { total: figures.total, share: share(people, total) })}</li>
      </ul>
    </div>
  );
}

type LinkProps = Pick<Props, 'rule' | 'name'> & { children: ReactNode };

/** Where everybody can be contacted the list is the one that is there already. */
function ReachableLink({ rule, name, children }: LinkProps) {
  const t = useTexts();
  if (rule === undefined) return children;
  const title = name === undefined ? t('subject.reachable') : t('list.reachableOf', { name });
  return <PageLink to={peopleLink({ all: [rule, { reachable: 'wecom' }] }, title)}>{children}</PageLink>;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '0' : `${(part / whole) * 100}%`;
}
