import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Callback cryptography (official page 90968). AES-256-CBC carries no proof of origin, so a text is
 * worth something only after its signature was checked.
 */
export type CallbackCrypto = {
  /** SHA-1 in hex over token, timestamp, nonce and ciphertext, sorted as plain strings. */
  sign(timestamp: string, nonce: string, encrypted: string): string;
  /** Compares in constant time. */
  isSigned(signature: string, timestamp: string, nonce: string, encrypted: string): boolean;
  decrypt(encrypted: string): Decrypted;
  /** Base64. `random` are 16 bytes, for tests. */
  encrypt(text: string, random?: Buffer): string;
};

type Decrypted = { ok: true; text: string } | { ok: false; reason: 'not_decryptable' | 'wrong_receiver' };

export type CallbackSecrets = {
  token: string;
  /** 43 letters and digits. */
  encodingAesKey: string;
  /** What the platform puts behind every message: the corp id for a self-built app. */
  receiveId: string;
};

/** PKCS#7, but with blocks of 32 bytes where AES itself has 16. */
const BLOCK = 32;
const RANDOM = 16;
const HEADER = RANDOM + 4;

/** Throws when the EncodingAESKey is not one. */
export function callbackCrypto(secrets: CallbackSecrets): CallbackCrypto {
  if (!/^[A-Za-z0-9]{43}$/.test(secrets.encodingAesKey))
    throw new Error('EncodingAESKey must be 43 letters and digits.');
  const key = Buffer.from(`${secrets.encodingAesKey}=`, 'base64');
  const sign: CallbackCrypto['sign'] = (timestamp, nonce, encrypted) =>
    createHash('sha1').update([secrets.token, timestamp, nonce, encrypted].sort().join('')).digest('hex');
  return {
    sign,
    isSigned(signature, timestamp, nonce, encrypted) {
      const expected = Buffer.from(sign(timestamp, nonce, encrypted));
      const given = Buffer.from(signature);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
    decrypt(encrypted) {
      const plain = decipher(key, encrypted);
      return plain ? readPlain(plain, secrets.receiveId) : { ok: false, reason: 'not_decryptable' };
    },
    encrypt(text, random = randomBytes(RANDOM)) {
      return encipher(key, random, Buffer.from(text), Buffer.from(secrets.receiveId));
    },
  };
}

/** The padded bytes without their padding; undefined when they are not what was encrypted with this key. */
function decipher(key: Buffer, encrypted: string): Buffer | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encrypted)) return undefined;
  const bytes = Buffer.from(encrypted, 'base64');
  if (bytes.length === 0 || bytes.length % BLOCK !== 0) return undefined;
  const cipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return withoutPadding(Buffer.concat([cipher.update(bytes), cipher.final()]));
}

function withoutPadding(bytes: Buffer): Buffer | undefined {
  const length = bytes.at(-1) ?? 0;
  if (length < 1 || length > BLOCK) return undefined;
  if (!bytes.subarray(-length).every(byte => byte === length)) return undefined;
  return bytes.subarray(0, -length);
}

/** 16 random bytes, the length of the text as 4 bytes big-endian, the text, the receiver. */
function readPlain(plain: Buffer, receiveId: string): Decrypted {
  if (plain.length < HEADER) return { ok: false, reason: 'not_decryptable' };
  const end = HEADER + plain.readUInt32BE(RANDOM);
  if (end > plain.length) return { ok: false, reason: 'not_decryptable' };
  if (!plain.subarray(end).equals(Buffer.from(receiveId))) return { ok: false, reason: 'wrong_receiver' };
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      plain.subarray(HEADER, end),
    );
    return { ok: true, text };
  } catch {
    return { ok: false, reason: 'not_decryptable' };
  }
}

function encipher(key: Buffer, random: Buffer, text: Buffer, receiveId: Buffer): string {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const plain = Buffer.concat([random, length, text, receiveId]);
  const padding = BLOCK - (plain.length % BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([plain, Buffer.alloc(padding, padding)]);
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
}
