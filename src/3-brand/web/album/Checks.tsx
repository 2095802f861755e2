import { Button } from 'antd';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { useLanguage } from '#web/i18n/i18n.ts';
import { formatCount, formatInstant } from '#web/kit/format.ts';
import { Money } from '#web/kit/Money.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Album.module.css';
import { type AlbumAccount, useSimulator } from './reads.ts';

type Props = { accounts: readonly AlbumAccount[]; onShow: () => void };

/** Of each album: when it was last compared with WeCom, and what that found. */
export function Checks({ accounts, onShow }: Props) {
  return (
    <div className={styles.checks}>
      {accounts.map(account => (
        <Check key={account.account.id} of={account} isOnly={accounts.length === 1} onShow={onShow} />
      ))}
    </div>
  );
}

function Check({ of, isOnly, onShow }: { of: AlbumAccount; isOnly: boolean; onShow: () => void }) {
  const t = useTexts();
  const { account, checkedAt, why, items, changed, gone } = of;
  const name = isOnly ? '' : `${account.name} · `;
  const found = [
    ...(gone > 0 ? [t('album.foundGone', { count: gone })] : []),
    ...(changed > 0 ? [t('album.foundChanged', { count: changed })] : []),
  ].join(t('album.comma'));
  return (
    <>
      {found && (
        <Notice
          kind="advice"
          title={name + found}
          actions={<Button onClick={onShow}>{t('album.showFound')}</Button>}
        >
          {t('album.foundWhat')}
        </Notice>
      )}
      {why && (
        <Notice kind="advice" title={name + t('album.unchecked')}>
          {why}
        </Notice>
      )}
      <div className={styles.checked}>
        <span>
          {name}
          {checkedAt
            ? t('album.checkedAt', { at: formatInstant(checkedAt), items: formatCount(items) })
            : t('album.neverChecked')}
        </span>
        <CheckNow accountId={account.id} />
        <Simulator accountId={account.id} />
      </div>
      <Others of={of} name={name} />
    </>
  );
}

/** What administrators and other apps have put in: to be seen, not to be changed from here. */
function Others({ of: { others }, name }: { of: AlbumAccount; name: string }) {
  const t = useTexts();
  if (others.length === 0) return null;
  return (
    <details className={styles.others}>
      <summary>{name + t('album.others', { count: others.length })}</summary>
      <p>{t('album.othersWhat')}</p>
      <ul>
        {others.map(({ productSn, description, price }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they have neither id nor order of their own
          <li key={at}>
            <span>{description}</span>
            <small>{productSn}</small>
            <Money fen={price} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function CheckNow({ accountId }: { accountId: string }) {
  const t = useTexts();
  const notify = useNotify();
  const check = useWrite(
    (_: undefined, key) =>
      api.post<{ outcome: 'done' | 'failed' }>('/product-album/check', { accountId }, { key }),
    {
      refresh: ['/product-album', '/album-items'],
      onDone: ({ outcome }) => notify.done(t(outcome === 'done' ? 'album.checked' : 'album.notChecked')),
      onProblem: notify.problem,
    },
  );
  if (!useSession().can('brand:write')) return null;
  return (
    <Button type="link" size="small" loading={check.isRunning} onClick={() => check.run(undefined)}>
      {t('album.check')}
    </Button>
  );
}

function Simulator({ accountId }: { accountId: string }) {
  const t = useTexts();
  const language = useLanguage();
  const url = useSimulator(accountId);
  if (!url) return null;
  return (
    <a href={`${url}?lang=${language}`} target="siyu-simulator">
      {t('album.simulator')}
    </a>
  );
}
