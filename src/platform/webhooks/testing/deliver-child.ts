/** Delivers what is due for an endpoint, in a process of its own that a test can kill: url of the database, key, endpoint. */
import { systemClock } from '../../clock.ts';
import { readConfig } from '../../config.ts';
import { silentLogger } from '../../logger.ts';
import type { Platform } from '../../platform.ts';
import { connectPostgres } from '../../postgres/connect.ts';
import { makeVault } from '../../vault/vault.ts';
import { deliverDue } from '../deliver.ts';

const [url = '', key = '', endpointId = ''] = process.argv.slice(2);
const { db } = connectPostgres(url, silentLogger, 2);
const platform = {
  ...{ db, vault: makeVault(key), clock: systemClock, log: silentLogger },
  config: readConfig({ SIYU_WEBHOOKS_PRIVATE: '1' }),
  jobs: { enqueue: async () => undefined },
} as unknown as Platform;
await deliverDue(platform, Number(endpointId));
await db.destroy();
