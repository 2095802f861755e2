import { Button, Select } from 'antd';
import type { movesView } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { formatCount } from '#web/kit/format.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Tiers.module.css';
import { TIERS } from './tier-names.ts';
import { useTierWord } from './use-tier-word.ts';

export const PERIODS = ['1', '7', '30', '90'] as const;
export type Period = (typeof PERIODS)[number];
const NAMES = ['none', ...TIERS] as const;
type Name = (typeof NAMES)[number];
type Cell = { from: Name; to: Name };

type Props = { days: Period; onDays: (days: Period) => void; onPick: (cell: Cell) => void };

/** From which tier to which people moved; a number narrows the list below to its people. */
export function Moves({ days, onDays, onPick }: Props) {
  const t = useTexts();
  const tierWord = useTierWord();
  const { data } = useRead<Wire<typeof movesView>>('/tiers/moves', { days });
  const movesOf = ({ from, to }: Cell) =>
    data?.data.find(one => (one.from ?? 'none') === from && (one.to ?? 'none') === to)?.moves ?? 0;
  const word = (from: Name) => (from === 'none' ? t('tiers.first') : tierWord(from));
  return (
    <div className={styles.moves}>
      <Select<Period>
        aria-label={t('tiers.movesDays')}
        prefix={t('tiers.movesDays')}
        value={days}
        options={PERIODS.map(value => ({ value, label: t('tiers.movesOf', { count: Number(value) }) }))}
        onChange={onDays}
      />
      <table className={styles.matrix} aria-busy={data === undefined}>
        <caption>{t('tiers.moves')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('tiers.movesCorner')}</th>
            {NAMES.map(to => (
              <th key={to} scope="col">
                {word(to)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {NAMES.map(from => (
            <tr key={from}>
              <th scope="row">{word(from)}</th>
              {NAMES.map(to => (
                <td key={to}>
                  <Moved
                    count={movesOf({ from, to })}
                    isSame={from === to}
                    onPick={() => onPick({ from, to })}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Moved({ count, isSame, onPick }: { count: number; isSame: boolean; onPick: () => void }) {
  if (isSame) return <span aria-hidden="true">·</span>;
  if (count === 0) return <span>0</span>;
  return (
    <Button type="link" size="small" onClick={onPick}>
      {formatCount(count)}
    </Button>
  );
}
