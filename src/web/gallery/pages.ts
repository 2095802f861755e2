import type { StagePages } from '../stage-pages.ts';

/** The design kit on show: every component in its states. Also the shortest example of what a stage exports. */
export const pages: StagePages = {
  name: 'kit',
  texts: { zh: () => import('./texts/zh.ts'), en: () => import('./texts/en.ts') },
  pages: [
    {
      path: '/kit',
      section: 'settings',
      title: { zh: '设计组件', en: 'Design kit' },
      inNavigation: true,
      component: () => import('./KitPage.tsx'),
    },
    {
      path: '/kit/list',
      section: 'settings',
      title: { zh: '列表页示例', en: 'List example' },
      inNavigation: true,
      component: () => import('./ListPage.tsx'),
    },
    {
      path: '/kit/list/$customerId',
      section: 'settings',
      title: { zh: '详情页示例', en: 'Detail example' },
      component: () => import('./DetailPage.tsx'),
    },
    {
      path: '/kit/wizard',
      section: 'settings',
      title: { zh: '向导示例', en: 'Wizard example' },
      inNavigation: true,
      component: () => import('./WizardPage.tsx'),
    },
    {
      path: '/kit/report',
      section: 'settings',
      title: { zh: '报告示例', en: 'Report example' },
      inNavigation: true,
      component: () => import('./ReportPage.tsx'),
    },
    {
      path: '/kit/forbidden',
      section: 'settings',
      title: { zh: '无权限示例', en: 'Forbidden example' },
      may: 'nobody:may',
      component: () => import('./KitPage.tsx'),
    },
  ],
  actions: [
    { title: { zh: '新建示例任务', en: 'New example task' }, to: '/kit/wizard', keywords: 'xinjian' },
  ],
  finders: [
    { title: { zh: '客户（示例）', en: 'Customers (example)' }, find: () => import('./find-sample.ts') },
  ],
};
