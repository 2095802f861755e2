import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { to } from 'pg-copy-streams';
import type { Platform } from '#platform/platform.ts';
import { INDEXES, TABLES } from './row-store.ts';

/** Debian's MariaDB (package mariadb-server) with a folder and a socket of its own, asked through its own client. */
export type MariaDb = { ask(sql: string): Promise<string[][]>; close(): Promise<void> };

const SERVER = ['--no-defaults', '--skip-networking', '--innodb-buffer-pool-size=4G', '--local-infile=1'];
const MADE = 'hits_read';

export async function openMariaDb(platform: Platform, home: string): Promise<MariaDb> {
  const folder = join(home, 'mariadb');
  const socket = join(folder, 'mariadb.sock');
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, 'data', 'mysql')))
    execFileSync(
      'mariadb-install-db',
      [
        '--no-defaults',
        `--datadir=${folder}/data`,
        '--auth-root-authentication-method=normal',
        '--skip-test-db',
      ],
      { stdio: 'ignore' },
    );
  const server = spawn(
    'mariadbd',
    [...SERVER, `--datadir=${folder}/data`, `--socket=${socket}`, '--user=root'],
    { stdio: 'ignore' },
  );
  const client = await connected(server, socket);
  const db: MariaDb = {
    ask: sql => ask(client, sql),
    async close() {
      client.kill();
      server.kill('SIGTERM');
      if (server.exitCode === null) await once(server, 'exit');
    },
  };
  await fill(platform, db, folder);
  return db;
}

async function connected(server: ChildProcess, socket: string): Promise<ChildProcess> {
  for (let n = 0; n < 120 && server.exitCode === null; n++) {
    await sleep(500);
    const client = spawn(
      'mariadb',
      [
        '--no-defaults',
        `--socket=${socket}`,
        '-u',
        'root',
        '--batch',
        '--skip-column-names',
        '--unbuffered',
        '--local-infile=1',
        '--default-character-set=utf8mb4',
      ],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    client.stdout?.setEncoding('utf8');
    try {
      await ask(client, 'create database if not exists bench character set utf8mb4; use bench; select 1');
      return client;
    } catch {
      client.kill();
    }
  }
  throw new Error('MariaDB did not start; apt-get install mariadb-server');
}

const END = '--end of the answer--';

/** One statement at a time; the rows come back as tab-separated texts. */
async function ask(client: ChildProcess, sql: string): Promise<string[][]> {
  let text = '';
  return await new Promise((resolve, reject) => {
    const ended = () => reject(new Error(`MariaDB refused: ${sql.slice(0, 200)}`));
    const read = (chunk: string) => {
      text += chunk;
      const end = text.indexOf(END);
      if (end < 0) return;
      client.stdout?.off('data', read);
      client.off('exit', ended);
      resolve(
        text
          .slice(0, end)
          .split('\n')
          .slice(0, -1)
          .map(line => line.split('\t')),
      );
    };
    client.once('exit', ended);
    client.stdout?.on('data', read);
    client.stdin?.write(`${sql};\nselect '${END}';\n`);
  });
}

/** The same rows as in PostgreSQL, read anew when there are others. */
async function fill({ pool }: Platform, db: MariaDb, folder: string): Promise<void> {
  const { rows } = await pool.query<{ hits: number }>('select count(*)::integer as hits from bench_hits');
  const hits = String(rows[0]?.hits);
  await db.ask(`create table if not exists ${MADE} (hits integer)`);
  if ((await db.ask(`select hits from ${MADE}`))[0]?.[0] === hits) return;
  for (const { name, columns } of TABLES) {
    const file = join(folder, `${name}.tsv`);
    const client = await pool.connect();
    try {
      await pipeline(client.query(to(`copy ${name} to stdout`)), createWriteStream(file));
    } finally {
      client.release();
    }
    const names = columns.split(', ').map(column => column.split(' ')[0] ?? '');
    const read = names.map(column => (column === 'has_phone' ? '@flag' : column)).join(', ');
    const set = names.includes('has_phone') ? "set has_phone = @flag = 't'" : '';
    await db.ask(
      `drop table if exists ${name}; create table ${name} (${columns.replaceAll(/\btimestamp\b/g, 'datetime')})`,
    );
    await db.ask(
      `load data local infile '${file}' into table ${name} character set utf8mb4 (${read}) ${set}`,
    );
    rmSync(file);
  }
  for (const index of INDEXES) await db.ask(index);
  for (const { name } of TABLES) await db.ask(`analyze table ${name}`);
  await db.ask(`delete from ${MADE}; insert into ${MADE} values (${hits})`);
}
