import { ErrorState } from '#web/kit/ErrorState.tsx';
import { Facts } from '#web/kit/Facts.tsx';
import { formatFen, formatInstant } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './Transfers.module.css';
import type { Giver, Preview } from './transfer.ts';

type Props = { giver: Giver; preview: Preview | undefined; error: Error | null; onAgain: () => void };

/** Who goes to whom, who stays and why, and what happens then. */
export function CheckStep({ giver, preview, error, onAgain }: Props) {
  const t = useTexts();
  if (error) return <ErrorState error={error} onRetry={onAgain} />;
  if (!preview) return <PageSkeleton />;
  return (
    <div className={styles.check}>
      <Facts
        facts={preview.takers.map(({ member, customers, groups, value }) => ({
          key: member.id,
          label: member.name,
          value: t(value > 0 ? 'transfers.share' : 'transfers.shareShort', {
            ...{ customers, groups, value: formatFen(value) },
          }),
        }))}
      />
      {preview.cannot.map(one => (
        <Cannot key={one.why} of={one} />
      ))}
      <p className={styles.faint}>{t(`transfers.startWhat.${giver.kind}`)}</p>
    </div>
  );
}

function Cannot({ of: { why, customers, from, people } }: { of: Preview['cannot'][number] }) {
  const t = useTexts();
  const day = from ? formatInstant(from, 'day') : '';
  const names = people.map(one => one.name || t('transfers.noName')).join(t('and'));
  return (
    <Notice kind="advice" title={t(`transfers.cannot.${why}`, { count: customers })}>
      {t(`transfers.cannotWhat.${why}`, { day })}
      <br />
      {names} {customers > people.length && t('transfers.andMore', { count: customers })}
    </Notice>
  );
}
