import {
  addCost,
  createCode,
  createTouchpoint,
  createVariant,
  openCode,
  setAccountWelcome,
  tellWays,
} from '#acquisition';
import { DAY, shanghaiDate } from '#platform/clock.ts';
import { seededRandom } from '#platform/random.ts';
import type { Relation } from '../people/relations.ts';
import { CODES, type DemoCode } from '../shop/codes.ts';
import { drawPosters } from './draw-posters.ts';
import type { Story } from './story.ts';

/** What a code became: where it leads, and the state that comes back of each member, on each poster (`he.miao` and `he.miaoa`). */
type Made = DemoCode & { touchpointId: number; slug: string; states: Map<string, string>; onDuty: string };
export type DemoCodes = { of(relation: Relation): Made | undefined };

/** From here on the bakery has codes: made here, told to the platform, and met by whoever adds somebody. */
export async function hangUpCodes(story: Story): Promise<DemoCodes> {
  const { platform, clock, owner, accountId } = story;
  const members = await memberIds(story);
  const codes = await platform.db.transaction().execute(async tx => {
    const welcome = {
      variants: [
        {
          who: 'anybody' as const,
          message: { text: '{{name|您好}}，我是{{member}}，很高兴认识您。', attachments: [] },
        },
      ],
    };
    await setAccountWelcome(tx, clock, owner, accountId, welcome);
    const posters = await drawPosters(tx, story);
    const ids: { code: DemoCode; touchpointId: number; id: number }[] = [];
    for (const code of CODES) {
      const { kind, campaign, store, stopLoss } = code;
      const touchpointId = await createTouchpoint(tx, clock, owner, {
        ...{ name: code.touchpoint, kind, campaign, store, url: '', stopLoss },
        memberId: members.get(code.staff[0] ?? '') ?? null,
      });
      const input = { name: code.touchpoint, touchpointId, accountId, ...contentOf(code, members) };
      const id = await createCode(tx, clock, seededRandom(touchpointId), owner, input);
      for (const { poster, putOut } of code.posters ?? [])
        await createVariant(tx, platform, owner, {
          ...{ codeId: id, origin: 'http://127.0.0.1', posterId: posters.get(poster) ?? 0, hook: '', putOut },
        });
      ids.push({ code, touchpointId, id });
    }
    return ids;
  });
  await tellWays(platform);
  const made = await Promise.all(
    codes.map(async one => ({
      ...one.code,
      touchpointId: one.touchpointId,
      ...(await behind(story, one.id)),
    })),
  );
  return {
    of: ({ source, userid }) =>
      made.find(one => one.source === source.state && one.states.has(userid)) ??
      made.find(one => one.source === source.state && one.source !== 'counter'),
  };
}

function contentOf(
  { staff, backup, from, to, greeting, remark }: DemoCode,
  members: ReadonlyMap<string, number>,
) {
  const target = {
    ...{ kind: 'staff' as const, pick: 'weight' as const },
    members: staff.map((userid, at) => ({
      ...{ memberId: members.get(userid) ?? 0, weight: at === 0 ? 2 : 1, dailyCap: 30 },
    })),
  };
  return {
    plan: {
      routes: [{ when: { ...(from && { from }), ...(to && { to }) }, target }],
      backup: backup.map(userid => members.get(userid) ?? 0),
      fallback: { text: '店员都在忙，请到店里找我们，或者打电话。', phone: '' },
    },
    welcome: { variants: [{ who: 'anybody' as const, message: { text: greeting, attachments: [] } }] },
    ...{ tagIds: [], remark },
  };
}

export async function memberIds({ platform, accountId }: Story): Promise<Map<string, number>> {
  const rows = await platform.db
    .selectFrom('memberAccounts')
    .select(['externalId', 'memberId'])
    .where('accountId', '=', accountId)
    .execute();
  return new Map(rows.map(row => [row.externalId, row.memberId]));
}

async function behind(
  { platform, accountId }: Story,
  codeId: number,
): Promise<Pick<Made, 'slug' | 'states' | 'onDuty'>> {
  const rows = await platform.db
    .selectFrom('codeWays as w')
    .innerJoin('liveCodes as l', 'l.id', 'w.codeId')
    .leftJoin('memberAccounts as a', join =>
      join.onRef('a.memberId', '=', 'w.memberId').on('a.accountId', '=', accountId),
    )
    .leftJoin('codeVariants as v', 'v.id', 'w.variantId')
    .select(['l.slug', 'w.state', 'a.externalId', 'v.mark'])
    .where('w.codeId', '=', codeId)
    .execute();
  return {
    slug: rows[0]?.slug ?? '',
    onDuty: rows.find(row => row.externalId === null)?.state ?? '',
    states: new Map(
      rows.flatMap(({ externalId, mark, state }) =>
        externalId ? [[externalId + (mark ?? ''), state] as const] : [],
      ),
    ),
  };
}

/** The page was opened before somebody added, and by some who did not. @returns by which poster. */
export async function openPages({ platform, seed }: Story, code: Made, index: number): Promise<string> {
  const random = seededRandom(seed * 1_000_003 + index);
  const { mark, openings } = posterOf(code, random.next());
  const times = Math.floor(openings) + (random.next() < openings % 1 ? 1 : 0);
  for (let n = 0; n < times; n++)
    await openCode(platform, random, { slug: code.slug, visitor: `demo${index}n${n}`, city: '杭州', mark });
  return mark;
}

/** By which of the code's posters somebody comes; by none where it has none. */
function posterOf({ posters = [], openings }: Made, chance: number): { mark: string; openings: number } {
  let left = chance;
  for (const [at, poster] of posters.entries()) {
    left -= poster.share;
    if (left < 0) return { mark: 'ab'.charAt(at), openings: poster.openings };
  }
  return { mark: '', openings };
}

/** What the weeks cost, entered at their ends: what was paid for each who came, and what was given to them. */
export async function payForCodes(
  { platform, clock, owner }: Story,
  came: readonly { code: Made; relation: Relation }[],
): Promise<void> {
  const weeks = Map.groupBy(
    came,
    ({ code, relation }) => `${code.touchpointId} ${Math.floor(relation.followedAt / (7 * DAY))}`,
  );
  await platform.db.transaction().execute(async tx => {
    for (const week of weeks.values()) {
      const last = week.reduce((latest, one) => Math.max(latest, one.relation.followedAt), 0);
      const [{ code }] = week as [(typeof week)[number]];
      const day = shanghaiDate(new Date(last));
      const money = week.reduce((sum, one) => sum + one.relation.source.cost, 0);
      const subsidy = week.length * code.gift;
      if (money > 0)
        await addCost(tx, clock, owner, code.touchpointId, {
          day,
          kind: 'money',
          amount: money,
          note: '本周投放',
        });
      if (subsidy > 0)
        await addCost(tx, clock, owner, code.touchpointId, {
          day,
          kind: 'subsidy',
          amount: subsidy,
          note: '见面礼',
        });
    }
  });
}
