import { Button, Input } from 'antd';
import { useState } from 'react';
import type { previewList } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { usePagedList } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { formatCount } from '#web/kit/format.ts';
import { Money } from '#web/kit/Money.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { useDebounced } from '#web/kit/use-debounced.ts';
import { useTexts } from '../texts/index.ts';
import { type Cell, type CutOffs, moversOf, type Sum } from './scores.ts';
import styles from './Tiers.module.css';
import { TIERS } from './tier-names.ts';
import { useTierWord } from './use-tier-word.ts';
import { useWhoMoved } from './use-who-moved.tsx';

type Mover = Wire<typeof previewList>['data'][number];
type Props = { sums: readonly Sum[]; cuts: CutOffs };

const FROM = ['none', ...TIERS] as const;

/** Before anything is saved: from which tier to which people would move, and who they are. */
export function WouldMove({ sums, cuts }: Props) {
  const t = useTexts();
  const [cell, setCell] = useState<Cell>();
  const movers = moversOf(sums, cuts);
  const total = movers.reduce((sum, { people }) => sum + people, 0);
  if (total === 0) return null;
  const isThere = cell && movers.some(one => one.from === cell.from && one.to === cell.to);
  return (
    <section className={styles.wouldMove} aria-label={t('tiers.wouldMove')}>
      <h3>{t('tiers.wouldMoveCount', { people: formatCount(total) })}</h3>
      <Matrix movers={movers} picked={isThere ? cell : undefined} onPick={setCell} />
      <People cuts={cuts} cell={isThere ? cell : undefined} onAll={() => setCell(undefined)} />
    </section>
  );
}

type MatrixProps = {
  movers: ReturnType<typeof moversOf>;
  picked: Cell | undefined;
  onPick: (cell: Cell) => void;
};

function Matrix({ movers, picked, onPick }: MatrixProps) {
  const t = useTexts();
  const tierWord = useTierWord();
  const word = (name: Cell['from']) => (name === 'none' ? t('tiers.first') : tierWord(name));
  const rows = FROM.filter(from => from !== 'none' || movers.some(one => one.from === 'none'));
  const peopleOf = (from: Cell['from'], to: Cell['to']) =>
    movers.find(one => one.from === from && one.to === to)?.people ?? 0;
  return (
    <table className={styles.matrix}>
      <caption>{t('tiers.wouldMoveWhat')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('tiers.movesCorner')}</th>
          {TIERS.map(to => (
            <th key={to} scope="col">
              {tierWord(to)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(from => (
          <tr key={from}>
            <th scope="row">{word(from)}</th>
            {TIERS.map(to => (
              <td key={to} data-picked={picked?.from === from && picked.to === to}>
                <Moved people={peopleOf(from, to)} isSame={from === to} onPick={() => onPick({ from, to })} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Moved({ people, isSame, onPick }: { people: number; isSame: boolean; onPick: () => void }) {
  if (isSame) return <span aria-hidden="true">·</span>;
  if (people === 0) return <span>0</span>;
  return (
    <Button type="link" size="small" onClick={onPick}>
      {formatCount(people)}
    </Button>
  );
}

type PeopleProps = { cuts: CutOffs; cell: Cell | undefined; onAll: () => void };

function People({ cuts, cell, onAll }: PeopleProps) {
  const t = useTexts();
  const tierWord = useTierWord();
  const [typed, setTyped] = useState('');
  const [page, setPage] = useState(1);
  const asked = useDebounced(JSON.stringify({ ...cuts, ...cell, q: typed.trim() || undefined }), 300);
  const [answered, setAnswered] = useState(asked);
  if (answered !== asked) {
    setAnswered(asked);
    setPage(1);
  }
  const list = usePagedList<Mover>('/tiers/preview', JSON.parse(asked), {
    page: answered === asked ? page : 1,
    size: 20,
    go: setPage,
  });
  const { nameOf, columns } = useWhoMoved();
  return (
    <>
      <div className={styles.wouldTools}>
        <Input.Search
          className={styles.find ?? ''}
          aria-label={t('tiers.findMover')}
          placeholder={t('tiers.findMover')}
          allowClear
          maxLength={50}
          value={typed}
          onChange={event => setTyped(event.target.value)}
        />
        {cell && (
          <Button type="link" onClick={onAll}>
            {t('tiers.onlyMove', {
              from: cell.from === 'none' ? t('tiers.first') : tierWord(cell.from),
              to: tierWord(cell.to),
            })}
          </Button>
        )}
      </div>
      <DataTable<Mover>
        name="tier-preview"
        label={t('tiers.wouldMove')}
        unit={t('tiers.personUnit')}
        columns={useColumns(columns)}
        rowKey={row => row.customerId}
        rowName={nameOf}
        list={list}
        to={row => `/customers/${row.customerId}`}
        onClearFilters={typed ? () => setTyped('') : undefined}
        empty={<EmptyState title={t('tiers.nobodyMoves')} what={t('tiers.wouldMoveWhat')} />}
      />
    </>
  );
}

function useColumns(columns: readonly Column<Mover>[]): Column<Mover>[] {
  const t = useTexts();
  return [
    ...columns,
    {
      key: 'scores',
      title: t('tiers.sumColumn'),
      cell: row => `${row.scores.join(' + ')} = ${row.scores.reduce((sum, score) => sum + score, 0)}`,
    },
    { key: 'value', title: t('tiers.worthColumn'), cell: row => <Money fen={row.value} />, align: 'end' },
  ];
}
