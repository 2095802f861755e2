import {
  CrownOutlined,
  DisconnectOutlined,
  EllipsisOutlined,
  EyeOutlined,
  FileTextOutlined,
  IdcardOutlined,
  MergeOutlined,
  MessageOutlined,
  RollbackOutlined,
  SafetyOutlined,
  SearchOutlined,
  SendOutlined,
  ShoppingCartOutlined,
  ShoppingOutlined,
  TagOutlined,
  UserAddOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';
import type { EventIcon } from './told.ts';

export const EVENT_ICONS: Record<EventIcon, ComponentType> = {
  order: ShoppingOutlined,
  refund: RollbackOutlined,
  follow: UserAddOutlined,
  leave: DisconnectOutlined,
  message: SendOutlined,
  reply: MessageOutlined,
  tag: TagOutlined,
  tier: CrownOutlined,
  profile: IdcardOutlined,
  merge: MergeOutlined,
  wish: SafetyOutlined,
  look: EyeOutlined,
  cart: ShoppingCartOutlined,
  search: SearchOutlined,
  page: FileTextOutlined,
  other: EllipsisOutlined,
};
