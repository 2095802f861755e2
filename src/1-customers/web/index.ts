import type { StagePages } from '#web/stage-pages.ts';

export const pages: StagePages = {
  name: 'customers',
  texts: { zh: () => import('./texts/zh.ts'), en: () => import('./texts/en.ts') },
  pages: [
    {
      path: '/customers',
      section: 'customers',
      title: { zh: '客户列表', en: 'Customers' },
      keywords: 'kehu liebiao list',
      inNavigation: true,
      may: 'customers:read',
      component: () => import('./list/CustomersPage.tsx'),
    },
    {
      path: '/customers/$customerId',
      section: 'customers',
      title: { zh: '客户资料', en: 'Customer' },
      may: 'customers:read',
      component: () => import('./customer/CustomerPage.tsx'),
    },
    {
      path: '/tags',
      section: 'customers',
      title: { zh: '标签', en: 'Tags' },
      keywords: 'biaoqian 企业标签 标签组 label',
      inNavigation: true,
      may: 'customers:read',
      component: () => import('./tags/TagsPage.tsx'),
    },
    {
      path: '/imports',
      section: 'customers',
      title: { zh: '导入', en: 'Imports' },
      keywords: 'daoru dingdan 订单 文件 orders files',
      inNavigation: true,
      may: 'imports:write',
      component: () => import('./imports/ImportsPage.tsx'),
    },
    {
      path: '/imports/new',
      section: 'customers',
      title: { zh: '导入文件', en: 'Import a file' },
      may: 'imports:write',
      component: () => import('./imports/NewImportPage.tsx'),
    },
    {
      path: '/imports/$importId',
      section: 'customers',
      title: { zh: '导入文件', en: 'Import' },
      may: 'imports:write',
      component: () => import('./imports/ImportPage.tsx'),
    },
  ],
  actions: [
    {
      title: { zh: '导入订单', en: 'Import orders' },
      to: '/imports/new',
      keywords: 'daoru 客户 customers',
      may: 'imports:write',
    },
  ],
  finders: [
    {
      title: { zh: '客户', en: 'Customers' },
      may: 'customers:read',
      find: () => import('./find-customers.ts'),
    },
  ],
};
