import {
  BranchesOutlined,
  CustomerServiceOutlined,
  HomeOutlined,
  IdcardOutlined,
  LineChartOutlined,
  MessageOutlined,
  PartitionOutlined,
  QrcodeOutlined,
  SettingOutlined,
  StarOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';
import type { Section } from '../stage-pages.ts';

export const SECTION_ICONS: Record<Section, ComponentType> = {
  home: HomeOutlined,
  customers: TeamOutlined,
  segmentation: PartitionOutlined,
  brand: IdcardOutlined,
  acquisition: QrcodeOutlined,
  engagement: MessageOutlined,
  growth: BranchesOutlined,
  service: CustomerServiceOutlined,
  feedback: StarOutlined,
  insight: LineChartOutlined,
  settings: SettingOutlined,
};
