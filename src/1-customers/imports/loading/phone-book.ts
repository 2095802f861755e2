import type pg from 'pg';
import type { Vault } from '#platform/vault/vault.ts';
import { type StoredPhone, storePhone } from '../../identities/phones.ts';
import { CopyWriter } from './copy.ts';

/** The phones of a file: each is sealed once, and lines name it by its key. */
export class PhoneBook {
  readonly #vault: Vault;
  readonly #known = new Map<string, StoredPhone>();
  #unsaved: StoredPhone[] = [];

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  /** The key of an E.164 number; null for none. */
  keyOf(e164: string | undefined): string | null {
    if (e164 === undefined) return null;
    let phone = this.#known.get(e164);
    if (!phone) {
      phone = storePhone(this.#vault, e164);
      this.#known.set(e164, phone);
      this.#unsaved.push(phone);
    }
    return phone.key;
  }

  async save(client: pg.PoolClient, importId: number): Promise<void> {
    const writer = new CopyWriter(client, 'import_phones', ['import_id', 'key', 'sealed', 'shown']);
    await writer.write(
      this.#unsaved.map(({ key, sealed, shown }) => [importId, key, `\\x${sealed.toString('hex')}`, shown]),
    );
    await writer.end();
    this.#unsaved = [];
  }
}
