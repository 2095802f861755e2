import { useAsk } from '#web/api/queries.ts';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { formatCount } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { Bone } from '#web/kit/PageSkeleton.tsx';
import { useDebounced } from '#web/kit/use-debounced.ts';
import { useCompany, useWecomAccounts } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { type Draft, trialOf } from './draft.ts';
import styles from './Editor.module.css';
import { MomentPhone } from './MomentPhone.tsx';
import type { Preview } from './reads.ts';

type Props = { draft: Draft; draftId: string | undefined };
const SHOWN = 5;

/** How it looks, for whom it would be, and what speaks against it. */
export function Consequence({ draft, draftId }: Props) {
  const t = useTexts();
  const trial = useDebounced(draft.accountId ? JSON.stringify(trialOf(draft, draftId)) : undefined, 400);
  const { data, error, refetch } = useAsk<Preview>('/moments/preview', trial ? JSON.parse(trial) : undefined);
  const account = useWecomAccounts()?.find(({ id }) => id === draft.accountId);
  const company = useCompany(account?.name);
  const sender = data?.members[0]?.member.name ?? t('moments.consequence.member');
  const { attach } = draft;
  return (
    <div className={styles.aside}>
      <h3>{t('moments.consequence.preview')}</h3>
      <MomentPhone
        text={draft.text}
        images={attach === 'image' ? draft.images : []}
        link={attach === 'link' ? draft.link : undefined}
        hasVideo={attach === 'video' && draft.video !== undefined}
        sender={sender}
        company={company}
      />
      <h3>{t('moments.consequence.title')}</h3>
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <>
          <Reach of={data} />
          <Warnings of={data} />
        </>
      ) : (
        <Bone width="160px" height={40} />
      )}
    </div>
  );
}

function Reach({ of: { people, members } }: { of: Preview }) {
  const t = useTexts();
  if (people === 0)
    return (
      <Notice kind="advice" title={t('moments.consequence.nobody')}>
        {t('moments.consequence.nobodyWhat')}
      </Notice>
    );
  return (
    <>
      <p className={styles.people}>
        <small>{t('moments.consequence.people')}</small>
        {formatCount(people)}
      </p>
      <div>
        <p className={styles.soft}>{t('moments.consequence.members', { n: members.length })}</p>
        <ul className={styles.members}>
          {members.slice(0, SHOWN).map(({ member, people: theirs }) => (
            <li key={member.id}>
              <span>{member.name}</span>
              <span>{formatCount(theirs)}</span>
            </li>
          ))}
        </ul>
        {members.length > SHOWN && (
          <p className={styles.soft}>{t('moments.consequence.more', { n: members.length - SHOWN })}</p>
        )}
      </div>
    </>
  );
}

function Warnings({ of }: { of: Preview }) {
  const t = useTexts();
  const { full, perDay, refusing, unknownTags, productsInRow, productsMax } = of;
  return (
    <>
      {productsInRow > productsMax && (
        <Notice kind="advice" title={t('moments.consequence.products', { n: productsInRow })}>
          {t('moments.consequence.productsWhat')}
        </Notice>
      )}
      {full > 0 && (
        <Notice kind="advice" title={t('moments.consequence.full', { n: formatCount(full) })}>
          {t('moments.consequence.fullWhat', { max: perDay })}
        </Notice>
      )}
      {refusing > 0 && (
        <Notice title={t('moments.consequence.refusing', { n: formatCount(refusing) })}>
          {t('moments.consequence.refusingWhat')}
        </Notice>
      )}
      {unknownTags.length > 0 && (
        <Notice kind="advice" title={t('moments.consequence.unknownTags')}>
          {t('moments.consequence.unknownTagsWhat', { tags: unknownTags.join('、') })}
        </Notice>
      )}
    </>
  );
}
