import { z } from 'zod';
import { id, instant, name, text } from '#platform/contract.ts';

export const scriptBody = z.object({
  title: name(40),
  /** What it is for; scripts of one topic stand together. */
  topic: text(20).trim().default(''),
  /** May hold the places of a broadcast: `{{name|朋友}}`. */
  text: name(1_300),
});
export const scriptPatch = scriptBody
  .extend({ topic: scriptBody.shape.topic.unwrap() })
  .partial()
  .refine(change => Object.keys(change).length > 0);

export const scriptView = scriptBody.extend({
  id: id('scr'),
  /** How often members sent it. */
  sent: z.number().int(),
  updatedAt: instant,
});
export const scriptList = z.object({ data: z.array(scriptView) });

/** With the places filled for one customer and the member who reads it. */
export const filledScripts = z.object({
  data: z.array(z.object({ id: id('scr'), title: z.string(), topic: z.string(), text: z.string() })),
});
