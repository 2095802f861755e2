import { sql } from 'kysely';
import type { z } from 'zod';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { sinceDay } from '../touchpoints/touchpoints.ts';
import { type comparisonView, STEPS, type variantReport, type variantView } from './contract.ts';
import { variantFiguresOf } from './figures.sql.ts';
import { judge } from './verdict.ts';

type View = z.output<typeof variantView>;
type Comparison = z.output<typeof comparisonView>;

export type Variant = Omit<View, 'figures' | 'link'> & { codeId: number; slug: string };

/** The variants of a code, or one of them, those taken off too; the first first. */
export async function readVariants(
  db: Db | Tx,
  codeId: number,
  id: number | null = null,
): Promise<Variant[]> {
  const { rows } = await sql<Variant>`
    select v.id, v.code_id, l.slug, v.mark, v.put_out, v.archived_at is not null as archived, v.created_at,
      jsonb_build_object('id', p.id, 'name', p.name, 'version', p.version) as poster,
      coalesce(nullif(v.hook, ''), p.hook) as hook
    from code_variants v join posters p on p.id = v.poster_id join live_codes l on l.id = v.code_id
    where v.code_id = ${codeId} and (${id}::bigint is null or v.id = ${id}) order by v.mark`.execute(db);
  return rows;
}

/** @throws Problem not_found */
export async function readVariant(db: Db | Tx, codeId: number, id: number): Promise<Variant> {
  const [variant] = await readVariants(db, codeId, id);
  if (!variant) throw new Problem(NOT_FOUND);
  return variant;
}

export const linkOf = (origin: string, { slug, mark }: Pick<Variant, 'slug' | 'mark'>) =>
  `${origin}/c/${slug}?p=${mark}`;

/** How each variant fared lately, and where one differs from the first by more than chance. */
export async function reportVariants(
  db: Db | Tx,
  now: Date,
  { codeId, days, origin }: { codeId: number; days: number; origin: string },
): Promise<z.output<typeof variantReport>> {
  const [variants, figures] = await Promise.all([
    readVariants(db, codeId),
    variantFiguresOf(db, { codeId, from: sinceDay(now, days), now }),
  ]);
  const data = variants.flatMap(({ codeId: _, slug, ...variant }) => {
    const counted = figures.get(variant.id);
    return counted ? [{ ...variant, link: linkOf(origin, { ...variant, slug }), figures: counted }] : [];
  });
  return { data, comparisons: compare(data.filter(({ archived }) => !archived)) };
}

/** Each against the first, step by step: where posters hang in different places, so does what they are compared by. */
function compare([first, ...others]: readonly View[]): Comparison[] {
  if (!first) return [];
  return STEPS.flatMap(step =>
    others.flatMap(variant => {
      const [one, other] = [rateOf(variant, step), rateOf(first, step)];
      const judged = judge(one, other, others.length);
      if (!judged) return [];
      const shares = { share: shareOf(one), otherShare: shareOf(other) };
      return [{ step, variant: variant.id, against: first.id, ...shares, ...judged }];
    }),
  );
}

const shareOf = ({ people, successes }: { people: number; successes: number }) => successes / people;

function rateOf({ putOut, figures }: View, step: Comparison['step']): { people: number; successes: number } {
  const { visitors, added, ordered } = figures;
  if (step === 'scan') return { people: putOut ?? 0, successes: visitors };
  return step === 'add' ? { people: visitors, successes: added } : { people: added, successes: ordered };
}
