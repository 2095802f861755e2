import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Owner } from './owner.ts';
import { goneFrom, usersOf } from './processes.ts';
import { type Launch, refused, type Server, scratch, siyu, startServer } from './server.ts';

const isRoot = process.getuid?.() === 0;
const me = process.getuid?.();

async function addTag(server: Server, name: string): Promise<void> {
  const answer = await (await Owner.of(server)).send('POST', '/tags', { group: '口味', name });
  expect(answer.status).toBe(201);
}

async function tagsOf(server: Server): Promise<string[]> {
  type Groups = { data: { tags: { name: string }[] }[] };
  const { data } = await (await Owner.of(server)).get<Groups>('/tags');
  return data.flatMap(group => group.tags.map(tag => tag.name)).sort();
}

describe('where a home may lie', () => {
  test('in a path with spaces, Chinese and marks, named relative to where Siyu is started', async () => {
    const place = join(scratch, '小满 面包房 (测试)');
    const home = join(place, "数据 'home' $1");
    mkdirSync(place, { mode: 0o711 });
    const relative = { cwd: place, env: { SIYU_HOME: "数据 'home' $1" } };
    for (const name of ['甜', '咸']) {
      const server = await startServer(home, relative);
      await addTag(server, name);
      // PostgreSQL refuses to run as root; what is not PostgreSQL runs as whoever started Siyu.
      const [postgres = 0, ...others] = usersOf(home, /bin\/postgres -D /);
      expect(others).toEqual([]);
      if (isRoot) expect(postgres).toBeGreaterThan(0);
      else expect(postgres).toBe(me);
      expect(usersOf(home, /chdb-host\.ts /)).toEqual([me]);
      expect(await tagsOf(server)).toContain(name);
      expect(await server.stop()).toMatchObject({ code: 0, stderr: '' });
      expect(await goneFrom(home)).toEqual([]);
    }
  });

  describe('behind a door that is closed to others', () => {
    const closed = join(scratch, 'closed');
    const home = join(closed, 'home');
    const noted = () => readFileSync(join(home, 'postgres.folder'), 'utf8').trim();
    afterAll(() => {
      if (existsSync(join(home, 'postgres.folder')))
        rmSync(dirname(noted()), { recursive: true, force: true });
    });

    test('it works all the same, and says where the database is', async () => {
      mkdirSync(closed, { mode: 0o700 });
      const first = await startServer(home);
      await addTag(first, '甜');
      if (isRoot) {
        expect(usersOf(noted(), /bin\/postgres -D /)).toEqual([expect.any(Number)]);
        expect(noted()).not.toContain(scratch);
      }
      await first.stop();
      const second = await startServer(home);
      expect(await tagsOf(second)).toEqual(['甜']);
      expect(await second.stop()).toMatchObject({ code: 0, stderr: '' });
      expect(await goneFrom(home)).toEqual([]);
      if (isRoot) expect(await goneFrom(noted())).toEqual([]);
    });

    test.runIf(isRoot)('moved without its database it does not begin anew', async () => {
      const before = noted();
      const moved = join(closed, 'moved');
      renameSync(home, moved);
      const words = new RegExp(`^Siyu: The database of ${moved} was left behind in ${before}; [^\n]+\\.\n$`);
      expect(await siyu(moved, ['check'])).toEqual(refused(expect.stringMatching(words)));
      renameSync(moved, home);
    });
  });
});

describe('a home that cannot be', () => {
  const sentence = (folder: string, code: string) =>
    `Siyu: The folder ${folder} cannot be written to (${code}); set SIYU_HOME to one this user owns.\n`;

  test('one that may only be read is refused in one sentence, and so is one inside it', async ({ skip }) => {
    const launched = withoutPrivilege();
    if (!launched) return skip('this root cannot give up the right to write everywhere');
    const folder = join(scratch, 'read-only');
    mkdirSync(folder, { mode: 0o500 });
    for (const home of [folder, join(folder, 'inside')])
      expect(await siyu(home, ['start'], launched)).toEqual(refused(sentence(home, 'EACCES')));
    chmodSync(folder, 0o700);
    mkdirSync(join(folder, 'run'), { mode: 0o500 });
    expect(await siyu(folder, ['start'], launched)).toEqual(refused(sentence(folder, 'EACCES')));
  });

  test('neither is a file, nor what would lie below one', async () => {
    const file = join(scratch, 'file');
    writeFileSync(file, 'x');
    expect(await siyu(file, ['start'])).toEqual(refused(sentence(file, 'EEXIST')));
    expect(await siyu(join(file, 'home'), ['check'])).toEqual(
      refused(sentence(join(file, 'home'), 'ENOTDIR')),
    );
  });

  /** Root may write into every folder unless it gives that right away. */
  function withoutPrivilege(): Launch | undefined {
    if (!isRoot) return {};
    const setpriv = ['setpriv', '--bounding-set=-dac_override,-dac_read_search'];
    const [command = '', ...options] = setpriv;
    if (spawnSync(command, [...options, 'true']).status !== 0) return undefined;
    const main = join(import.meta.dirname, '../../src/main.ts');
    return { command: [...setpriv, process.execPath, main] };
  }
});

test('a home whose keys are not the ones it was made with is refused, and says which', async () => {
  const home = join(scratch, 'keys');
  expect(await siyu(home, ['check'])).toMatchObject({ code: 0, stderr: '' });
  const kept = (name: string) => ({ path: join(home, name), text: readFileSync(join(home, name), 'utf8') });
  const [key, password] = [kept('secret.key'), kept('postgres.password')];
  const check = async (words: unknown) => {
    expect(await siyu(home, ['check'])).toEqual(refused(words));
    expect(await goneFrom(home)).toEqual([]);
  };

  // With another one no phone number could be read.
  rmSync(key.path);
  await check(expect.stringMatching(/^Siyu: The master key is not the one [^\n]+ secret\.key [^\n]+\.\n$/));
  writeFileSync(key.path, key.text.slice(0, 20));
  await check(`Siyu: ${key.path} is damaged; put it back from a backup of that folder.\n`);
  writeFileSync(key.path, key.text);
  writeFileSync(password.path, `${'0'.repeat(32)}\n`);
  await check(
    `Siyu: ${password.path} is not the password this database was made with; put it back from a backup.\n`,
  );
  writeFileSync(password.path, password.text);
  expect(await siyu(home, ['check'])).toMatchObject({ code: 0, stderr: '' });
});
