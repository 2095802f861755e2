import { createWriteKey, customers } from '#customers';
import { MINUTE } from '#platform/clock.ts';
import { buildApp } from '#platform/http/app.ts';
import { chanceOf, happens } from '../people/chance.ts';
import { shoppingOf } from '../people/shopping.ts';
import type { Story } from './story.ts';

/** Of those who buy in the other shops and have told them their mobile: who has signed in to the mini program with it too. */
const SIGNED_IN = 0.25;
const BATCH = 500;
const DOOR = '/v1';

/**
 * The online shop's mini program tells what its customers looked at in the last month, and put into the cart: with a key
 * of its server, in batches, through the door that any shop's server would use.
 */
export async function trackVisits(story: Story): Promise<void> {
  const { platform, owner } = story;
  const key = await platform.db.transaction().execute(tx =>
    createWriteKey(tx, platform.clock, owner, {
      ...{ name: '小程序服务器', kind: 'server', source: { name: '小满小程序' } },
    }),
  );
  const door = customers.doors?.find(({ prefix }) => prefix === DOOR);
  if (!door) throw new Error(`Nothing listens at ${DOOR}`);
  const app = buildApp(platform, []).route(DOOR, door.open(platform));
  const messages = visitsOf(story);
  for (let from = 0; from < messages.length; from += BATCH) {
    const response = await app.request(`${DOOR}/batch`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${key.key}:`)}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        batch: messages.slice(from, from + BATCH),
        sentAt: platform.clock.now().toISOString(),
      }),
    });
    const answer = (await response.json()) as { errors?: unknown[] };
    if (response.status !== 200 || answer.errors?.length !== 0)
      throw new Error(`What was tracked is refused: ${JSON.stringify(answer)}`);
  }
}

/** Each is somebody by the mobile they signed in with, and then what they did. */
function visitsOf({ cast, seed, clock }: Story): object[] {
  const now = clock.now().getTime() - MINUTE;
  return cast.flatMap(({ person, orders }) => {
    const random = chanceOf(seed, 30, person.index);
    const buysThere = orders.some(order => order.shop === 'mall');
    if (!person.showsPhone || orders.length === 0 || (!buysThere && !happens(random, SIGNED_IN))) return [];
    const steps = shoppingOf(random, person, orders, now);
    const [first] = steps;
    if (!first) return [];
    const userId = `mini-${person.index + 1}`;
    const instant = (at: number) => new Date(at).toISOString();
    return [
      {
        ...{ type: 'identify', messageId: `${userId}-0`, userId, timestamp: instant(first.at) },
        traits: { phone: person.phone },
      },
      ...steps.map(({ event, at, properties }, i) => ({
        ...(event === 'screen' ? { type: 'screen', name: properties.name } : { type: 'track', event }),
        ...{ messageId: `${userId}-${i + 1}`, userId, timestamp: instant(at), properties },
      })),
    ];
  });
}
