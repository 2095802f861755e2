import type { Simulation } from '../simulation.ts';
import { confirmTask } from './confirm.ts';
import { customerDeletes, customerMutes, customerReplies } from './customers.ts';
import { asksKf } from './kf.ts';
import { customerReacts, publishMoment } from './moments.ts';
import { type Intention, takeDue } from './schedule.ts';
import { endTransfer } from './transfers.ts';

/** Lets people do what is due, each at its own time. @returns how many did something, at most `most`. */
export function liveOn(simulation: Simulation, most = 500): number {
  const { store, clock } = simulation;
  return store.transaction(() => {
    for (let done = 0; done < most; done += 1) {
      const due = takeDue(simulation);
      if (!due) return done;
      clock.during(due.dueAt, () => act(simulation, due.intention));
    }
    return most;
  });
}

/** A plan that circumstances have overtaken (task cancelled, friend gone) comes to nothing. */
function act(simulation: Simulation, intention: Intention): void {
  if (intention.what === 'confirm') confirmTask(simulation, intention);
  else if (intention.what === 'publish') publishMoment(simulation, intention);
  else if (intention.what === 'react') customerReacts(simulation, intention);
  else if (intention.what === 'reply') customerReplies(simulation, intention, intention.text);
  else if (intention.what === 'transfer') endTransfer(simulation, intention.corpid, intention.id);
  else if (intention.what === 'kf') asksKf(simulation, intention);
  else if (intention.what === 'mute') customerMutes(simulation, intention);
  else customerDeletes(simulation, intention);
}
