import type { StagePages } from '#web/stage-pages.ts';

export const pages: StagePages = {
  name: 'engagement',
  texts: { zh: () => import('./texts/zh.ts'), en: () => import('./texts/en.ts') },
  pages: [
    {
      path: '/broadcasts',
      section: 'engagement',
      title: { zh: '群发任务', en: 'Broadcasts' },
      keywords: 'qunfa renwu 群发 消息 message send',
      inNavigation: true,
      may: 'broadcasts:read',
      component: () => import('./list/BroadcastsPage.tsx'),
    },
    {
      path: '/broadcasts/new',
      section: 'engagement',
      title: { zh: '新建群发任务', en: 'New broadcast' },
      may: 'broadcasts:write',
      component: () => import('./wizard/NewBroadcastPage.tsx'),
    },
    {
      path: '/broadcasts/$broadcastId',
      section: 'engagement',
      title: { zh: '群发结果', en: 'Broadcast' },
      may: 'broadcasts:read',
      component: () => import('./results/BroadcastPage.tsx'),
    },
    {
      path: '/broadcasts/$broadcastId/people',
      section: 'engagement',
      title: { zh: '群发的客户', en: 'People of the broadcast' },
      may: 'broadcasts:read',
      component: () => import('./results/PeoplePage.tsx'),
    },
    {
      path: '/settings/accounts/$accountId/health',
      section: 'settings',
      title: { zh: '账号健康', en: 'Account health' },
      may: 'insight:read',
      component: () => import('./health/HealthPage.tsx'),
    },
    {
      path: '/scripts',
      section: 'engagement',
      title: { zh: '话术', en: 'Scripts' },
      keywords: 'huashu 话术 侧边栏 快捷回复 sidebar reply',
      inNavigation: true,
      may: 'broadcasts:read',
      component: () => import('./scripts/ScriptsPage.tsx'),
    },
    {
      path: '/hand-tasks',
      section: 'engagement',
      title: { zh: '我的人工发送', en: 'To send by hand' },
      keywords: 'rengong fasong 人工 手动 hand',
      inNavigation: true,
      may: 'customers:read',
      component: () => import('./hand/HandTasksPage.tsx'),
    },
  ],
  actions: [
    {
      title: { zh: '新建群发任务', en: 'New broadcast' },
      to: '/broadcasts/new',
      keywords: 'xinjian qunfa 群发 发消息 send message',
      may: 'broadcasts:write',
    },
  ],
};
