import type { Translation } from '#web/i18n/texts.ts';
import codePosters from './en/code-posters.ts';
import codes from './en/codes.ts';
import editor from './en/editor.ts';
import links from './en/links.ts';
import migrations from './en/migrations.ts';
import newcomers from './en/newcomers.ts';
import sets from './en/sets.ts';
import touchpoints from './en/touchpoints.ts';
import welcomes from './en/welcomes.ts';
import type zh from './zh.ts';

const en: Translation<typeof zh> = {
  and: ', ',
  departmentsUnread:
    'WeCom’s departments cannot be read now; check what the app may see, and try again later.',
  period: { label: 'Period', last: 'Last {days} days', short: '{days} days', of: 'Who came in: {period}' },
  ...codes,
  ...editor,
  migrations,
  links,
  newcomers,
  sets,
  ...touchpoints,
  codePosters,
  ...welcomes,
};
export default en;
