import { z } from 'zod';
import type { Words } from '#platform/contract.ts';
import { Problem, type ProblemKind } from '#platform/http/problem.ts';
import { type Route, raw } from '#platform/http/route.ts';
import { readSetting } from '#platform/settings/settings.ts';
import { forgetSimulator } from './cli/simulator-process.ts';
import { dropDemo } from './drop-demo.ts';

/** What the owner types so that nobody empties the shop by a slip of the finger. */
export const DROP_WORDS = { zh: '清空演示数据', en: 'empty the demo' } satisfies Words;

const NO_DEMO: ProblemKind = {
  code: 'no_demo',
  status: 409,
  title: { zh: '没有演示数据', en: 'No demo data' },
  detail: {
    zh: '这里已经是你自己的数据，不能整个清空。',
    en: 'The data here is your own; it cannot be emptied as a whole.',
  },
};
const WRONG_WORD: ProblemKind = {
  code: 'demo_word_wrong',
  status: 422,
  title: { zh: '没有清空', en: 'Nothing was emptied' },
  detail: { zh: `请输入「${DROP_WORDS.zh}」来确认。`, en: `Type “${DROP_WORDS.en}” to confirm.` },
};

export const demoRoutes: Route[] = [
  raw({
    method: 'post',
    path: '/demo/drop',
    name: 'dropDemo',
    summary: 'Start with your own data: empty the demo shop and keep nothing of it',
    tag: '设置',
    may: 'settings:write',
    body: z.object({ confirm: z.string().max(100) }),
    returns: z.object({ dropped: z.literal(true) }),
    handle: async ({ platform, actor, body, http }) => {
      if (!(await readSetting<boolean>(platform.db, 'demo'))) throw new Problem(NO_DEMO);
      const typed = body.confirm.trim().toLowerCase();
      if (!Object.values(DROP_WORDS).includes(typed)) throw new Problem(WRONG_WORD);
      await dropDemo(platform, actor);
      await forgetSimulator(platform.home);
      return http.json({ dropped: true });
    },
  }),
];
