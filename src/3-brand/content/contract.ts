import { z } from 'zod';
import { id, name, text } from '#platform/contract.ts';

export * from './variables.contract.ts';

export const attachment = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('link'),
    title: name(64),
    url: z.url({ protocol: /^https?$/ }).max(2_048),
    description: text(170).default(''),
  }),
  z.object({ kind: z.literal('image'), file: id('file') }),
]);

/** Words with variables, and attachments below them; each a message of its own in the customer's chat. */
export const message = z.object({
  text: text(4_000).trim().min(1),
  attachments: z.array(attachment).max(9).default([]),
});
export type MessageContent = z.output<typeof message>;
