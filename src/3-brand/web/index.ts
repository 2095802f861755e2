import type { StagePages } from '#web/stage-pages.ts';

export const pages: StagePages = {
  name: 'brand',
  texts: { zh: () => import('./texts/zh.ts'), en: () => import('./texts/en.ts') },
  pages: [
    {
      path: '/posters',
      section: 'brand',
      title: { zh: '海报', en: 'Posters' },
      keywords: 'haibao 引流海报 素材 钩子 立牌 包裹卡 poster hook card',
      inNavigation: true,
      may: 'brand:read',
      component: () => import('./posters/PostersPage.tsx'),
    },
    {
      path: '/posters/new',
      section: 'brand',
      title: { zh: '新建海报', en: 'New poster' },
      may: 'brand:write',
      component: () => import('./editor/NewPosterPage.tsx'),
    },
    {
      path: '/posters/$posterId',
      section: 'brand',
      title: { zh: '海报', en: 'Poster' },
      may: 'brand:read',
      component: () => import('./editor/PosterPage.tsx'),
    },
    {
      path: '/product-album',
      section: 'brand',
      title: { zh: '商品图册', en: 'Product album' },
      keywords: 'shangpin tuce 商品 图册 聊天工具栏 素材 product album catalogue',
      inNavigation: true,
      may: 'brand:read',
      component: () => import('./album/AlbumPage.tsx'),
    },
    {
      path: '/sms-templates',
      section: 'brand',
      title: { zh: '短信模板', en: 'SMS templates' },
      keywords: 'duanxin moban 短信 模板 退订 sms template',
      inNavigation: true,
      may: 'broadcasts:read',
      component: () => import('./sms/SmsTemplatesPage.tsx'),
    },
  ],
  actions: [
    {
      title: { zh: '新建海报', en: 'New poster' },
      to: '/posters/new',
      keywords: 'xinjian haibao poster',
      may: 'brand:write',
    },
    {
      title: { zh: '添加商品到图册', en: 'Add a product to the album' },
      to: '/product-album?look=new',
      keywords: 'tianjia shangpin tuce 商品图册 product album',
      may: 'brand:write',
    },
  ],
};
