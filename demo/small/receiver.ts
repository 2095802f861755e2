import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from '@hono/node-server';
import { customers, workOffInbox } from '#customers';
import { API, buildApp } from '#platform/http/app.ts';
import type { Platform } from '#platform/platform.ts';
import { CORP } from '../shop/company.ts';
import type { Story } from './story.ts';

export type Receiver = {
  worked(): Promise<void>;
  /** Waits until so many more have been greeted: a welcome has twenty seconds, and the story leaps. */
  greeted(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Takes the platform's callbacks while the story is told, before Siyu itself listens. `worked` waits until everything
 * told has come in and has been worked off, at the story's time.
 * @param real the platform with the real clock: envelopes carry real stamps, whatever time it is in the story.
 */
export async function receiveCallbacks(story: Story, real: Platform): Promise<Receiver> {
  const { admin, accountId } = story;
  const app = buildApp(real, customers.routes);
  const { server, port } = await new Promise<{ server: ReturnType<typeof serve>; port: number }>(resolve => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, info =>
      resolve({ server, port: info.port }),
    );
  });
  const url = `http://127.0.0.1:${port}${API}/callbacks/wecom/acc_${accountId}`;
  const keys = { token: CORP.callbackToken, encodingAesKey: CORP.callbackKey };
  await admin.setCallback(CORP.corpid, CORP.agentid, { url, ...keys });
  let expected = await settled(story);
  return {
    async greeted() {
      expected += 1;
      while ((await settled(story)) < expected) await sleep(5);
    },
    async worked() {
      while ((await admin.callbacks({ state: 'waiting', limit: 1 })).length > 0) await sleep(5);
      await workOffInbox(story.platform);
    },
    stop: () => new Promise(resolve => server.close(() => resolve())),
  };
}

async function settled({ platform }: Story): Promise<number> {
  const { n } = await platform.db
    .selectFrom('welcomes')
    .select(eb => eb.fn.countAll<number>().as('n'))
    .where('outcome', 'is not', null)
    .executeTakeFirstOrThrow();
  return Number(n);
}
