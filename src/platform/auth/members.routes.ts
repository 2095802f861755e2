import { z } from 'zod';
import { id } from '../contract.ts';
import { type Route, read, write } from '../http/route.ts';
import { memberBody, memberList, memberPatch, teamBody, teamList, teamPatch } from './contract.ts';
import { changeMember, changeTeam, createMember, createTeam, listMembers, listTeams } from './members.ts';

const tag = '设置';

export const memberRoutes: Route[] = [
  read({
    path: '/members',
    name: 'listMembers',
    summary: 'Members (成员) with role and data scope',
    tag,
    may: 'members:read',
    returns: memberList,
    handle: async ({ db, actor }) => {
      const rows = (await listMembers(db)) as z.output<typeof memberList>['data'];
      // By what name somebody signs in concerns those who may change it.
      const mayKnow = actor.permissions.has('members:write');
      return { data: mayKnow ? rows : rows.map(row => ({ ...row, login: null })) };
    },
  }),
  write({
    method: 'post',
    path: '/members',
    name: 'createMember',
    summary: 'Add a member',
    tag,
    may: 'members:write',
    body: memberBody,
    returns: z.object({ id: id('mem') }),
    handle: async ({ db, actor, body, platform }) => ({
      id: await createMember(db, platform.clock, actor, body),
    }),
  }),
  write({
    method: 'patch',
    path: '/members/{id}',
    name: 'changeMember',
    summary: 'Change role, scope, team, password or status',
    tag,
    may: 'members:write',
    params: z.object({ id: id('mem') }),
    body: memberPatch,
    returns: z.object({}),
    handle: async ({ db, actor, params, body, platform }) => {
      await changeMember(db, platform.clock, actor, params.id, body);
      return {};
    },
  }),
  read({
    path: '/teams',
    name: 'listTeams',
    summary: 'Teams',
    tag,
    may: 'members:read',
    returns: teamList,
    handle: async ({ db }) => ({
      data: (await listTeams(db)).map(team => ({ ...team, memberCount: team.memberCount ?? 0 })),
    }),
  }),
  write({
    method: 'post',
    path: '/teams',
    name: 'createTeam',
    summary: 'Add a team',
    tag,
    may: 'members:write',
    body: teamBody,
    returns: z.object({ id: id('team') }),
    handle: async ({ db, actor, body, platform }) => ({
      id: await createTeam(db, platform.clock, actor, body),
    }),
  }),
  write({
    method: 'patch',
    path: '/teams/{id}',
    name: 'changeTeam',
    summary: 'Rename a team, or put it under another',
    tag,
    may: 'members:write',
    params: z.object({ id: id('team') }),
    body: teamPatch,
    returns: z.object({}),
    handle: async ({ db, actor, params, body, platform }) => {
      await changeTeam(db, platform.clock, actor, params.id, body);
      return {};
    },
  }),
];
