import { z } from 'zod';
import { spendCode } from '../webview/codes.ts';
import { type Endpoint, read } from './endpoint.ts';
import { Refusal } from './errcodes.ts';

const query = z.object({ code: z.string().min(1) });

/** Whom the code of the authorize page stands for: a member by userid, anybody else by openid. */
export const getUserInfo: Endpoint = {
  path: 'auth/getuserinfo',
  method: 'GET',
  may: 'directory',
  empty: {},
  answer({ simulation, app, query: given }) {
    const holder = spendCode(simulation, app, read(query, given).code);
    if (typeof holder === 'string') throw new Refusal(holder === 'used' ? 42022 : 40029);
    if (holder.userid !== null) return { userid: holder.userid };
    const { openid, external_userid } = holder;
    return { openid, ...(external_userid !== null && { external_userid }) };
  },
};
