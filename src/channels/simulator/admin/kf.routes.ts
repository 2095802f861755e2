import type { Hono } from 'hono';
import {
  type Act,
  consoleAddsKf,
  consoleGrantsKf,
  crowdAsksKf,
  customerEntersKf,
  customerRejectsKf,
  customerWritesKf,
  recallsKf,
  servicerDuty,
  servicerEndsKf,
  servicerHandsKf,
  servicerPicksKf,
  servicerWritesKf,
} from '../people/kf.ts';
import { type KfAccountRow, kfAccount } from '../people/kf-sessions.ts';
import type { Simulation } from '../simulation.ts';
import { customerSchema } from '../world/world.ts';
import {
  crowdBody,
  dutyBody,
  enterBody,
  grantBody,
  kfBody,
  rejectBody,
  servicerBody,
  writeBody,
} from './contract.ts';
import { AdminProblem } from './problems.ts';
import { readCustomer, readKfMessages } from './reading.ts';
import { body } from './routes.ts';

/** 微信客服: who comes in and writes, what servicers do in their client, what the console sets. */
export function kfRoutes(app: Hono, simulation: Simulation): void {
  const path = '/:corpid/kf/:kf';
  const known = (corpid: string, openKfId: string): KfAccountRow => {
    const account = kfAccount(simulation, corpid, openKfId);
    if (!account) throw new AdminProblem('unknown_kf');
    return account;
  };
  app.get('/:corpid/kf', context =>
    context.json({
      data: simulation.store.all<KfAccountRow>(
        'select * from kf_accounts where corpid = ? and deleted = 0 order by id',
        context.req.param('corpid'),
      ),
    }),
  );
  app.post('/:corpid/kf', async context => {
    const open_kfid = consoleAddsKf(simulation, context.req.param('corpid'), await body(context, kfBody));
    return context.json({ open_kfid }, 201);
  });
  app.put(`${path}/grant`, async context => {
    const { corpid, kf } = context.req.param();
    known(corpid, kf);
    consoleGrantsKf(simulation, corpid, kf, (await body(context, grantBody)).granted);
    return context.body(null, 204);
  });
  app.post(`${path}/crowd`, async context => {
    const { corpid, kf } = context.req.param();
    const crowd = await body(context, crowdBody);
    const texts = crowd.texts ?? simulation.settings.habits.replies;
    known(corpid, kf);
    return context.json({ people: crowdAsksKf(simulation, { corpid, open_kfid: kf }, { ...crowd, texts }) });
  });
  app.post(`${path}/servicers/:userid/duty`, async context => {
    const { corpid, kf, userid } = context.req.param();
    return settled(
      servicerDuty(simulation, { corpid, open_kfid: kf }, userid, await body(context, dutyBody)),
    );
  });
  customerRoutes(app, simulation);
  servicerRoutes(app, simulation);
}

function customerRoutes(app: Hono, simulation: Simulation): void {
  const path = '/:corpid/kf/:kf/customers/:external';
  app.get(`${path}/messages`, context => {
    const { corpid, kf, external } = context.req.param();
    return context.json({ data: readKfMessages(simulation, corpid, kf, external) });
  });
  app.post(`${path}/enter`, async context => {
    const { corpid, kf, external } = context.req.param();
    const { customer, ...came } = await body(context, enterBody);
    const known = readCustomer(simulation, corpid, external);
    if (!known && !customer) throw new AdminProblem('unknown_customer');
    const described = customerSchema.parse({ name: known?.name, ...customer, external_userid: external });
    const pair = { corpid, open_kfid: kf, external_userid: external };
    const entered = customerEntersKf(simulation, pair, { ...came, customer: described });
    if (entered === 'unknown_kf') throw new AdminProblem(entered);
    return context.json(entered);
  });
  app.post(`${path}/write`, async context => {
    const { corpid, kf, external } = context.req.param();
    const { text } = await body(context, writeBody);
    const pair = { corpid, open_kfid: kf, external_userid: external };
    const msgid = customerWritesKf(simulation, pair, { msgtype: 'text', body: { content: text } });
    if (msgid === 'unknown_kf') throw new AdminProblem('unknown_kf');
    return context.json({ msgid });
  });
  app.post(`${path}/recall/:msgid`, context => {
    const { corpid, kf, external, msgid } = context.req.param();
    const outcome = recallsKf(simulation, { corpid, open_kfid: kf, external_userid: external }, msgid);
    if (outcome !== 'recalled') throw new AdminProblem(outcome);
    return context.body(null, 204);
  });
  app.put(`${path}/rejects`, async context => {
    const { corpid, kf, external } = context.req.param();
    const { rejects } = await body(context, rejectBody);
    customerRejectsKf(simulation, { corpid, open_kfid: kf, external_userid: external }, rejects);
    return context.body(null, 204);
  });
}

function servicerRoutes(app: Hono, simulation: Simulation): void {
  app.post('/:corpid/kf/:kf/customers/:external/servicer', async context => {
    const { corpid, kf, external } = context.req.param();
    const { userid, ...act } = await body(context, servicerBody);
    const pair = { corpid, open_kfid: kf, external_userid: external };
    if (act.does === 'write') return settled(servicerWritesKf(simulation, pair, userid, act.text));
    if (act.does === 'hand_on') return settled(servicerHandsKf(simulation, pair, userid, act.to));
    if (act.does === 'pick') return settled(servicerPicksKf(simulation, pair, userid));
    return settled(servicerEndsKf(simulation, pair, userid));
  });
}

/** @throws AdminProblem when it was not done. */
function settled(outcome: Act): Response {
  if (outcome !== 'done') throw new AdminProblem(outcome);
  return new Response(null, { status: 204 });
}
