import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export type FakeTrade = { updated: string; body: Record<string, unknown> };
type Ask = { start_update: string; end_update: string; page_no: number; page_size: number };

/**
 * Youzan's gateway as its pages describe it: a token for the right keys, HTTP 200 for every refusal, pages of what changed
 * between two times. Not the connector's code: a server of its own on a port of its own.
 */
export class FakeYouzan {
  readonly trades: FakeTrade[] = [];
  readonly asked: Ask[] = [];
  tokens = 0;
  /** What the next call is answered with instead. */
  refuse: Record<string, unknown>[] = [];
  /** Called after each page of orders: what happens in the shop meanwhile. */
  afterPage: (() => unknown) | undefined;
  url = '';
  readonly #server = createServer((request, response) => {
    void this.#answer(request).then(answer => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer));
    });
  });

  async open(): Promise<this> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage): Promise<unknown> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
    const url = new URL(request.url ?? '', this.url);
    if (url.pathname === '/auth/token') return this.#token(body);
    const token = url.searchParams.get('access_token');
    if (token !== `token-${this.tokens}`)
      return { gw_err_resp: { err_code: 4203, err_msg: 'invalid token' } };
    const refusal = this.refuse.shift();
    if (refusal) return refusal;
    if (url.pathname !== '/api/youzan.trades.sold.get/4.0.4') return { gw_err_resp: { err_code: 4005 } };
    return this.#sold(body as Ask);
  }

  #token({ client_id, client_secret, grant_id, authorize_type }: Record<string, unknown>): unknown {
    if (client_id !== 'app' || client_secret !== 'hush' || grant_id !== '77' || authorize_type !== 'silent')
      return { success: false, code: 1000, message: `invalid client hush` };
    this.tokens += 1;
    const week = Date.parse('2026-06-10T12:00:00+08:00');
    return { success: true, code: 200, data: { access_token: `token-${this.tokens}`, expires: week } };
  }

  async #sold(ask: Ask): Promise<unknown> {
    this.asked.push(ask);
    if (ask.page_no > 100 || ask.page_size > 100) return { success: false, code: 50000, message: 'page' };
    const span = Date.parse(`${ask.end_update}Z`) - Date.parse(`${ask.start_update}Z`);
    if (!(span >= 0) || span > 93 * 86_400_000) return { success: false, code: 50001, message: 'span' };
    const found = this.trades
      .filter(({ updated }) => updated >= ask.start_update && updated <= ask.end_update)
      .sort((a, b) => a.updated.localeCompare(b.updated));
    const from = (ask.page_no - 1) * ask.page_size;
    const list = found.slice(from, from + ask.page_size).map(({ body }) => body);
    await this.afterPage?.();
    return { success: true, code: 200, data: { total_results: found.length, full_order_info_list: list } };
  }
}

/** An order of the shop; `updated` is Beijing wall clock. */
export function trade(tid: string, updated: string, more: Record<string, unknown> = {}): FakeTrade {
  const {
    status = 'WAIT_SELLER_SEND_GOODS',
    payment = '99.90',
    refund_order,
    phone = '13800002222',
    ...rest
  } = more;
  return {
    updated,
    body: {
      full_order_info: {
        order_info: {
          ...{ tid, status, created: '2026-06-01 10:00:00', pay_time: '2026-06-01 10:01:00' },
          ...{ update_time: updated, refund_state: 0, ...rest },
        },
        buyer_info: { yz_open_id: `open-${phone}`, buyer_phone: phone, fans_nickname: '小雨' },
        address_info: {
          receiver_name: '林小雨',
          receiver_tel: phone,
          delivery_province: '浙江省',
          delivery_city: '杭州市',
        },
        pay_info: {
          total_fee: '104.90',
          payment,
          real_payment: payment,
          post_fee: '5.00',
          deduction_pay: 500,
        },
        orders: [
          {
            oid: `${tid}1`,
            item_id: 9,
            title: '面霜',
            num: 1,
            price: '59.90',
            payment: '59.90',
            outer_item_id: 'K1',
          },
          {
            oid: `${tid}2`,
            item_id: 8,
            title: '唇膏',
            num: 2,
            price: '20.00',
            payment: '40.00',
            sku_properties_name: '[{"k":"色","v":"红"}]',
          },
        ],
      },
      refund_order: refund_order ?? [],
    },
  };
}
