import { z } from 'zod';
import { name } from '#platform/contract.ts';

export const officialAccountBody = z.object({
  name: name(60),
  appId: name(64),
  secret: name(200),
  callbackToken: z
    .string()
    .regex(/^[A-Za-z0-9]{3,32}$/)
    .optional(),
  callbackKey: z
    .string()
    .regex(/^[A-Za-z0-9]{43}$/)
    .optional(),
});
