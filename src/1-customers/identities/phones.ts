import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { Vault } from '#platform/vault/vault.ts';

/** A phone as it is stored: found by its blind index, readable only with the key, shown masked. */
export type StoredPhone = { key: string; sealed: Buffer; shown: string };

/** `+8613800001111`, or undefined for what is no dialable number. Numbers without a country are Chinese. */
export function toE164(text: string): string | undefined {
  const number = parsePhoneNumberFromString(text.normalize('NFKC'), 'CN');
  return number?.isValid() ? number.number : undefined;
}

/** The key a phone is found by. */
export function phoneKey(vault: Vault, e164: string): string {
  return vault.blindIndex(e164, 'phone');
}

export function storePhone(vault: Vault, e164: string): StoredPhone {
  const key = phoneKey(vault, e164);
  return { key, sealed: vault.seal(e164, `phone/${key}`), shown: maskPhone(e164) };
}

/** Opens a sealed phone; the key binds it to its own row, so a ciphertext copied elsewhere stays shut. */
export function readPhone(vault: Vault, stored: { key: string; sealed: Uint8Array }): string {
  return vault.open(stored.sealed, `phone/${stored.key}`);
}

/** `138****1111`; foreign numbers keep the country code and the last four digits. */
export function maskPhone(e164: string): string {
  const chinese = /^\+86(1\d{2})\d{4}(\d{4})$/.exec(e164);
  if (chinese) return `${chinese[1]}****${chinese[2]}`;
  const number = parsePhoneNumberFromString(e164);
  return `+${number?.countryCallingCode ?? ''}****${e164.slice(-4)}`;
}

/** The numbers behind keys, for the moment in which they are called or written to. One that is gone is left out. */
export async function openPhones(
  db: Db | Tx,
  vault: Vault,
  keys: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('identities')
    .select(['key', 'sealed'])
    .where('kind', '=', 'phone')
    .where('accountId', '=', 0)
    .where('key', 'in', keys.length > 0 ? [...keys] : [''])
    .execute();
  return new Map(
    rows.flatMap(({ key, sealed }) => (sealed ? [[key, readPhone(vault, { key, sealed })] as const] : [])),
  );
}
