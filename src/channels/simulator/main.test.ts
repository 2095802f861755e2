import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SimulatorAdmin } from './admin/client.ts';
import { Store } from './store/store.ts';
import { ALICE, BOB, CORP, platformClient, smallCorp } from './testing/small-world.ts';

let folder: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'siyu-simulator-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function start(...extra: string[]) {
  const main = join(import.meta.dirname, 'main.ts');
  const data = join(folder, 'deep', 'world.sqlite');
  const child = spawn(process.execPath, [main, '--data', data, '--seed', '7', ...extra], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  children.push(child);
  const [line] = await once(createInterface(child.stdout), 'line');
  const { port, url } = JSON.parse(line);
  expect(url).toBe(`http://127.0.0.1:${port}`);
  return { child, data, admin: new SimulatorAdmin(url), ...platformClient(url) };
}

test('after kill -9 everything is as it was: tasks, tokens, clock, faults, names', async () => {
  const first = await start();
  await first.admin.beginWorld({ seed: 7, corps: [smallCorp()] });
  await first.admin.advance(3_600);
  const body = { sender: 'zhangsan', external_userid: [ALICE, BOB], text: { content: '你好' } };
  const { msgid } = await first.post('externalcontact/add_msg_template', body);
  await first.admin.advance(2);
  await first.admin.addFault({ kind: 'callback_drop', percent: 10 });
  const token = await first.token();
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');

  const second = await start();
  expect(await second.token()).toBe(token);
  expect((await second.admin.state()).offsetSeconds).toBe(3_602);
  expect(await second.admin.faults()).toMatchObject([{ kind: 'callback_drop', percent: 10 }]);
  expect((await second.post('externalcontact/get_groupmsg_task', { msgid })).task_list).toEqual([
    { userid: 'zhangsan', status: 0 },
  ]);
  await second.admin.confirm(CORP, msgid, 'zhangsan');
  const another = await second.post('externalcontact/add_msg_template', body);
  expect(another.msgid).not.toBe(msgid);

  second.child.kill('SIGTERM');
  expect(await once(second.child, 'exit')).toEqual([0, null]);
  const store = new Store(second.data);
  expect(store.all('select external_userid from received order by id')).toMatchObject([
    { external_userid: ALICE },
    { external_userid: BOB },
  ]);
  store.close();
});

test('with --attached it ends when whoever started it lets go', async () => {
  const { child } = await start('--attached');
  const exit = once(child, 'exit');
  child.stdin?.end();
  expect(await exit).toEqual([0, null]);
});
