import { DateTime } from '#web/kit/DateTime.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { useMembers, useTeams } from '../reads.ts';
import { WORDS } from '../rules/rules.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Audit.module.css';
import { actionKey } from './actions.ts';
import { changesOf, type Entry } from './changes.ts';
import { objectOf } from './object-of.ts';
import { useKnownWords } from './use-known-words.ts';
import { useSayChange } from './use-say-change.ts';
import { useWho } from './use-who.ts';

export function useColumns(): Column<Entry>[] {
  const t = useTexts();
  const who = useWho();
  return [
    { key: 'what', title: t('audit.what'), cell: row => <What of={row} />, width: 240 },
    { key: 'detail', title: t('audit.detail'), cell: row => <Detail of={row} />, wrap: true, phone: 'wide' },
    { key: 'who', title: t('audit.who'), cell: who },
    {
      key: 'at',
      title: t('audit.at'),
      cell: row => <DateTime at={row.at} style="second" />,
      align: 'end',
      phone: 'aside',
    },
  ];
}

/** 修改成员 李敏: what was done, and to what. */
function What({ of }: { of: Entry }) {
  const known = useKnownWords();
  const { name, to } = useObject(of);
  return (
    <span className={styles.what}>
      {known('audit.actions', actionKey(of.action)) ?? of.action}
      {name && to && <PageLink to={to}>{name}</PageLink>}
      {name && !to && <span className={styles.name}>{name}</span>}
    </span>
  );
}

/** What it was done to: the customer it concerns, else the thing, by its name where that is known. */
function useObject(entry: Entry): { name?: string; to?: string } {
  const known = useKnownWords();
  const [members, teams] = [useMembers(), useTeams()];
  const { objectKind: kind, objectId, customerId } = entry;
  if (customerId) return { name: customerId, to: `/customers/${customerId}` };
  if (kind === 'rule') {
    const word = WORDS[objectId as keyof typeof WORDS];
    return { name: (word && known('rules.names', word)) ?? objectId };
  }
  const lookedUp =
    kind === 'member'
      ? members.find(({ id }) => id === `mem_${objectId}`)
      : teams.find(({ id }) => kind === 'team' && id === `team_${objectId}`);
  return lookedUp ? { name: lookedUp.name } : objectOf(entry);
}

function Detail({ of }: { of: Entry }) {
  const say = useSayChange();
  const { name } = useObject(of);
  // The thing's name stands beside what was done to it already.
  const changes = changesOf(of).filter(change => change.kind !== 'set' || change.value !== name);
  if (changes.length === 0 && !of.reason) return <span className={styles.none}>–</span>;
  return (
    <ul className={styles.changes}>
      {changes.map(change => (
        <li key={change.field}>{say(change)}</li>
      ))}
      {of.reason && <Reason reason={of.reason} />}
    </ul>
  );
}

/** Some reasons are codes (why two records were taken for one person). */
function Reason({ reason }: { reason: string }) {
  const t = useTexts();
  const known = useKnownWords();
  const said = /^[a-z_]+$/.test(reason) ? (known('audit.reasons', reason) ?? reason) : reason;
  return <li>{t('audit.set', { field: t('audit.reason'), to: said })}</li>;
}
