import codePosters from './zh/code-posters.ts';
import codes from './zh/codes.ts';
import editor from './zh/editor.ts';
import links from './zh/links.ts';
import migrations from './zh/migrations.ts';
import newcomers from './zh/newcomers.ts';
import sets from './zh/sets.ts';
import touchpoints from './zh/touchpoints.ts';
import welcomes from './zh/welcomes.ts';

/** The texts of the pages of acquisition, the original. English beside it mirrors every key. */
export default {
  and: '、',
  departmentsUnread: '现在读不到企业微信的部门，请检查应用的可见范围，稍后再试。',
  period: { label: '统计时间', last: '近 {days} 天', short: '{days} 天', of: '{period}进来的客户' },
  ...codes,
  ...editor,
  migrations,
  links,
  newcomers,
  sets,
  ...touchpoints,
  codePosters,
  ...welcomes,
} as const;
