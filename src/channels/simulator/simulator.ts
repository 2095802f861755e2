import { serve } from '@hono/node-server';
import { type Clock, systemClock } from '#platform/clock.ts';
import { type Logger, silentLogger } from '#platform/logger.ts';
import { buildSimulatorApp } from './app.ts';
import { Pusher } from './callbacks/pusher.ts';
import { Traffic } from './cgi/rates.ts';
import { liveOn } from './people/life.ts';
import { openSimulation } from './simulation.ts';

export type SimulatorOptions = {
  /** The SQLite file, or `:memory:`. */
  data: string;
  /** 0 takes a free one. */
  port?: number;
  /** Who may connect; this machine only, unless said. */
  host?: string;
  /** What the simulator's time is based on; its offset comes on top. */
  clock?: Clock;
  /** What chance follows from; kept in the file. */
  seed?: number | undefined;
  log?: Logger;
};

export type RunningSimulator = {
  /** Where the connector's base address points, e.g. `http://127.0.0.1:41234`. */
  url: string;
  port: number;
  stop(): Promise<void>;
};

/** How often due things are looked for, in real milliseconds. */
const TICK = 100;

export async function startSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  const { data, port = 0, host = '127.0.0.1', clock = systemClock, seed, log = silentLogger } = options;
  const simulation = openSimulation(data, clock, seed);
  const pusher = new Pusher(simulation, log);
  const wake = () => pusher.pushDue();
  const settle = async () => {
    while (liveOn(simulation) > 0) await new Promise(resolve => setImmediate(resolve));
    wake();
  };
  const app = buildSimulatorApp({ simulation, traffic: new Traffic(), log }, { simulation, settle, wake });
  const { server, info } = await listen(app, port, host).catch(error => {
    simulation.store.close();
    throw error;
  });
  const life = keepLiving(settle, log);
  return {
    url: `http://${host}:${info.port}`,
    port: info.port,
    async stop() {
      await life.stop();
      await pusher.stop();
      await new Promise<void>(resolve => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
      simulation.store.close();
    },
  };
}

type Listening = { server: ReturnType<typeof serve>; info: { port: number } };

function listen(
  app: ReturnType<typeof buildSimulatorApp>,
  port: number,
  hostname: string,
): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname }, info => resolve({ server, info }));
    server.once('error', reject);
  });
}

/** Time passes: what is due is done, one round after the other. */
function keepLiving(settle: () => Promise<void>, log: Logger): { stop(): Promise<void> } {
  let round = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    round = settle()
      .catch(error => log.error({ err: error }, 'simulator fault'))
      .finally(() => {
        busy = false;
      });
  }, TICK);
  return {
    async stop() {
      clearInterval(timer);
      await round;
    },
  };
}
