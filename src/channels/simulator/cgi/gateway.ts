import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '#platform/logger.ts';
import { type Fault, strike } from '../faults/faults.ts';
import { writeLog } from '../recorder/recorder.ts';
import type { Simulation } from '../simulation.ts';
import type { Answer, Call, Endpoint, OpenEndpoint, Uploaded } from './endpoint.ts';
import { Refusal, textOf } from './errcodes.ts';
import { mayCall, trustAddress } from './permissions.ts';
import { countCall, type Traffic } from './rates.ts';
import { afterRefusedToken, appOfToken, ownerOf } from './tokens.ts';

export type Request = {
  method: string;
  query: Record<string, string>;
  body: string;
  file?: Uploaded | undefined;
  address: string;
  origin: string;
};
export type Gateway = { simulation: Simulation; traffic: Traffic; log: Logger };

/** The JSON to answer with, or the order to close the socket without a word. */
export type Outcome = { answer: Answer } | 'close';

const CALL_FAULTS = ['errcode', 'close_before', 'close_after', 'slow'] as const;

/** One call from the token to the answer, with the faults that strike it on the way. */
export async function serve(
  gateway: Gateway,
  endpoint: Endpoint | OpenEndpoint,
  request: Request,
): Promise<Outcome> {
  const { simulation } = gateway;
  const corpid =
    endpoint.may === 'anyone' ? request.query.corpid : ownerOf(simulation, request.query.access_token);
  const faults = strike(simulation, { kinds: CALL_FAULTS, path: endpoint.path, corpid });
  const note = { faults: faults.map(fault => fault.kind), address: request.address };
  if (faults.some(fault => fault.kind === 'close_before')) {
    writeLog(simulation, { kind: 'call', corpid, what: endpoint.path, errcode: null, detail: note });
    return 'close';
  }
  const answer = await answerOf(gateway, endpoint, request, { corpid, faults, note });
  return faults.some(fault => fault.kind === 'close_after') ? 'close' : { answer };
}

type Circumstances = { corpid: string | undefined; faults: Fault[]; note: Record<string, unknown> };

async function answerOf(
  gateway: Gateway,
  endpoint: Endpoint | OpenEndpoint,
  request: Request,
  { corpid, faults, note }: Circumstances,
): Promise<Answer> {
  const { simulation, log } = gateway;
  const body = parseBody(endpoint, request);
  const record = (errcode: number) =>
    writeLog(simulation, { kind: 'call', corpid, what: endpoint.path, errcode, detail: note });
  try {
    const fields = await carryOut(gateway, endpoint, { ...request, ...body, faults }, () => record(0));
    return { errcode: 0, errmsg: body.malformed ? `ok. ${WRONG_JSON}` : 'ok', ...fields };
  } catch (error) {
    if (!(error instanceof Refusal)) log.error({ err: error, path: endpoint.path }, 'simulator fault');
    const { errcode, fields } = error instanceof Refusal ? error : new Refusal(-1);
    if (endpoint.path === 'gettoken') afterRefusedToken(simulation, errcode, request.address);
    record(errcode);
    const errmsg = explain(simulation, errcode, request.address) + (body.malformed ? `. ${WRONG_JSON}` : '');
    return { errcode, errmsg, ...endpoint.empty, ...fields };
  }
}

type Parsed = Request & { value: unknown; faults: Fault[] };

/** Effect and log line are one transaction: what the log says was answered with 0 was done, and the reverse. */
async function carryOut(
  { simulation, traffic }: Gateway,
  endpoint: Endpoint | OpenEndpoint,
  request: Parsed,
  record: () => void,
): Promise<Answer> {
  const { store } = simulation;
  if (endpoint.may === 'anyone') {
    injectedRefusal(request.faults);
    const fields = store.transaction(() => {
      const answer = endpoint.answer({ simulation, query: request.query, address: request.address });
      record();
      return answer;
    });
    await linger(request.faults);
    return fields;
  }
  const app = appOfToken(simulation, request.query.access_token);
  trustAddress(app, request.address);
  const counted = store.transaction(() => countCall(simulation, endpoint.path, app.corpid, request.address));
  if (counted === 'blocked') throw new Refusal(45009);
  revokeRefused(simulation, request);
  injectedRefusal(request.faults);
  mayCall(app, endpoint.may);
  if (endpoint.method === 'POST' && request.method !== 'POST') throw new Refusal(40058);
  const { query, origin, file } = request;
  const call: Call = { simulation, app, query, body: request.value, file, origin };
  return await alone(simulation, traffic, endpoint, call, async () => {
    const fields = store.transaction(() => {
      const answer = endpoint.answer(call);
      record();
      return answer;
    });
    await linger(request.faults);
    return fields;
  });
}

/** Keeps to the concurrency limits while the call is under way. */
async function alone(
  { settings }: Simulation,
  traffic: Traffic,
  endpoint: Endpoint,
  call: Call,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const running = `${call.app.corpid} ${endpoint.path}`;
  traffic.enter(running, settings.concurrentCalls);
  try {
    if (!endpoint.exclusive || settings.markTagMilliseconds === 0) return await work();
    const held = `${running} ${endpoint.exclusive(call)}`;
    traffic.hold(held);
    try {
      await sleep(settings.markTagMilliseconds);
      return await work();
    } finally {
      traffic.release(held);
    }
  } finally {
    traffic.leave(running);
  }
}

/** A slow answer is still under way for the concurrency limits. */
async function linger(faults: Fault[]): Promise<void> {
  for (const fault of faults) if (fault.kind === 'slow') await sleep(fault.milliseconds);
}

function injectedRefusal(faults: Fault[]): void {
  for (const fault of faults) if (fault.kind === 'errcode') throw new Refusal(fault.errcode);
}

/** A token that is called bad or expired is so from then on: gettoken gives another one. */
function revokeRefused({ store }: Simulation, { faults, query }: Parsed): void {
  const refused = faults.some(fault => fault.kind === 'errcode' && TOKEN_CODES.has(fault.errcode));
  if (refused) store.run('update tokens set revoked = 1 where token = ?', query.access_token ?? '');
}

const TOKEN_CODES = new Set([40014, 42001]);

const WRONG_JSON = 'Warning: wrong json format. ';

/** Malformed JSON is taken as an empty object; only the errmsg tells. */
function parseBody(endpoint: Endpoint | OpenEndpoint, { method, body, file }: Request) {
  if (endpoint.method === 'GET' || method !== 'POST' || file) return { value: {}, malformed: false };
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null
      ? { value, malformed: false }
      : { value: {}, malformed: true };
  } catch {
    return { value: {}, malformed: true };
  }
}

/** The platform's errmsg: a hint for its support, the caller's address and a link. 40014 comes bare. */
function explain({ clock, chance }: Simulation, errcode: number, address: string): string {
  if (errcode === 40014) return textOf(errcode);
  const hint = String(Math.floor(chance.about('hint', clock.milliseconds()).next() * 1e12)).padStart(12, '0');
  const link = `https://open.work.weixin.qq.com/devtool/query?e=${errcode}`;
  return `${textOf(errcode)}, hint: [${clock.seconds()}${hint}], from ip: ${address}, more info at ${link}`;
}
