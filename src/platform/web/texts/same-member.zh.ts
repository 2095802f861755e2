/** A member from WeCom who has a login here. */
export const sameMember = {
  same: '这是有登录名的某位成员…',
  sameWhat:
    '从企业微信通讯录来的成员，如果就是某位已有登录名的成员，可以并到一起：用企业微信登录就是那位成员。',
  sameTitle: '“{name}”是谁？',
  sameMeans:
    '并好以后，用“{name}”的企业微信登录，就是下面这位成员：角色、数据范围都以他为准，也看得到“{name}”名下的客户。随时可以分开。',
  sameInto: '就是这位成员',
  sameAct: '并到一起',
  ownPresent: '您自己的密码',
  ownPresentWhy: '这一步会让企业微信登录得到这位成员的权限，所以再确认一次是您本人。',
  joined: '“{name}”已并到那位成员身上',
  isSame: '就是“{name}”',
  isSameWhat: '用企业微信登录就是“{name}”，登录名、角色和数据范围以那位成员为准。',
  separate: '分开',
  separated: '“{name}”已分开，企业微信登录不再是那位成员',
} as const;
