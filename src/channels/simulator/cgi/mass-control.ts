import { z } from 'zod';
import { DAY } from '#platform/clock.ts';
import { type Endpoint, read } from './endpoint.ts';
import { Refusal } from './errcodes.ts';
import { dispatchedMessage } from './mass-reading.ts';

const body = z.object({ msgid: z.string().min(1) });

/** Asks the members who have not sent yet once more. */
const remind: Endpoint = {
  path: 'externalcontact/remind_groupmsg_send',
  method: 'POST',
  may: 'customer_contact',
  empty: {},
  answer(call) {
    const { store, clock, settings } = call.simulation;
    const message = dispatchedMessage(call, read(body, call.body).msgid);
    if (message.cancelled_at !== null) throw new Refusal(41093);
    const now = clock.milliseconds();
    const lately = store.one<{ n: number }>(
      'select count(*) as n from reminders where corpid = ? and msgid = ? and at > ?',
      ...[call.app.corpid, message.msgid, now - DAY],
    );
    if ((lately?.n ?? 0) >= settings.remindersPerDay) throw new Refusal(41094);
    store.run('insert into reminders values (?, ?, ?)', call.app.corpid, message.msgid, now);
    return {};
  },
};

/** Stops the members who have not sent yet; what is sent stays sent. */
const cancel: Endpoint = {
  path: 'externalcontact/cancel_groupmsg_send',
  method: 'POST',
  may: 'customer_contact',
  empty: {},
  answer(call) {
    const { store, clock } = call.simulation;
    const message = dispatchedMessage(call, read(body, call.body).msgid);
    if (message.cancelled_at !== null) throw new Refusal(41093);
    store.run('update mass_messages set cancelled_at = ? where id = ?', clock.milliseconds(), message.id);
    return {};
  },
};

export const massControl: readonly Endpoint[] = [remind, cancel];
