import { formatInstant } from '#web/kit/format.ts';
import { useTexts } from '../../texts/index.ts';
import type { Customer } from '../customer.ts';
import styles from './Identities.module.css';

type Follow = Customer['follows'][number];

/** Which members follow a customer on WeCom, and who did. */
export function Follows({ of }: { of: readonly Follow[] }) {
  const t = useTexts();
  if (of.length === 0) return <p className={styles.kind}>{t('who.notFollowed')}</p>;
  return (
    <ul className={styles.list}>
      {of.map(follow => (
        <li key={`${follow.member.id} ${follow.account} ${follow.followedAt}`}>
          <span>
            {follow.member.name}
            {follow.remark && (
              <span className={styles.faint}> {t('who.remark', { remark: follow.remark })}</span>
            )}
          </span>
          <Since of={follow} />
        </li>
      ))}
    </ul>
  );
}

function Since({ of }: { of: Follow }) {
  const t = useTexts();
  const from = formatInstant(of.followedAt, 'day');
  if (!of.endedAt) return <span className={styles.kind}>{t('who.followedSince', { from })}</span>;
  const until = formatInstant(of.endedAt, 'day');
  const by = of.endedBy === 'member' ? 'byMember' : of.endedBy === 'transfer' ? 'byTransfer' : 'byCustomer';
  return <span className={styles.kind}>{t(`who.${by}`, { from, until })}</span>;
}
