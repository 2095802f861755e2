import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);
/** OWASP's second recommendation for argon2id: 19 MiB, two passes, one lane; 20 to 48 ms on this class of machine. */
const COST = { parallelism: 1, tagLength: 32, memory: 19_456, passes: 2 };

/** `argon2id$m=19456,t=2,p=1$salt$hash`, base64url. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const hash = await derive('argon2id', { ...COST, message: password.normalize('NFC'), nonce });
  return `argon2id$m=${COST.memory},t=${COST.passes},p=1$${nonce.toString('base64url')}$${hash.toString('base64url')}`;
}

const DUMMY = `argon2id$m=${COST.memory},t=${COST.passes},p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** Constant work: a missing account costs as much as a wrong password, so timing names nobody. */
export async function checkPassword(password: string, stored: string | null | undefined): Promise<boolean> {
  const [, cost = '', salt = '', expected = ''] = (stored ?? DUMMY).split('$');
  const [, memory = '0', passes = '0'] = /^m=(\d+),t=(\d+),p=1$/.exec(cost) ?? [];
  const hash = await derive('argon2id', {
    parallelism: 1,
    tagLength: 32,
    memory: Number(memory),
    passes: Number(passes),
    message: password.normalize('NFC'),
    nonce: Buffer.from(salt, 'base64url'),
  });
  const wanted = Buffer.from(expected, 'base64url');
  return stored != null && wanted.length === hash.length && timingSafeEqual(wanted, hash);
}
