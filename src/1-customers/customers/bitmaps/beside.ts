import { type Capped, type CappedSql, isSame, readCapped, refreshCapped } from '../../contact/capped.ts';
import { guardedPersons } from '../../contact/reachable.ts';
import type { Beside, Held, Needs } from '../columns/current.ts';
import { type Joined, readJoined, refreshJoined } from './joined.ts';

/** What sets of people need beside the list's columns. `guarded`: for whom a guardian has consented. */
export type BesideColumns = Beside & { capped: Capped; guarded: readonly number[]; joined: Joined };

/** Read when it is first asked for, then kept; who has no contact left also when a limit or the day is another. */
export async function besideColumns(needs: Needs, held: Held, condition: CappedSql): Promise<BesideColumns> {
  const kept = held.beside as BesideColumns | undefined;
  const beside = kept ?? (await readBeside(needs, condition));
  if (!isSame(beside.capped.condition, condition))
    beside.capped = await readCapped(needs.clickhouse, condition);
  held.beside = beside;
  return beside;
}

async function readBeside({ db, clickhouse }: Needs, condition: CappedSql): Promise<BesideColumns> {
  const [capped, guarded, joined] = await Promise.all([
    readCapped(clickhouse, condition),
    guardedPersons(db),
    readJoined(clickhouse),
  ]);
  const beside: BesideColumns = {
    ...{ capped, guarded, joined },
    async refresh(needs, since) {
      [beside.capped, beside.guarded, beside.joined] = await Promise.all([
        refreshCapped(needs.clickhouse, beside.capped, since),
        guardedPersons(needs.db),
        refreshJoined(needs.clickhouse, beside.joined, since),
      ]);
    },
  };
  return beside;
}
