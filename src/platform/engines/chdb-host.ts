/**
 * The embedded ClickHouse: chDB behind ClickHouse's HTTP interface, in a process of its own, so that its crash or
 * hunger never takes Siyu down and several Siyu processes share it. Started by clickhouse.ts as
 * `node chdb-host.ts <data folder> <port> <file to announce itself in> <folder of attached processes>` with the
 * password on standard input.
 */
import { timingSafeEqual } from 'node:crypto';
import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { ChdbPool } from './chdb-pool.ts';
import { tryLock } from './lock.ts';
import { isRunning, readProcessName } from './processes.ts';

const [folder = '', port = '0', announcement = '', users = ''] = process.argv.slice(2);
const lock = tryLock(join(folder, '..', 'run', 'clickhouse.lock'));
if (typeof lock !== 'function') {
  process.stderr.write(`Process ${lock.pid} already has the analytics folder ${folder} open.\n`);
  process.exit(3);
}
const password = (await text(process.stdin)).trim();
if (password === '') process.exit(0); // whoever wanted this engine is gone already
const expected = Buffer.from(`Basic ${Buffer.from(`default:${password}`).toString('base64')}`);
const pool = new ChdbPool(folder, 4);
dieOfFaults();

const server = createServer((request, response) => {
  answer(request, response).catch(error => fail(response, error));
});
server.requestTimeout = 0;
server.listen(Number(port), '127.0.0.1', () => {
  const address = server.address();
  const bound = typeof address === 'object' && address ? address.port : 0;
  writeFileSync(`${announcement}.new`, JSON.stringify({ pid: process.pid, port: bound }), { mode: 0o600 });
  renameSync(`${announcement}.new`, announcement);
});
server.on('error', error => {
  process.stderr.write(`${error.message}\n`);
  process.exit(4);
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname === '/ping') return void response.end('Ok.\n');
  if (!mayEnter(request))
    return void response
      .writeHead(403, { 'x-clickhouse-exception-code': '516' })
      .end('Code: 516. DB::Exception: Authentication failed. (AUTHENTICATION_FAILED)');
  const result = await pool.run({
    ...(await readQuery(request, url.searchParams)),
    database: url.searchParams.get('database') ?? 'default',
  });
  const queryId = url.searchParams.get('query_id');
  if (queryId) response.setHeader('x-clickhouse-query-id', queryId);
  response.setHeader(
    'x-clickhouse-summary',
    JSON.stringify({ read_rows: String(result.rowsRead), elapsed_ns: '0' }),
  );
  response.end(result.bytes);
}

/** The statement and its values: in the address, or, when they are too long for one, in a form. */
async function readQuery(request: IncomingMessage, address: URLSearchParams) {
  const type = request.headers['content-type'] ?? '';
  const form = type.startsWith('multipart/form-data')
    ? await new Response(await buffer(request), { headers: { 'content-type': type } }).formData()
    : undefined;
  const head = address.get('query') ?? '';
  const body = form ? String(form.get('query') ?? '') : await text(request);
  const parameters: Record<string, string> = {};
  for (const [name, value] of [...address, ...(form ?? [])])
    if (name.startsWith('param_')) parameters[name.slice('param_'.length)] = String(value);
  return { sql: head === '' ? body : `${head}\n${body}`, parameters };
}

function mayEnter(request: IncomingMessage): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/**
 * chDB catches its own faults (a bad address, an abort) and keeps the process standing for minutes without an answer.
 * Listening to a signal and no longer puts its default back: the process ends at once and is started again.
 */
function dieOfFaults(): void {
  for (const signal of ['SIGSEGV', 'SIGBUS', 'SIGFPE', 'SIGILL', 'SIGABRT'] as const) {
    const listener = () => undefined;
    process.on(signal, listener).off(signal, listener);
  }
}

/** ClickHouse answers a failed query with 4xx/5xx, the code in a header and `Code: N. DB::Exception: …` as text. */
function fail(response: ServerResponse, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const code = /Code: (\d+)/.exec(message)?.[1] ?? '1002';
  if (!response.headersSent) response.writeHead(500, { 'x-clickhouse-exception-code': code });
  response.end(
    message.startsWith('Code:') ? message : `Code: ${code}. DB::Exception: ${message} (UNKNOWN_EXCEPTION)`,
  );
}

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  server.close();
  server.closeIdleConnections();
  await pool.close();
  rmSync(announcement, { force: true });
  if (typeof lock === 'function') lock();
  process.exit(0);
}
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => undefined);

/** When every Siyu process that used this engine is gone without a word, the engine leaves too, a minute later. */
let lonelySince = Date.now();
setInterval(() => {
  const attached = readdirSync(users).some(name => {
    const user = readProcessName(join(users, name));
    return user && isRunning(user);
  });
  if (attached) lonelySince = Date.now();
  else if (Date.now() - lonelySince > 60_000) void stop();
}, 5_000).unref();
