import { afterAll } from 'vitest';
import { OfficialAccountServer } from '#channels/simulator/official-account/server.ts';
import type { Stage } from '#platform/stage.ts';
import type { TestPlatform } from '#platform/testing/test-platform.ts';
import { listen, makeServerApp } from '../../server.ts';
import { connectOfficialAccount } from '../official-account/connect.ts';

const KEYS = { token: 'QDG6eK', key: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C' };

type App = Omit<Parameters<OfficialAccountServer['add']>[0], 'secret'>;
export type OfficialForTest = {
  appid: string;
  id: number;
  /** From now on the platform tells of what happens there. @returns whether it took the address. */
  setCallback(): Promise<boolean>;
};

/**
 * A fake of the official accounts' platform and a server of these stages that it calls back; both are closed after the test
 * file. `connect` makes an account there, whose secret is `right`, and connects it.
 */
export async function officialWorld(platform: TestPlatform, stages: readonly Stage[]) {
  const wechat = await new OfficialAccountServer(platform.clock).open();
  const app = makeServerApp(platform, stages, { stopping: false });
  const { server, port } = await listen(app, '127.0.0.1', 0);
  afterAll(async () => {
    server.close();
    await wechat.close();
  });
  const connect = async (made: App, secret = 'right'): Promise<OfficialForTest> => {
    wechat.add({ ...made, secret: 'right' });
    const { appid } = made;
    const input = { name: '小满公众号', appId: appid, secret };
    const keys = { callbackToken: KEYS.token, callbackKey: KEYS.key };
    const id = await platform.db
      .transaction()
      .execute(tx =>
        connectOfficialAccount(tx, platform, { name: 'test' }, { ...input, ...keys }, wechat.url),
      );
    const url = `http://127.0.0.1:${port}/api/v1/callbacks/official-account/acc_${id}`;
    return { appid, id, setCallback: () => wechat.setCallback(appid, { url, ...KEYS }) };
  };
  return { wechat, connect };
}
