import { formatCount, formatFen, formatShare } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Columns, Panel } from '#web/kit/Panel.tsx';
import { StatNumber } from '#web/kit/StatNumber.tsx';
import { peopleLink } from '#web/links.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Predictions.module.css';
import type { Predictions } from './PredictionsPage.tsx';

type Band = Predictions['alive'][number];

/** What all are expected to bring in a year, by how likely they still are customers; and what hangs on those who may be gone. */
export function Bands({ bands }: { bands: readonly Band[] }) {
  const t = useTexts();
  const all = bands.reduce((sum, { value }) => sum + value, 0);
  const lost = bands.at(-1);
  return (
    <Panel>
      <Columns min={200}>
        <StatNumber
          label={t('predictions.all')}
          value={all}
          measure="fen"
          definition={t('predictions.allMeans')}
        />
        {bands.map(band => (
          <OneBand key={band.from} band={band} all={all} />
        ))}
      </Columns>
      {lost && lost.people > 0 && (
        <div className={styles.scenario}>
          <Notice
            kind="advice"
            title={t('predictions.lostTitle', { people: formatCount(lost.people) })}
            actions={<PageLink to={linkTo(lost, t('predictions.lost'))}>{t('predictions.see')}</PageLink>}
          >
            {t('predictions.lostWhat', { value: yuan(lost.value), won: yuan(lost.won) })}
          </Notice>
        </div>
      )}
    </Panel>
  );
}

function OneBand({ band, all }: { band: Band; all: number }) {
  const t = useTexts();
  const name = t(`predictions.${nameOf(band)}`);
  return (
    <div>
      <StatNumber
        label={name}
        value={band.people}
        definition={t(`predictions.${nameOf(band)}Means`)}
        to={linkTo(band, name)}
      />
      <p className={styles.faint}>
        {t('predictions.bandValue', {
          value: yuan(band.value),
          share: formatShare(all === 0 ? 0 : band.value / all),
        })}
      </p>
    </div>
  );
}

/** Of an estimate nobody wants the fen. */
function yuan(fen: number): string {
  return formatFen(Math.round(fen / 100) * 100).replace('.00', '');
}

function nameOf({ from }: Band): 'active' | 'unsure' | 'lost' {
  if (from >= 0.7) return 'active';
  return from > 0 ? 'unsure' : 'lost';
}

function linkTo({ from, to }: Band, name: string): string {
  return peopleLink({ fact: 'alive', test: { is: 'between', from, to } }, name);
}
