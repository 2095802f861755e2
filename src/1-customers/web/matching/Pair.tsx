import type { ReactNode } from 'react';
import { formatFen, formatInstant, formatShare } from '#web/kit/format.ts';
import { PageLink } from '#web/kit/PageLink.tsx';
import { useCustomerName } from '../CustomerName.tsx';
import { sayIdentityKind, shortId } from '../customer/who/words.ts';
import { useSourceName } from '../source-names.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Pair.module.css';
import { agree, type Side, type Suggestion, sayReasons } from './suggestion.ts';

/** Lines in which agreeing or not says something. */
const COMPARED: readonly string[] = ['names', 'phones', 'gender', 'birthday', 'city'];

/** Two records beside each other, line by line: what agrees and what does not. */
export function Pair({ of, actions }: { of: Suggestion; actions: ReactNode }) {
  const t = useTexts();
  const [one, other] = of.sides;
  return (
    <>
      <header className={styles.head}>
        <strong className={styles.sure}>
          {t('match.sure', { percent: formatShare(of.confidence / 100, 0) })}
        </strong>
        <p>{sayReasons(of.reasons, t)}</p>
      </header>
      <table className={styles.table}>
        <thead>
          <tr>
            <td />
            <NameOf side={one} />
            <NameOf side={other} />
          </tr>
        </thead>
        <tbody>
          {useLines().flatMap(({ key, label, of: read }) => {
            const [a, b] = [read(one), read(other)];
            if (a.length === 0 && b.length === 0) return [];
            return [<Line key={key} label={label} compares={COMPARED.includes(key)} a={a} b={b} />];
          })}
        </tbody>
      </table>
      {actions}
    </>
  );
}

function NameOf({ side }: { side: Side }) {
  return (
    <th scope="col">
      <PageLink to={`/customers/${side.id}`}>
        {useCustomerName({ ...side, identities: side.accounts })}
      </PageLink>
    </th>
  );
}

type LineProps = { label: string; compares: boolean; a: readonly string[]; b: readonly string[] };

function Line({ label, compares, a, b }: LineProps) {
  const t = useTexts();
  const same = compares ? agree(a, b) : undefined;
  const told = same === undefined ? undefined : same ? 'same' : 'differs';
  const cell = (values: readonly string[]) => (
    <td data-told={told}>
      {values.length === 0 ? '–' : values.map(value => <div key={value}>{value}</div>)}
      {told && <span className="visually-hidden">{t(`match.${told}`)}</span>}
    </td>
  );
  return (
    <tr>
      <th scope="row">{label}</th>
      {cell(a)}
      {cell(b)}
    </tr>
  );
}

function useLines(): { key: string; label: string; of: (side: Side) => readonly string[] }[] {
  const t = useTexts();
  const sourceName = useSourceName();
  const some = (value: string | null | undefined) => (value ? [value] : []);
  const genders = { 1: t('gender.male'), 2: t('gender.female') } as const;
  return [
    { key: 'names', label: t('match.field.name'), of: side => side.names },
    { key: 'phones', label: t('match.field.phones'), of: side => side.phones },
    {
      key: 'gender',
      label: t('match.field.gender'),
      of: side => (side.gender ? [genders[side.gender]] : []),
    },
    { key: 'birthday', label: t('match.field.birthday'), of: side => some(side.birthday) },
    { key: 'city', label: t('match.field.city'), of: side => some(side.city) },
    {
      key: 'accounts',
      label: t('match.field.accounts'),
      of: side =>
        side.accounts.map(({ kind, accountName, shown }) =>
          [accountName ?? sayIdentityKind(kind, t), shortId(shown)].join(' '),
        ),
    },
    { key: 'members', label: t('match.field.members'), of: side => side.members },
    {
      key: 'orders',
      label: t('match.field.orders'),
      of: side =>
        side.orders === 0 ? [] : [t('match.bought', { count: side.orders, paid: formatFen(side.paid) })],
    },
    { key: 'since', label: t('match.field.since'), of: side => [formatInstant(side.createdAt, 'day')] },
    { key: 'source', label: t('match.field.source'), of: side => [sourceName(side.source)] },
  ];
}
