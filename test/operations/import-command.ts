import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect } from 'vitest';
import type { ImportResult } from '#customers/imports';
import { databaseOf } from './databases.ts';
import { type Ended, type Server, scratch, siyu, startServer } from './server.ts';

type Reasons = { rows: number; reasons: { code: string; rows: number; words: string }[] };
type Report = Omit<ImportResult, 'issues'> & {
  file: string;
  format: string;
  rejected: Reasons;
  warned: Reasons;
};

/** `siyu import` in a home where a server runs meanwhile, so that not every command has to start the engines. */
export function importCommand(name: string) {
  const home = join(scratch, name);
  let server: Server;
  let database: pg.Client;
  beforeAll(async () => {
    server = await startServer(home);
    database = new pg.Client({ connectionString: databaseOf(home) });
    await database.connect();
  });
  afterAll(async () => {
    await database.end();
    await server.stop();
  });
  return {
    siyu: (...words: string[]): Promise<Ended> => siyu(home, words),
    async importFile(path: string, shop: string, ...options: string[]): Promise<Report> {
      const ended = await siyu(home, ['import', path, '--shop', shop, ...options, '--json']);
      expect([ended.code, ended.stderr]).toEqual([0, '']);
      return JSON.parse(ended.stdout) as Report;
    },
    async rows<Row>(query: string): Promise<Row[]> {
      return (await database.query(query)).rows as Row[];
    },
  };
}

export function written(name: string, content: string | Buffer): string {
  const path = join(scratch, name);
  writeFileSync(path, content);
  return path;
}
