import { z } from 'zod';
import { welcome } from '../people/welcomes.ts';
import { type Endpoint, read } from './endpoint.ts';
import { Refusal } from './errcodes.ts';
import { readContent } from './mass-content.ts';
import { refuseStaleMedia } from './media.ts';

const body = z.object({ welcome_code: z.string().min(1) });

/** 41050 unknown or older than 20 seconds; 41051 used already, by whatever app, or the two are talking. */
const REFUSED = { invalid: 41050, started: 41051 } as const;

/** Delivered at once: a welcome needs nobody's confirmation. */
export const sendWelcomeMsg: Endpoint = {
  path: 'externalcontact/send_welcome_msg',
  method: 'POST',
  may: 'customer_contact',
  empty: {},
  answer({ simulation, app, body: given }) {
    const { welcome_code } = read(body, given);
    const content = readContent(given, simulation.settings);
    refuseStaleMedia(simulation, app.corpid, content);
    const outcome = welcome(simulation, app.corpid, welcome_code, content);
    if (outcome !== 'delivered') throw new Refusal(REFUSED[outcome]);
    return {};
  },
};
