import { z } from 'zod';
import type { Simulation } from '../simulation.ts';

const customerDoes = { corpid: z.string(), external_userid: z.string(), userid: z.string() };

/** What a virtual person is going to do by themselves. */
const intentionSchema = z.discriminatedUnion('what', [
  z.object({ what: z.literal('confirm'), corpid: z.string(), msgid: z.string(), userid: z.string() }),
  z.object({ what: z.literal('publish'), corpid: z.string(), moment_id: z.string(), userid: z.string() }),
  z.object({
    what: z.literal('react'),
    ...customerDoes,
    moment_id: z.string(),
    kind: z.enum(['like', 'comment']),
    text: z.string(),
  }),
  z.object({ what: z.literal('reply'), ...customerDoes, text: z.string() }),
  z.object({ what: z.literal('delete'), ...customerDoes }),
  z.object({ what: z.literal('mute'), ...customerDoes }),
  z.object({
    what: z.literal('kf'),
    ...{
      corpid: z.string(),
      open_kfid: z.string(),
      external_userid: z.string(),
      scene: z.string(),
      text: z.string(),
    },
  }),
  z.object({ what: z.literal('transfer'), corpid: z.string(), id: z.number().int() }),
]);
export type Intention = z.output<typeof intentionSchema>;

/** @param dueAt milliseconds of the simulator's clock. */
export function intend({ store }: Simulation, dueAt: number, intention: Intention): void {
  store.run(
    'insert into schedule (due_at, what, detail_json) values (?, ?, ?)',
    Math.round(dueAt),
    intention.what,
    JSON.stringify(intention),
  );
}

/** Takes the earliest intention that is due. */
export function takeDue({ store, clock }: Simulation): { dueAt: number; intention: Intention } | undefined {
  const row = store.one<{ id: number; due_at: number; detail_json: string }>(
    'select id, due_at, detail_json from schedule where due_at <= ? order by due_at, id limit 1',
    clock.milliseconds(),
  );
  if (!row) return undefined;
  store.run('delete from schedule where id = ?', row.id);
  return { dueAt: row.due_at, intention: intentionSchema.parse(JSON.parse(row.detail_json)) };
}
