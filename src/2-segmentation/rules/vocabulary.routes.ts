import { z } from 'zod';
import { text } from '#platform/contract.ts';
import { type Route, read } from '#platform/http/route.ts';
import { propertyView, vocabularyView } from './contract.ts';
import { readProperties, readVocabulary } from './vocabulary.ts';

const tag = '分层';

export const vocabularyRoutes: Route[] = [
  read({
    path: '/rules/vocabulary',
    name: 'readVocabulary',
    summary: 'What rules can ask: events and facts that are there, values that texts have',
    tag,
    may: 'segments:read',
    returns: vocabularyView,
    handle: ({ db, platform, actor }) => readVocabulary(db, platform.clickhouse, actor.scope),
  }),
  read({
    path: '/rules/properties',
    name: 'listEventProperties',
    summary: 'The properties that events of a type have, from a sample',
    tag,
    may: 'segments:read',
    query: z.object({ event: text(100).min(1) }),
    returns: z.object({ data: z.array(propertyView) }),
    handle: async ({ platform, query }) => ({ data: await readProperties(platform.clickhouse, query.event) }),
  }),
];
