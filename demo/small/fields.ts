import { createField, fieldsInUse, tellValues } from '#customers';
import { chanceOf, happens, weighted } from '../people/chance.ts';
import type { Story } from './story.ts';
import { whoIsWho } from './wishes.ts';

const PICK_UP = ['到店自取', '送货上门', '公司团购'];
const AVOIDS = ['坚果', '乳糖', '麸质', '鸡蛋'];
/** Of those who have added a member: how many told how they pick up, and what they cannot eat. */
const PICK_UP_TOLD = 0.35;
const AVOIDS_TOLD = 0.12;

/** What the shop keeps of its customers beside what everybody keeps, as its clerks have asked and noted it. */
export async function noteFields(story: Story): Promise<void> {
  const { platform, owner, seed } = story;
  const met = await whoIsWho(story);
  await platform.db.transaction().execute(async tx => {
    const taking = { inList: false };
    await createField(tx, platform.clock, owner, {
      ...{ ...taking, name: '取货方式', key: 'pick_up', type: 'choice', options: PICK_UP },
    });
    await createField(tx, platform.clock, owner, {
      ...{ ...taking, name: '忌口', key: 'avoids', type: 'choices', options: AVOIDS },
    });
    const ids = new Map((await fieldsInUse(tx)).map(({ id, key }) => [key, id]));
    const told = (key: string, share: number, about: number, of: readonly string[]) =>
      met
        .filter(({ person }) => happens(chanceOf(seed, about, person.index), share))
        .map(({ customerId, person }) => ({
          ...{ customerId, fieldId: ids.get(key) ?? 0, toldAt: platform.clock.now() },
          value: weighted(chanceOf(seed, about + 1, person.index), of, () => 1),
        }));
    await tellValues(tx, platform.clock, owner, { source: 'staff' }, [
      ...told('pick_up', PICK_UP_TOLD, 91, PICK_UP),
      ...told('avoids', AVOIDS_TOLD, 93, AVOIDS),
    ]);
  });
}
