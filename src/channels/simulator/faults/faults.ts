import { z } from 'zod';
import type { Simulation } from '../simulation.ts';

/** How long a fault lasts and how often it strikes: forever and always, unless said. */
const reach = {
  corpid: z.string().optional(),
  times: z.number().int().min(1).optional(),
  /** Seconds of the simulator's clock. */
  forSeconds: z.number().min(0).optional(),
  percent: z.number().min(0).max(100).default(100),
};
/** An API by its path below /cgi-bin/, `*` for every one. */
const path = z.string().default('*');

export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('errcode'), path, errcode: z.number().int(), ...reach }),
  /** The socket is closed and the call is not carried out. */
  z.strictObject({ kind: z.literal('close_before'), path, ...reach }),
  /** The call is carried out, then the socket is closed: the effect exists and the caller does not know. */
  z.strictObject({ kind: z.literal('close_after'), path, ...reach }),
  /** The call is carried out and answered late. */
  z.strictObject({ kind: z.literal('slow'), path, milliseconds: z.number().int().min(1), ...reach }),
  z.strictObject({ kind: z.literal('callback_drop'), ...reach }),
  z.strictObject({ kind: z.literal('callback_duplicate'), ...reach }),
  z.strictObject({ kind: z.literal('callback_reorder'), ...reach }),
  z.strictObject({ kind: z.literal('callback_delay'), delaySeconds: z.number().min(0), ...reach }),
  z.strictObject({ kind: z.literal('callback_wrong_signature'), ...reach }),
  z.strictObject({ kind: z.literal('callback_wrong_receiveid'), ...reach }),
]);
export type Fault = z.output<typeof faultSchema>;
export type FaultDescription = z.input<typeof faultSchema>;
export type FaultKind = Fault['kind'];
export type StandingFault = Fault & {
  id: number;
  leftTimes: number | null;
  until: string | null;
  fired: number;
};

type FaultRow = {
  id: number;
  fault_json: string;
  left_times: number | null;
  until_at: number | null;
  drawn: number;
  fired: number;
};

export function addFault({ store, clock }: Simulation, fault: Fault): number {
  const until = fault.forSeconds === undefined ? null : clock.milliseconds() + fault.forSeconds * 1_000;
  return store.insert(
    'insert into faults (fault_json, left_times, until_at) values (?, ?, ?)',
    JSON.stringify(fault),
    fault.times ?? null,
    until,
  );
}

export function listFaults(simulation: Simulation): StandingFault[] {
  return standing(simulation).map(row => ({
    ...faultSchema.parse(JSON.parse(row.fault_json)),
    id: row.id,
    leftTimes: row.left_times,
    until: row.until_at === null ? null : new Date(row.until_at).toISOString(),
    fired: row.fired,
  }));
}

export function removeFault({ store }: Simulation, id: number): boolean {
  return store.run('delete from faults where id = ?', id) > 0;
}

export type Occasion = { kinds: readonly FaultKind[]; path?: string; corpid: string | undefined };

/** The faults that strike on this occasion; each is used up by one of its times. */
export function strike(simulation: Simulation, occasion: Occasion): Fault[] {
  return standing(simulation).flatMap(row => {
    const fault = faultSchema.parse(JSON.parse(row.fault_json));
    if (!concerns(fault, occasion)) return [];
    simulation.store.run('update faults set drawn = drawn + 1 where id = ?', row.id);
    const draw = simulation.chance.about('fault', row.id, row.drawn).next();
    if (draw * 100 >= fault.percent) return [];
    simulation.store.run(
      'update faults set fired = fired + 1, left_times = left_times - 1 where id = ?',
      row.id,
    );
    return [fault];
  });
}

function concerns(fault: Fault, { kinds, path: called, corpid }: Occasion): boolean {
  if (!kinds.includes(fault.kind)) return false;
  if (fault.corpid !== undefined && fault.corpid !== corpid) return false;
  return !('path' in fault) || fault.path === '*' || fault.path === called;
}

function standing({ store, clock }: Simulation): FaultRow[] {
  return store.all<FaultRow>(
    `select * from faults where (left_times is null or left_times > 0) and (until_at is null or until_at > ?)
     order by id`,
    clock.milliseconds(),
  );
}
