import type { StagePages } from '#web/stage-pages.ts';

export const pages: StagePages = {
  name: 'insight',
  texts: { zh: () => import('./texts/zh.ts'), en: () => import('./texts/en.ts') },
  pages: [
    {
      path: '/',
      section: 'home',
      title: { zh: '首页', en: 'Home' },
      keywords: 'shouye todo 今天 待办 today',
      inNavigation: true,
      component: () => import('./HomePage.tsx'),
    },
    {
      path: '/reachability',
      section: 'home',
      title: { zh: '能联系到的客户', en: 'People we can contact' },
      keywords: 'nenglianxidao chuda 可触达 触达 变化 reachable',
      may: 'insight:read',
      component: () => import('./reach/ReachPage.tsx'),
    },
  ],
};
