import type { carrierList, tagFinding, tagHealthView } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';

export type Health = Wire<typeof tagHealthView>;
export type Finding = Wire<typeof tagFinding>;
export type Carrier = Wire<typeof carrierList>['data'][number];
