import type { z } from 'zod';
import { openWecom, wecom } from '#channels';
import { Problem, type ProblemKind } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { wecomDepartment } from './contract.ts';

const UNREADABLE: Omit<ProblemKind, 'detail'> = {
  code: 'departments_unreadable',
  status: 422,
  title: { zh: '读不到企业微信的部门', en: 'WeCom’s departments could not be read' },
};

/**
 * The departments of an account that the app may see, as WeCom has them now: parents before those below them, each with
 * the names that lead to it.
 * @throws Problem departments_unreadable with what WeCom says
 */
export async function listDepartments(
  platform: Platform,
  accountId: number,
): Promise<z.output<typeof wecomDepartment>[]> {
  const read = await openWecom(platform, accountId).then(wecom.listNamedDepartments).catch(wecom.asFailure);
  if (!read.ok) throw new Problem({ ...UNREADABLE, detail: read.message });
  const byId = new Map(read.data.map(one => [one.id, one]));
  const pathOf = (id: number, seen: readonly number[] = []): string[] => {
    const found = byId.get(id);
    if (!found || seen.includes(id)) return [];
    const above = found.parentId === undefined ? [] : pathOf(found.parentId, [...seen, id]);
    return [...above, found.name || `#${id}`];
  };
  return read.data
    .map(({ id, name }) => ({ id, name: name || `#${id}`, path: pathOf(id) }))
    .sort((a, b) => a.path.join('\n').localeCompare(b.path.join('\n'), 'zh'));
}
