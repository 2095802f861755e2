import { z } from 'zod';
import { type Moment, writeMoment } from '../people/moments.ts';
import type { Simulation } from '../simulation.ts';
import { type Call, type Endpoint, read } from './endpoint.ts';
import { Refusal } from './errcodes.ts';
import { readMomentContent } from './moment-content.ts';
import { planMoment } from './moment-range.ts';
import { countMinutely } from './rates.ts';

const MONTH = 30 * 86_400_000;

/** Only begins a job. What is wrong with the content is said at once, what is wrong with the range when it is done. */
const addMomentTask: Endpoint = {
  path: 'externalcontact/add_moment_task',
  method: 'POST',
  may: 'customer_contact',
  empty: { jobid: '' },
  answer(call) {
    const { simulation, app } = call;
    refuseTooMany(simulation, app.corpid);
    const content = readMomentContent(call);
    const plan = planMoment(call);
    const jobid = simulation.chance.name('moment_job', 40);
    const createdAt = simulation.clock.milliseconds() + simulation.settings.momentJobSeconds * 1_000;
    const made = { corpid: app.corpid, jobid, creator: null, byMember: false, content, createdAt };
    writeMoment(simulation, { ...made, ...plan });
    return { jobid };
  },
};

function refuseTooMany(simulation: Simulation, corpid: string): void {
  const { store, clock, settings } = simulation;
  if (countMinutely(simulation, `${corpid} moments minute`, settings.momentsPerMinute) === 'blocked')
    throw new Refusal(45009);
  const month = store.one<{ n: number }>(
    'select count(*) as n from moments where corpid = ? and jobid is not null and asked_at > ?',
    ...[corpid, clock.milliseconds() - MONTH],
  );
  if ((month?.n ?? 0) >= settings.momentsPerMonth) throw new Refusal(45009);
}

const jobQuery = z.object({ jobid: z.string().min(1) });

const getMomentTaskResult: Endpoint = {
  path: 'externalcontact/get_moment_task_result',
  method: 'GET',
  may: 'customer_contact',
  empty: {},
  answer(call) {
    const { store, clock, settings } = call.simulation;
    // A library or two ask with POST, and are answered.
    const { jobid } = read(jobQuery, { ...call.query, ...(call.body as object | null) });
    const row = store.one<Moment>(
      'select * from moments where corpid = ? and jobid = ?',
      call.app.corpid,
      jobid,
    );
    const now = clock.milliseconds();
    if (!row || now >= row.asked_at + settings.momentJobLifeSeconds * 1_000) throw new Refusal(40058);
    const type = 'add_moment_task';
    if (row.created_at > now) return { status: now < (row.asked_at + row.created_at) / 2 ? 1 : 2, type };
    const { errcode, moment_id, left_json } = row;
    const result =
      errcode === 0
        ? { errcode, errmsg: 'ok', moment_id, ...JSON.parse(left_json) }
        : { errcode, errmsg: new Refusal(errcode).message, ...JSON.parse(left_json) };
    return { status: 3, type, result };
  },
};

const momentBody = z.object({ moment_id: z.string().min(1) });

/** @throws Refusal 41059 missing, 41060 there is none. */
export function momentOf(call: Call): Moment {
  const given = momentBody.safeParse(call.body);
  if (!given.success) throw new Refusal(41059);
  const row = call.simulation.store.one<Moment>(
    'select * from moments where corpid = ? and moment_id = ? and errcode = 0 and created_at <= ?',
    ...[call.app.corpid, given.data.moment_id, call.simulation.clock.milliseconds()],
  );
  if (!row) throw new Refusal(41060);
  return row;
}

/** Stops the members who have not published it; a second time there is nothing left to stop. */
const cancelMomentTask: Endpoint = {
  path: 'externalcontact/cancel_moment_task',
  method: 'POST',
  may: 'customer_contact',
  empty: {},
  answer(call) {
    const { id, create_type, cancelled_at } = momentOf(call);
    if (create_type === 1) throw new Refusal(41060);
    if (cancelled_at === null)
      call.simulation.store.run(
        'update moments set cancelled_at = ? where id = ?',
        call.simulation.clock.milliseconds(),
        id,
      );
    return {};
  },
};

export const moments: readonly Endpoint[] = [addMomentTask, getMomentTaskResult, cancelMomentTask];
