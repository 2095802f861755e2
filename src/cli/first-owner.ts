import { randomInt } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createMember } from '#platform/auth/members.ts';
import { checkPassword } from '#platform/auth/passwords.ts';
import type { Platform } from '#platform/platform.ts';

export type FirstLogin = { login: string; password: string };

/**
 * Makes the first owner on an empty installation, with a made-up password kept (mode 0600) in the home until the
 * owner chooses another.
 * @returns the login that still works, or undefined when the owner has changed it.
 */
export async function firstOwner(platform: Platform): Promise<FirstLogin | undefined> {
  const file = platform.home.path('first-login.json');
  const someone = await platform.db
    .selectFrom('members')
    .select('id')
    .where('login', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  if (!someone) {
    const first = { login: 'owner', password: platform.config.ownerPassword ?? madeUpPassword() };
    writeFileSync(file, JSON.stringify(first), { mode: 0o600 });
    await platform.db
      .transaction()
      .execute(tx =>
        createMember(
          tx,
          platform.clock,
          { name: 'system' },
          { name: '老板', ...first, role: 'owner', dataScope: 'all', teamId: null },
        ),
      );
    return first;
  }
  if (!existsSync(file)) return undefined;
  const first = JSON.parse(readFileSync(file, 'utf8')) as FirstLogin;
  const owner = await platform.db
    .selectFrom('members')
    .select('passwordHash')
    .where('login', '=', first.login)
    .executeTakeFirst();
  if (await checkPassword(first.password, owner?.passwordHash)) return first;
  rmSync(file, { force: true });
  return undefined;
}

/** Three syllable pairs and four digits: 46 bits, easy to type from a terminal. */
function madeUpPassword(): string {
  const pick = (letters: string) => letters[randomInt(letters.length)];
  const word = () => `${pick('bdfghjklmnprstvz')}${pick('aeiou')}${pick('bdfghjklmnprstvz')}${pick('aeiou')}`;
  return `${word()}-${word()}-${word()}-${randomInt(1_000, 10_000)}`;
}
