import { z } from 'zod';
import { attachment } from '#brand/contract';
import { id, instant, name, text } from '#platform/contract.ts';

export const scriptBody = z.object({
  title: name(40),
  /** What it is for; scripts of one topic stand together. */
  topic: text(20).trim().default(''),
  /** May hold the places of a broadcast: `{{name|朋友}}`. */
  text: name(1_300),
  /** Each is one more message, and one more press of 发送 for the member. */
  attachments: z.array(attachment).max(4).default([]),
});
export const scriptPatch = scriptBody
  .extend({ topic: scriptBody.shape.topic.unwrap(), attachments: scriptBody.shape.attachments.unwrap() })
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
  data: z.array(
    z.object({
      id: id('scr'),
      title: z.string(),
      topic: z.string(),
      text: z.string(),
      /** What goes with it, and what it is called: a card's title, a file's name. */
      attachments: z.array(z.object({ kind: z.string(), name: z.string() })),
    }),
  ),
});

/** What the page beside the chat hands to WeCom's client, one after the other, as `sendChatMessage` takes it. */
export const chatMessages = z.object({ data: z.array(z.looseObject({ msgtype: z.string() })) });
