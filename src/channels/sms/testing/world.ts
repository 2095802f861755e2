import type { Clock } from '#platform/clock.ts';
import type { Vendor } from '../faults.ts';

/** A message that went out: what a person would have on their phone. */
export type Sent = {
  vendor: Vendor;
  number: string;
  template: string;
  parameters: string;
  reference: string;
  id: string;
  at: Date;
  reported: boolean;
};

/** `before`, `after`: the line breaks before or after the call was carried out; else the vendor's code, of the call or of each number. */
export type FakeFault = {
  action: string;
  kind: 'before' | 'after' | 'code' | 'number';
  code: string;
  left: number;
};

/** What both fakes know: who may call, what was sent, what goes wrong. */
export class World {
  readonly clock: Clock;
  readonly keys = {
    aliyun: { id: 'LTAIfake', secret: 'aliyun-secret' },
    tencent: { id: 'AKIDfake', secret: 'tencent-secret' },
  };
  readonly appId = '1400006666';
  readonly signName = '小满面包房';
  readonly sent: Sent[] = [];
  readonly nonces = new Set<string>();
  /** Numbers that are switched off, or no numbers at all. */
  readonly unreachable = new Set<string>();
  #faults: FakeFault[] = [];
  #next = 1;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  fail(kind: FakeFault['kind'], code = '', { action = 'SendSms', times = 1 } = {}): void {
    this.#faults.push({ action, kind, code, left: times });
  }

  fault(action: string): FakeFault | undefined {
    const fault = this.#faults.find(one => one.action === action && one.left > 0);
    if (fault) fault.left -= 1;
    return fault;
  }

  clearFaults(): void {
    this.#faults = [];
  }

  send(message: Omit<Sent, 'id' | 'at' | 'reported'>, id = this.id()): string {
    this.sent.push({ ...message, id, at: this.clock.now(), reported: false });
    return id;
  }

  id(): string {
    return `${this.#next++}^0`;
  }

  /** How many a number got in the last so many milliseconds, of any text or of this one. */
  count(vendor: Vendor, number: string, milliseconds: number, content?: string): number {
    const since = this.clock.now().getTime() - milliseconds;
    return this.sent.filter(
      one =>
        one.vendor === vendor &&
        one.number === number &&
        one.at.getTime() > since &&
        (content === undefined || `${one.template} ${one.parameters}` === content),
    ).length;
  }
}
