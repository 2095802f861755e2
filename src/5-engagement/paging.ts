import { z } from 'zod';

/** Which page of a list, from 1 on. */
export const page = z.object({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(200).default(50),
});

export const span = ({ page: n, pageSize }: z.output<typeof page>) => ({
  limit: pageSize,
  offset: (n - 1) * pageSize,
});
