import type { z } from 'zod';
import type { Words } from '../contract.ts';
import type { LogEvent } from '../log/events.ts';
import type { Platform } from '../platform.ts';
import type { Db, Tx } from '../postgres/connect.ts';
import type { PersonField } from './contract.ts';

/** An event of the log that other systems may be told of, under the same name. */
export type PublishedEvent = {
  type: string;
  title: Words;
  /** What it says beside whom it concerns, as it goes over the wire; texts in it have a bound. */
  data: z.ZodObject;
  /** Whether it tells of somebody's erasure: of who was erased nothing else is told. */
  isErasure?: true;
  /**
   * What is told of each of these events, one or the other of it undefined: nothing. Asked once for many.
   * What it reads is what holds when the event is read, mostly within a second.
   */
  tell(tx: Tx, events: readonly LogEvent[]): Promise<readonly (Record<string, unknown> | undefined)[]>;
};

/** Who the people are that events name; the platform knows only numbers. */
export type People = {
  /** The person each profile belongs to now, without those who were erased. */
  personsOf(db: Db | Tx, profiles: readonly number[]): Promise<ReadonlyMap<number, number>>;
  /** What an endpoint may know of a person beside the number, in clear. */
  reveal(
    platform: Pick<Platform, 'db' | 'vault'>,
    profile: number,
    fields: readonly PersonField[],
  ): Promise<Partial<Record<PersonField, string>>>;
};

export type Published = { events: readonly PublishedEvent[]; people?: People };

/** Binds what is told to the schema that is published. */
export function publish<Schema extends z.ZodObject>(event: {
  type: string;
  title: Words;
  data: Schema;
  isErasure?: true;
  tell(tx: Tx, events: readonly LogEvent[]): Promise<readonly (z.output<Schema> | undefined)[]>;
}): PublishedEvent {
  return event;
}

/** One that says nothing but what stands in the event itself. */
export function publishAsIs<Schema extends z.ZodObject>(event: {
  type: string;
  title: Words;
  data: Schema;
  isErasure?: true;
  of(event: LogEvent): z.output<Schema> | undefined;
}): PublishedEvent {
  const { of, ...rest } = event;
  return { ...rest, tell: async (_, events) => events.map(of) };
}
