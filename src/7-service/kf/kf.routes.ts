import { z } from 'zod';
import { id } from '#platform/contract.ts';
import { type Route, raw, read, write } from '#platform/http/route.ts';
import { systemRandom } from '#platform/random.ts';
import { changeKfAccount, changeServicers, listKfAccounts } from './accounts.ts';
import { answer } from './answer.ts';
import { assign, endSession } from './assign.ts';
import {
  kfAccountList,
  kfAccountPatch,
  kfAnswerBody,
  kfAssignBody,
  kfSceneBody,
  kfSceneChange,
  kfServicersBody,
  kfServicersResult,
  kfSessionList,
  kfSessionQuery,
  kfSessionView,
} from './contract.ts';
import { SEND, SYNC_ACCOUNTS } from './kf.jobs.ts';
import { archiveScene, changeScene, createScene } from './scenes.ts';
import { listSessions, readSession } from './sessions.ts';

const reads = { tag: '服务', may: 'service:read' } as const;
const writes = { tag: '服务', may: 'service:write' } as const;
const manages = { tag: '服务', may: 'service:manage' } as const;
const account = z.object({ id: id('kfa') });
const scene = z.object({ id: id('kfc') });
const session = z.object({ id: id('kfs') });
const none = z.object({});

const accountRoutes: Route[] = [
  read({
    ...reads,
    path: '/kf/accounts',
    name: 'listKfAccounts',
    summary: 'Customer-service accounts (微信客服): who answers there, and by which scenes customers come',
    returns: kfAccountList,
    handle: async ({ db, actor }) => ({ data: await listKfAccounts(db, actor.language) }),
  }),
  write({
    ...manages,
    method: 'post',
    path: '/kf/accounts/sync',
    name: 'syncKfAccounts',
    summary: 'Read from WeCom which accounts there are and who answers there; takes seconds',
    returns: none,
    handle: async ({ db, platform }) => {
      await platform.jobs.enqueue(db, SYNC_ACCOUNTS, {}, { onlyOne: SYNC_ACCOUNTS.name });
      return {};
    },
  }),
  write({
    ...manages,
    method: 'patch',
    path: '/kf/accounts/{id}',
    name: 'changeKfAccount',
    summary: 'What is said to who comes in',
    params: account,
    body: kfAccountPatch,
    returns: none,
    handle: async ({ db, platform, actor, params, body }) => {
      await changeKfAccount(db, platform.clock, actor, params.id, body);
      return {};
    },
  }),
  write({
    ...manages,
    method: 'post',
    path: '/kf/accounts/{id}/servicers',
    name: 'addKfServicers',
    summary: 'Members who answer at an account; each has a result of their own',
    params: account,
    body: kfServicersBody,
    returns: kfServicersResult,
    handle: async ({ db, platform, actor, params, body }) => ({
      data: await changeServicers(db, platform, actor, params.id, { ...body, isAdded: true }),
    }),
  }),
  write({
    ...manages,
    method: 'delete',
    path: '/kf/accounts/{id}/servicers/{memberId}',
    name: 'removeKfServicer',
    summary: 'A member answers there no more',
    params: account.extend({ memberId: id('mem') }),
    returns: kfServicersResult,
    handle: async ({ db, platform, actor, params }) => ({
      data: await changeServicers(db, platform, actor, params.id, {
        memberIds: [params.memberId],
        isAdded: false,
      }),
    }),
  }),
];

const sceneRoutes: Route[] = [
  write({
    ...manages,
    method: 'post',
    path: '/kf/accounts/{id}/scenes',
    name: 'createKfScene',
    summary: 'A place from which customers come to the account; WeCom gives its address',
    params: account,
    body: kfSceneBody,
    returns: z.object({ id: id('kfc') }),
    handle: async ({ db, platform, actor, params, body }) => ({
      id: await createScene(db, platform, systemRandom, actor, params.id, body),
    }),
  }),
  write({
    ...manages,
    method: 'put',
    path: '/kf/scenes/{id}',
    name: 'changeKfScene',
    summary: 'Change a scene’s name, touchpoint and welcome; its address stays',
    params: scene,
    body: kfSceneChange,
    returns: none,
    handle: async ({ db, platform, actor, params, body }) => {
      await changeScene(db, platform.clock, actor, params.id, body);
      return {};
    },
  }),
  write({
    ...manages,
    method: 'delete',
    path: '/kf/scenes/{id}',
    name: 'archiveKfScene',
    summary: 'Count a scene no more; its address goes on leading to the account',
    params: scene,
    returns: none,
    handle: async ({ db, platform, actor, params }) => {
      await archiveScene(db, platform.clock, actor, params.id);
      return {};
    },
  }),
];

const sessionRoutes: Route[] = [
  read({
    ...reads,
    path: '/kf/sessions',
    name: 'listKfSessions',
    summary: 'Sessions of 微信客服, the newest first; who waits, the longest first',
    query: kfSessionQuery,
    returns: kfSessionList,
    handle: async ({ db, platform, actor, query }) =>
      await listSessions(db, actor, platform.clock.now(), query),
  }),
  read({
    ...reads,
    path: '/kf/sessions/{id}',
    name: 'readKfSession',
    summary: 'One session with its newest messages, and until when it may be answered',
    params: session,
    returns: kfSessionView,
    handle: async ({ db, platform, actor, params }) =>
      await readSession(db, actor, platform.clock.now(), params.id),
  }),
  write({
    ...writes,
    method: 'post',
    path: '/kf/sessions/{id}/answers',
    name: 'answerKfSession',
    summary: 'Answer the customer; it goes out within seconds, within the platform’s window',
    params: session,
    body: kfAnswerBody,
    returns: z.object({ id: id('kfm') }),
    handle: async ({ db, platform, actor, params, body }) => {
      const written = await answer(db, platform, actor, params.id, body.text);
      await platform.jobs.enqueue(db, SEND, {}, { onlyOne: SEND.name });
      return { id: written };
    },
  }),
  raw({
    ...writes,
    method: 'post',
    path: '/kf/sessions/{id}/assign',
    name: 'assignKfSession',
    summary: 'Take a session oneself, or give it to the pool or to a servicer',
    params: session,
    body: kfAssignBody,
    returns: none,
    handle: async ({ platform, actor, params, body, http }) => {
      await assign(platform, actor, params.id, body);
      return http.json({}, 201);
    },
  }),
  raw({
    ...writes,
    method: 'post',
    path: '/kf/sessions/{id}/end',
    name: 'endKfSession',
    summary: 'End a session: nobody waits any more',
    params: session,
    returns: none,
    handle: async ({ platform, actor, params, http }) => {
      await endSession(platform, actor, params.id);
      return http.json({}, 201);
    },
  }),
];

export const kfRoutes: Route[] = [...accountRoutes, ...sceneRoutes, ...sessionRoutes];
