/** Of segments as files, and of what uses a segment. */
export default {
  file: {
    import: '导入',
    title: '导入分群',
    what: '文件里用名称代替编号，只要这里有同名的标签、店铺、商品、成员和分群就能用。有一处对不上，就一个也不导入。',
    choose: '选择 JSON 文件',
    text: '或者把文件内容粘贴到这里',
    schema: '文件格式（JSON Schema）',
    noJson: '这不是有效的 JSON。',
    imported: '已导入 {count} 个分群',
    export: '导出为文件',
    exportAll: '全部导出',
  },
  uses: {
    title: '谁在用它',
    segment: '分群',
    broadcast: '群发',
    archiveTitle: '归档“{name}”？',
    archiveWhat: '下面这些用到了它。引用它的分群会继续按它现在的规则计算，已写好的群发不受影响。',
  },
} as const;
