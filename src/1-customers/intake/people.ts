import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { fillLunarBirthdays } from '../fields/lunar-birthdays.sql.ts';
import { type IdentityKey, type Learned, learnPeople } from '../identities/learn.ts';
import { storePhone } from '../identities/phones.ts';
import type { FaultCode } from './faults.ts';
import { tellFields } from './fields.ts';
import { fillTraits, findIds, strangersAmong, usersBehind } from './intake.sql.ts';
import type { WriteKey } from './keys.ts';
import type { Message } from './read-message.ts';
import type { Traits } from './traits.ts';

export type Owners = {
  /** The profile of each message, by its index; without one it was erased. */
  of: Map<number, number>;
  refused: Map<number, FaultCode>;
};

/**
 * Whose each message is. Ids that are known and belong together already take one look; the others are learned, one
 * batch at a time. A constant number of statements for any number of messages.
 */
export async function findOwners(
  tx: Tx,
  { clock, vault }: Pick<Platform, 'clock' | 'vault'>,
  key: WriteKey,
  messages: readonly Message[],
): Promise<Owners> {
  const owners: Owners = { of: new Map(), refused: new Map() };
  const known = await knownIds(tx, key.accountId, messages);
  const open: Message[] = [];
  for (const message of messages) {
    const owner = message.traits === undefined && message.type !== 'alias' ? known(message) : undefined;
    if (owner === undefined) open.push(message);
    else owners.of.set(message.index, owner);
  }
  if (open.length === 0) return owners;
  // Both ids first: a visitor who turns out to be a user then needs no profile of their own to be joined afterwards.
  open.sort((one, other) => weight(one) - weight(other) || one.index - other.index);
  const told =
    key.kind === 'server' ? await tellUsers(tx, key, open, owners) : await tellVisitors(tx, key, open);
  const people = told.map(({ message, keys, says }) => personOf(vault, message, keys, says));
  const context = { clock, vault, actor: { name: key.actor }, source: 'event' };
  const { customerIds } = await learnPeople(tx, context, people);
  told.forEach(({ message }, i) => {
    const customerId = customerIds[i];
    if (customerId !== undefined) owners.of.set(message.index, customerId);
    else if (!owners.refused.has(message.index)) owners.refused.set(message.index, 'names_nobody');
  });
  const said = told.flatMap(({ message: { index, at, traits }, says }) => {
    const customerId = owners.of.get(index);
    return customerId !== undefined && says && traits ? [{ customerId, at, traits }] : [];
  });
  await fillLunarBirthdays(tx, clock, { name: key.actor }, lunarOf(said));
  await fillTraits(tx, key.actor, clock.now(), await tellFields(tx, clock, key, said));
  return owners;
}

/** Of who is told of twice, what was said first: as of a birthday, it stays. */
function lunarOf(said: readonly { customerId: number; at: Date; traits: Traits }[]) {
  const told = new Map<number, string>();
  for (const { customerId, traits } of said.toSorted((one, other) => one.at.getTime() - other.at.getTime()))
    if (traits.lunarBirthday && !told.has(customerId)) told.set(customerId, traits.lunarBirthday);
  return [...told].map(([id, lunarBirthday]) => ({ id, lunarBirthday }));
}

const weight = ({ userId, anonymousId }: Message) => (userId && anonymousId ? 0 : 1);

/** Looks all ids up at once; the answer tells a message's profile where there is nothing left to learn. */
async function knownIds(tx: Tx, accountId: number, messages: readonly Message[]) {
  const userIds = new Set(messages.flatMap(message => message.userId ?? []));
  const anonymousIds = new Set(messages.flatMap(message => message.anonymousId ?? []));
  const isBoth = messages.some(message => message.userId !== undefined && message.anonymousId !== undefined);
  const ids = { userIds: [...userIds], anonymousIds: [...anonymousIds] };
  const rows = await findIds(tx, accountId, ids, isBoth ? 'persons' : 'profiles');
  const users = new Map(rows.filter(row => row.kind === 'user_id').map(row => [row.key, row]));
  const visitors = new Map(rows.filter(row => row.kind === 'anonymous_id').map(row => [row.key, row]));
  return ({ userId, anonymousId }: Message): number | undefined => {
    const user = userId === undefined ? undefined : users.get(userId);
    const visitor = anonymousId === undefined ? undefined : visitors.get(anonymousId);
    if (userId === undefined) return visitor?.customerId;
    if (anonymousId === undefined || user?.personId === visitor?.personId) return user?.customerId;
    return undefined;
  };
}

/** A message, the ids that name its person, and whether what it says of them is taken. */
type Told = { message: Message; keys: IdentityKey[]; says: boolean };

/**
 * For trusted sources: a visitor belongs to the user they are named with, unless the person behind that visitor already
 * is another user of the source (a tablet in the shop, a family's computer): then the user alone counts.
 */
async function tellUsers(
  tx: Tx,
  key: WriteKey,
  messages: readonly Message[],
  owners: Owners,
): Promise<Told[]> {
  const claims = await claimsOn(tx, key.accountId, messages);
  return messages.flatMap(message => {
    const { userId, anonymousId, index } = message;
    const isTheirs = anonymousId !== undefined && (userId === undefined || claims(anonymousId, userId));
    if (message.type === 'alias' && !isTheirs) owners.refused.set(index, 'id_of_somebody_else');
    const keys = [
      ...(userId !== undefined ? [sourceKey('user_id', key.accountId, userId)] : []),
      ...(isTheirs ? [sourceKey('anonymous_id', key.accountId, anonymousId)] : []),
    ];
    return [{ message, keys, says: true }];
  });
}

/** Whether a visitor may be taken for a user; who comes first has them, in this batch too. */
async function claimsOn(tx: Tx, accountId: number, messages: readonly Message[]) {
  const both = messages.filter(
    ({ userId, anonymousId }) => userId !== undefined && anonymousId !== undefined,
  );
  const anonymousIds = [...new Set(both.flatMap(({ anonymousId }) => anonymousId ?? []))];
  const rows = anonymousIds.length > 0 ? await usersBehind(tx, accountId, anonymousIds) : [];
  const personOfVisitor = new Map(rows.map(row => [row.anonymousId, `person ${row.personId}`]));
  const usersOf = new Map<string, Set<string>>();
  for (const { personId, userId } of rows) if (userId !== null) claim(usersOf, `person ${personId}`, userId);
  return (anonymousId: string, userId: string): boolean => {
    const who = personOfVisitor.get(anonymousId) ?? `visitor ${anonymousId}`;
    const users = usersOf.get(who);
    if (users && !users.has(userId)) return false;
    claim(usersOf, who, userId);
    return true;
  };
}

function claim(usersOf: Map<string, Set<string>>, who: string, userId: string): void {
  usersOf.set(who, (usersOf.get(who) ?? new Set()).add(userId));
}

/** For browsers: the visitor and nothing else. What they say of themselves counts until somebody trusted has spoken. */
async function tellVisitors(tx: Tx, key: WriteKey, messages: readonly Message[]): Promise<Told[]> {
  const speaking = messages.flatMap(({ traits, anonymousId = '' }) => (traits ? [anonymousId] : []));
  const ids = { userIds: [], anonymousIds: [...new Set(speaking)] };
  const known = await findIds(tx, key.accountId, ids, 'profiles');
  const strangers = known.length > 0 ? await strangersAmong(tx, key.accountId, ids.anonymousIds) : new Set();
  const isKnown = new Set(known.map(row => row.key));
  return messages.map(message => {
    const anonymousId = message.anonymousId ?? '';
    const says = !isKnown.has(anonymousId) || strangers.has(anonymousId);
    return { message, keys: [sourceKey('anonymous_id', key.accountId, anonymousId)], says };
  });
}

function sourceKey(kind: 'user_id' | 'anonymous_id', accountId: number, key: string): IdentityKey {
  return { kind, accountId, key, shown: key };
}

function personOf(
  vault: Platform['vault'],
  { at, traits }: Message,
  keys: IdentityKey[],
  says: boolean,
): Learned {
  if (!traits || !says) return { keys, at };
  const { phone, unionid, name, gender, birthday, province, city, avatarUrl } = traits;
  const strong: IdentityKey[] = [
    ...(unionid ? [{ kind: 'unionid' as const, accountId: 0, key: unionid, shown: unionid }] : []),
    ...(phone ? [{ kind: 'phone' as const, accountId: 0, ...storePhone(vault, phone) }] : []),
  ];
  const [first, ...others] = keys;
  return {
    keys: [...(first ? [first] : []), ...strong, ...others],
    ...{ at, name, gender, birthday, province, city, avatarUrl },
  };
}
