import type { Thresholds } from '#segmentation/contract';
import { formatCount, formatFen } from '#web/kit/format.ts';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Columns, Panel } from '#web/kit/Panel.tsx';
import { peopleLink } from '#web/links.ts';
import { useTexts } from '../texts/index.ts';
import { type ScoreRange, scoreRanges } from './scores.ts';
import styles from './Tiers.module.css';

type Letter = 'r' | 'f' | 'm';

/** What each score means, in days, orders and yuan. */
export function Scores({ thresholds }: { thresholds: Thresholds }) {
  const t = useTexts();
  const { recencyDays, frequency, monetary } = thresholds;
  return (
    <Panel title={t('tiers.scores')}>
      <p className={styles.what}>{t('tiers.scoresWhat')}</p>
      <Columns min={260}>
        <ScoreTable letter="r" ranges={scoreRanges(recencyDays, 'low')} />
        <ScoreTable letter="f" ranges={scoreRanges(frequency, 'high')} />
        <ScoreTable letter="m" ranges={scoreRanges(monetary, 'high')} />
      </Columns>
    </Panel>
  );
}

function ScoreTable({ letter, ranges }: { letter: Letter; ranges: readonly ScoreRange[] }) {
  const t = useTexts();
  const say = useRangeWords();
  return (
    <table className={styles.scores}>
      <caption>{t(`tiers.${letter}`)}</caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">{t('tiers.scoreColumn')}</th>
          <th scope="col">{t('tiers.rangeColumn')}</th>
          <th scope="col">{t('tiers.see')}</th>
        </tr>
      </thead>
      <tbody>
        {ranges.map(range => (
          <tr key={range.score}>
            <th scope="row">{t('tiers.score', { score: range.score })}</th>
            <td data-empty={range.isEmpty}>{range.isEmpty ? t('tiers.nobody') : say(letter, range)}</td>
            <td>{!range.isEmpty && <See letter={letter} score={range.score} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function See({ letter, score }: { letter: Letter; score: number }) {
  const t = useTexts();
  const name = `${t(`tiers.${letter}`)} · ${t('tiers.score', { score })}`;
  const rule = { attribute: letter, test: { is: 'between', from: score, to: score } } as const;
  return (
    <PageLink to={peopleLink(rule, name)} aria-label={`${t('tiers.see')}: ${name}`}>
      {t('tiers.see')}
    </PageLink>
  );
}

function useRangeWords(): (letter: Letter, range: ScoreRange) => string {
  const t = useTexts();
  return (letter, { above, upTo }) => {
    if (letter === 'm') {
      if (above === undefined) return t('tiers.mFirst', { to: formatFen(upTo ?? 0) });
      return upTo === undefined
        ? t('tiers.mLast', { from: formatFen(above) })
        : `${formatFen(above)} – ${formatFen(upTo)}`;
    }
    const from = (above ?? (letter === 'f' ? 0 : -1)) + 1;
    const span = from === upTo ? formatCount(from) : `${formatCount(from)}–${formatCount(upTo ?? 0)}`;
    if (letter === 'f')
      return upTo === undefined
        ? t('tiers.fLast', { from: formatCount(from) })
        : t('tiers.fRange', { range: span, count: from === upTo ? from : 2 });
    if (above === undefined) return t('tiers.rFirst', { to: formatCount(upTo ?? 0) });
    return upTo === undefined
      ? t('tiers.rLast', { from: formatCount(above) })
      : t('tiers.rUnit', { range: span });
  };
}
