import type { StagePages } from '#web/stage-pages.ts';

export const pages: StagePages = {
  name: 'segmentation',
  texts: { zh: () => import('./texts/zh.ts'), en: () => import('./texts/en.ts') },
  pages: [
    {
      path: '/segments',
      section: 'segmentation',
      title: { zh: '分群', en: 'Segments' },
      keywords: 'fenqun 人群包',
      inNavigation: true,
      may: 'segments:read',
      component: () => import('./segments/SegmentsPage.tsx'),
    },
    {
      path: '/segments/new',
      section: 'segmentation',
      title: { zh: '新建分群', en: 'New segment' },
      may: 'segments:read',
      component: () => import('./builder/NewSegmentPage.tsx'),
    },
    {
      path: '/segments/$segmentId',
      section: 'segmentation',
      title: { zh: '分群', en: 'Segment' },
      may: 'segments:read',
      component: () => import('./builder/SegmentPage.tsx'),
    },
    {
      path: '/segments/$segmentId/changes',
      section: 'segmentation',
      title: { zh: '分群变化', en: 'Segment changes' },
      may: 'segments:read',
      component: () => import('./changes/ChangesPage.tsx'),
    },
    {
      path: '/tiers',
      section: 'segmentation',
      title: { zh: '层级', en: 'Tiers' },
      keywords: 'cengji rfm 会员等级',
      inNavigation: true,
      may: 'segments:read',
      component: () => import('./tiers/TiersPage.tsx'),
    },
    {
      path: '/predictions',
      section: 'segmentation',
      title: { zh: '预测价值', en: 'Predicted value' },
      keywords: 'yucejiazhi clv ltv 终身价值 流失',
      inNavigation: true,
      may: 'segments:read',
      component: () => import('./predictions/PredictionsPage.tsx'),
    },
    {
      path: '/people',
      section: 'segmentation',
      title: { zh: '客户名单', en: 'People' },
      may: 'segments:read',
      component: () => import('./people/PeoplePage.tsx'),
    },
  ],
  actions: [
    {
      title: { zh: '新建分群', en: 'New segment' },
      to: '/segments/new',
      may: 'segments:write',
      keywords: 'xinjian fenqun',
    },
  ],
  finders: [
    {
      title: { zh: '分群', en: 'Segments' },
      may: 'segments:read',
      find: () => import('./find-segments.ts'),
    },
  ],
};
