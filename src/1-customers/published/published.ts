import type { Published } from '#platform/webhooks/published.ts';
import { customerEvents, relationEvents } from './customers.events.ts';
import { orderEvents } from './orders.events.ts';
import { people } from './people.ts';

/** What this stage tells other systems: never a phone or a name by itself, no text of anybody's. */
export const published: Published = {
  events: [...customerEvents, ...orderEvents, ...relationEvents],
  people,
};
