import { DAY } from '#platform/clock.ts';
import { chanceOf, happens } from '../people/chance.ts';
import { CORP } from '../shop/company.ts';
import type { Customer } from './cast.ts';
import { type DemoCodes, openPages } from './codes.ts';
import type { Receiver } from './receiver.ts';
import { moveTo, type Story } from './story.ts';
import { followOf, mobileOf } from './world.ts';

/** Of those who follow, the share that deletes the member in a month. */
const LEAVE_IN_A_MONTH = 0.014;

/** Between two moments some add a member and a few delete one; Siyu hears of it by callbacks. */
export async function comeAndGo(
  story: Story,
  receiver: Receiver,
  codes: DemoCodes,
  [from, to]: readonly [Date, Date],
): Promise<void> {
  const [begin, end] = [from.getTime(), to.getTime()];
  const newcomers = story.cast
    .filter(({ relation }) => relation && relation.followedAt > begin && relation.followedAt <= end)
    .sort((a, b) => (a.relation?.followedAt ?? 0) - (b.relation?.followedAt ?? 0));
  for (const one of newcomers) {
    await moveTo(story, new Date(one.relation?.followedAt ?? begin));
    if (await add(story, codes, one)) await receiver.greeted();
  }
  for (const { relation, at } of leavers(story, begin, end)) {
    await moveTo(story, new Date(at));
    await story.admin.customerDeletes(CORP.corpid, relation.external, relation.userid);
  }
  await moveTo(story, to);
  await receiver.worked();
}

/** @returns whether the platform allows a welcome. */
async function add(story: Story, codes: DemoCodes, { person, relation }: Customer): Promise<boolean> {
  if (!relation) return false;
  const code = codes.of(relation);
  const mark = code ? await openPages(story, code, person.index) : '';
  const state = code ? (code.states.get(relation.userid + mark) ?? code.onDuty) : relation.source.state;
  const added = await story.admin.customerAdds(CORP.corpid, relation.external, {
    ...followOf(relation, relation.userid, mobileOf(relation, person.phone)),
    state,
    customer: { name: person.nickname, gender: person.gender, unionid: relation.unionid },
  });
  return added.welcomeCode !== null;
}

/** Who deletes the member between two moments, and when. */
export function leavers({ cast, seed }: Pick<Story, 'cast' | 'seed'>, begin: number, end: number) {
  const share = (LEAVE_IN_A_MONTH * (end - begin)) / (30 * DAY);
  return cast
    .flatMap(({ person, relation }) => {
      const random = chanceOf(seed, 7, person.index, Math.floor(begin / DAY));
      if (!relation || relation.followedAt > begin || !happens(random, share)) return [];
      return [{ relation, at: Math.floor(begin + random.next() * (end - begin)) }];
    })
    .sort((a, b) => a.at - b.at);
}
