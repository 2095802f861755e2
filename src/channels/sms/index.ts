import { aliyunClient } from './aliyun.ts';
import type { Vendor } from './faults.ts';
import { tencentClient } from './tencent.ts';
import type { VendorClient, VendorOptions } from './vendor.ts';

export { type Fault, faultOf, type Vendor } from './faults.ts';
export { isStop } from './stop-words.ts';
export type { Receipt, Reply } from './told.ts';
export type { VendorClient } from './vendor.ts';

export function smsClient(vendor: Vendor, options: VendorOptions): VendorClient {
  return vendor === 'aliyun' ? aliyunClient(options) : tencentClient(options);
}
