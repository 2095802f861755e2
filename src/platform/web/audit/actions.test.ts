import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ACTIONS } from './actions.ts';

/** Put together where they are written: `import.${step}`, a type handed on. */
const COMPOSED = [
  ...['import.check', 'import.load', 'import.undo'],
  ...['consent.given', 'consent.withdrawn', 'tag.added', 'tag.removed', 'tag.expired'],
  ...['suggestion.rejected', 'suggestion.put_off', 'identity.shared', 'identity.unshared', 'order.untold'],
  ...['field.changed', 'field.archived', 'field.restored'],
  ...['customer.transferred', 'customer.not_transferred', 'group.transferred', 'group.not_transferred'],
  ...['follow_up.done', 'follow_up.snoozed'],
  ...['kf_servicers.added', 'kf_servicers.removed'],
  ...['promise.made', 'promise.kept', 'promise.broken', 'promise.reopened'],
];

/** As the sources write them: given to audit(), or in the SQL that fills audit_log itself. */
const WRITTEN = [
  /action: '([a-z_]+\.[a-z_.]+)'/g,
  /insert into audit_log[^$]+\$\{[^}]+\}, \$\{actor\.name\}, '([a-z_.]+)'/g,
];

const sources = globSync('src/**/*.ts')
  .filter(file => !/\/web\/|\/testing\/|\.test\.ts$/.test(file))
  .map(file => readFileSync(file, 'utf8'));
const written = sources.flatMap(text =>
  WRITTEN.flatMap(pattern => [...text.matchAll(pattern)].flatMap(match => match[1] ?? [])),
);

test('the filter offers whatever is written into the log, and nothing that never is', () => {
  expect([...ACTIONS].sort()).toEqual([...new Set([...written, ...COMPOSED])].sort());
});
