import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
} from 'node:crypto';

/**
 * Seals what must not be readable in the database. Keys are derived (HKDF-SHA256, RFC 5869) from one master key per
 * installation; sealing is AES-256-GCM with the place as associated data, so a sealed value moved to another row or
 * column does not open.
 */
export type Vault = {
  /** 1 version byte, 12 bytes nonce, ciphertext, 16 bytes tag. */
  seal(plain: string, place: string): Buffer;
  /** Throws when the key is wrong, the bytes were altered, or they stem from another place. */
  open(sealed: Uint8Array, place: string): string;
  /** The same value always gives the same 64 hex digits, which without the key tell nothing: for unique and find. */
  blindIndex(value: string, purpose: string): string;
};

const VERSION = 1;

export function makeVault(masterKeyHex: string): Vault {
  const master = Buffer.from(masterKeyHex, 'hex');
  if (master.length !== 32) throw new Error('The master key must be 32 bytes, written as 64 hex digits.');
  // As key objects: from raw bytes Node would make one anew for every value, which takes longer than the sealing.
  const derive = (purpose: string) =>
    createSecretKey(Buffer.from(hkdfSync('sha256', master, '', `siyu/${purpose}`, 32)));
  const sealKey = derive('seal');
  const indexKey = derive('blind-index');
  return {
    seal(plain, place) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce).setAAD(Buffer.from(place));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(VERSION), nonce, body, cipher.getAuthTag()]);
    },
    open(sealed, place) {
      const bytes = Buffer.from(sealed);
      if (bytes[0] !== VERSION || bytes.length < 29) throw new Error('Not a sealed value.');
      const decipher = createDecipheriv('aes-256-gcm', sealKey, bytes.subarray(1, 13)).setAAD(
        Buffer.from(place),
      );
      decipher.setAuthTag(bytes.subarray(-16));
      return Buffer.concat([decipher.update(bytes.subarray(13, -16)), decipher.final()]).toString('utf8');
    },
    blindIndex(value, purpose) {
      return createHmac('sha256', indexKey).update(`${purpose}\0${value}`).digest('hex');
    },
  };
}
