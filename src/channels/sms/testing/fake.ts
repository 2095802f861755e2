import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Clock, SHANGHAI_OFFSET } from '#platform/clock.ts';
import type { Vendor } from '../faults.ts';
import { type Asked, serveAliyun } from './aliyun.ts';
import { serveTencent } from './tencent.ts';
import { World } from './world.ts';

/** Both vendors on one port, told apart by their headers; receipts and replies are pushed when a test says so. */
export async function startSmsFake(clock: Clock) {
  const world = new World(clock);
  const server = createServer(
    (request, response) => void serve(world, request, response).catch(error => request.socket.destroy(error)),
  );
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    world,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    pushReceipts: (to: string, vendor: Vendor) => post(to, receiptsOf(world, vendor)),
    reply: (to: string, vendor: Vendor, number: string, said: string) =>
      post(to, replyOf(world, vendor, number, said)),
    stop: () =>
      new Promise<void>(resolve => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function serve(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://fake');
  const asked: Asked = {
    method: request.method ?? '',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: request.headers as Record<string, string>,
    body: await text(request),
  };
  const answered = 'x-tc-action' in asked.headers ? serveTencent(world, asked) : serveAliyun(world, asked);
  if (answered === 'break') return void request.socket.destroy();
  response.writeHead(answered.status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answered.body));
}

/** What has not been told yet, as the vendor words it. */
export function receiptsOf(world: World, vendor: Vendor): object[] {
  const told = world.sent.filter(one => one.vendor === vendor && !one.reported);
  for (const one of told) one.reported = true;
  const at = wall(world.clock.now());
  return told.map(({ number, id, reference }) => {
    const success = !world.unreachable.has(number);
    const mobile = number.slice(3);
    return vendor === 'aliyun'
      ? {
          phone_number: mobile,
          send_time: at,
          report_time: at,
          success,
          err_code: success ? 'DELIVERED' : 'MK:0012',
          err_msg: '',
          sms_size: '1',
          biz_id: id,
          out_id: reference,
        }
      : {
          user_receive_time: at,
          nationcode: '86',
          mobile,
          report_status: success ? 'SUCCESS' : 'FAIL',
          errmsg: success ? 'DELIVRD' : 'UNDELIV',
          description: '',
          sid: id,
        };
  });
}

function replyOf({ clock, signName }: World, vendor: Vendor, number: string, said: string): object {
  const mobile = number.slice(3);
  if (vendor === 'tencent')
    return {
      extend: '01',
      mobile,
      nationcode: '86',
      sign: signName,
      text: said,
      time: Math.floor(clock.now().getTime() / 1_000),
    };
  return [
    {
      phone_number: mobile,
      send_time: wall(clock.now()),
      content: said,
      sign_name: signName,
      dest_code: '1234',
      sequence_id: `${clock.now().getTime()}${mobile}`,
    },
  ];
}

const wall = (at: Date) =>
  new Date(at.getTime() + SHANGHAI_OFFSET).toISOString().slice(0, 19).replace('T', ' ');

const post = async (to: string, body: object) => {
  const response = await fetch(to, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as unknown };
};
