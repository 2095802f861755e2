import type { Logger } from '../logger.ts';
import { type Db, isUnavailable } from '../postgres/connect.ts';
import { endOfLog, isPast, onWake, type Position } from './events.ts';

/** How long news of another process may go unnoticed, in milliseconds. */
const LONGEST_WAIT = 250;
/** Readers are woken before the transaction that writes is committed: it is looked again so soon, then each time half as soon. */
const SHORTEST_WAIT = 10;

/** Where the log ends, looked for once for all the readers of a process, and what they wait by. */
export type Watch = {
  end(): Position;
  /** Until the log has grown, at most so many milliseconds. */
  news(milliseconds: number): Promise<void>;
  /** So many milliseconds, unless it is stopped meanwhile. */
  pause(milliseconds: number): Promise<void>;
  stop(): Promise<void>;
};

export function watchLog(db: Db, log: Logger): Watch {
  const bells = { news: new Set<() => void>(), pause: new Set<() => void>(), look: new Set<() => void>() };
  const state = { end: { xid: 0, seq: 0 } as Position, stopping: false, wait: LONGEST_WAIT };
  const ring = (which: keyof typeof bells) => {
    for (const bell of bells[which]) bell();
  };
  const waitFor = (which: keyof typeof bells) => (milliseconds: number) =>
    state.stopping ? Promise.resolve() : heard(bells[which], milliseconds);
  const unhook = onWake(() => {
    state.wait = SHORTEST_WAIT;
    ring('look');
  });
  const look = async () => {
    while (!state.stopping) {
      const end = await endOfLog(db).catch(error => {
        if (!isUnavailable(error)) log.error({ err: error }, 'the end of the log is not to be seen');
        return state.end;
      });
      if (isPast(end, state.end)) {
        state.end = end;
        ring('news');
      }
      await waitFor('look')(state.wait);
      state.wait = Math.min(state.wait * 2, LONGEST_WAIT);
    }
  };
  const looking = look();
  return {
    end: () => state.end,
    news: waitFor('news'),
    pause: waitFor('pause'),
    async stop() {
      state.stopping = true;
      unhook();
      for (const which of ['news', 'pause', 'look'] as const) ring(which);
      await looking;
    },
  };
}

/** Until the bell is rung, or so many milliseconds. */
function heard(bells: Set<() => void>, milliseconds: number): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer);
      bells.delete(done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    bells.add(done);
  });
}
