import type { StagePages } from '#web/stage-pages.ts';

export const pages: StagePages = {
  name: 'service',
  texts: { zh: () => import('./texts/zh.ts'), en: () => import('./texts/en.ts') },
  pages: [
    {
      path: '/kf',
      section: 'service',
      title: { zh: '微信客服', en: 'WeChat service' },
      keywords: 'weixin kefu 客服 收件箱 会话 inbox chat support kf',
      inNavigation: true,
      may: 'service:read',
      component: () => import('./inbox/InboxPage.tsx'),
    },
    {
      path: '/kf/accounts',
      section: 'service',
      title: { zh: '客服账号', en: 'Service accounts' },
      keywords: 'kefu zhanghao 接待人员 场景 二维码 servicer scene',
      inNavigation: true,
      may: 'service:read',
      component: () => import('./accounts/AccountsPage.tsx'),
    },
  ],
};
