import { DateTime } from '#web/kit/DateTime.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import type { Code } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Ways.module.css';

type Way = Code['waysBehind'][number];
const TONES = { ready: 'accent', waiting: 'plain', failed: 'stop' } as const;

/** What stands behind a code at the platform: WeCom's own pictures, and which of them it refused. */
export function Ways({ ways }: { ways: readonly Way[] }) {
  const t = useTexts();
  if (ways.length === 0) return null;
  return (
    <Panel title={t('ways.title')}>
      <p className={styles.what}>{t('ways.what')}</p>
      <ul className={styles.ways}>
        {ways.map((way, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the server tells them apart by their order only
          <OneWay key={at} way={way} />
        ))}
      </ul>
    </Panel>
  );
}

function OneWay({ way: { kind, member, mark, leadsTo, imageUrl, state, failure, nextTry } }: { way: Way }) {
  const t = useTexts();
  const name = kind === 'member' ? (member?.name ?? '') : t(`ways.${kind}`);
  return (
    <li>
      {imageUrl ? (
        <img src={imageUrl} alt={t('ways.picture', { name })} loading="lazy" />
      ) : (
        <span className={styles.none} aria-hidden="true" />
      )}
      <div>
        <p className={styles.name}>
          <strong>{name}</strong>
          {mark && <span>{t('ways.ofPoster', { mark: mark.toUpperCase() })}</span>}
          <Tag tone={TONES[state]}>{t(`ways.state.${state}`)}</Tag>
        </p>
        {kind === 'duty' && (
          <p>
            {leadsTo.length > 0
              ? t('ways.leadsTo', { names: leadsTo.map(one => one.name).join(t('and')) })
              : t('ways.leadsNowhere')}
          </p>
        )}
        {failure && <p className={styles.failure}>{failure}</p>}
        {state === 'failed' && nextTry && (
          <p className={styles.next}>
            {t('ways.nextTry')} <DateTime at={nextTry} />
          </p>
        )}
      </div>
    </li>
  );
}
