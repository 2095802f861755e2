import { z } from 'zod';
import { id, instant, name, text } from '#platform/contract.ts';
import { ruleSchema } from '../rules/contract.ts';

export const segmentView = z.object({
  id: id('seg'),
  name: z.string(),
  description: z.string().nullable(),
  rule: ruleSchema,
  words: z.string(),
  version: z.number().int(),
  people: z.number().int().nullable(),
  reachable: z.number().int().nullable(),
  countedAt: instant.nullable(),
  createdAt: instant,
  updatedAt: instant,
});
export const segmentList = z.object({ data: z.array(segmentView) });
export const segmentBody = z.object({
  name: name(60),
  description: text(500).nullable().default(null),
  rule: ruleSchema,
});

/** What a segment's rule was, version by version. */
export const segmentVersions = z.object({
  data: z.array(
    z.object({
      version: z.number().int(),
      rule: ruleSchema,
      words: z.string(),
      changedBy: z.string(),
      changedAt: instant,
    }),
  ),
});

export const peoplePageQuery = z.object({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(200).default(50),
});

/** People a rule names now, and how many of them may be contacted. */
export const countView = z.object({
  people: z.number().int(),
  reachable: z.number().int(),
  total: z.number().int(),
  milliseconds: z.number(),
});

type FindingWire =
  | { kind: 'all' | 'any' | 'not'; holds: boolean; findings: FindingWire[] }
  | { kind: 'leaf'; holds: boolean; words: string; actual: string };

/** Why somebody is in or out: each condition in words with the value that decided it. */
export const findingView: z.ZodType<FindingWire, FindingWire> = z
  .union([
    z.object({
      kind: z.enum(['all', 'any', 'not']),
      holds: z.boolean(),
      findings: z.lazy(() => z.array(findingView)),
    }),
    z.object({ kind: z.literal('leaf'), holds: z.boolean(), words: z.string(), actual: z.string() }),
  ])
  .meta({ id: 'Finding' });

export const whyView = z.object({ holds: z.boolean(), finding: findingView });

/** Segments as a file. What it says of rules is checked once its names are ids again; `/segments/schema` has the whole. */
export const portableFile = z.object({
  version: z.literal(1),
  segments: z
    .array(
      z.object({
        name: name(60),
        description: text(500).nullable().default(null),
        rule: z.record(z.string(), z.json()),
      }),
    )
    .min(1)
    .max(200),
});
export type PortableFile = z.output<typeof portableFile>;
/** All that there are, which may be none. */
export const exportedFile = portableFile.extend({ segments: z.array(portableFile.shape.segments.element) });

/** What would miss a segment. */
export const segmentUsesView = z.object({
  segments: z.array(z.object({ id: id('seg'), name: z.string() })),
  broadcasts: z.array(z.object({ id: id('bro'), name: z.string(), at: instant })),
});
