/**
 * What each ClickHouse table is, said once: the PostgreSQL query that yields its rows and how their columns are read.
 * The incremental projection, the rebuild and the check of both stores all use these.
 *
 * Instants travel as milliseconds and arrays as text, so that neither server's time zone nor array support matters.
 */
export type ProjectedTable = {
  name: string;
  columns: readonly string[];
  /** ClickHouse expressions over the columns of `source`, in the order of `columns`. */
  read: readonly string[];
  /** PostgreSQL SQL; `{touched}` is where the restriction to one batch goes. */
  source: string;
  /** The restriction of a batch; empty where the source knows whom the batch touched. */
  touched: string;
  /** The restriction of a rebuild, where not every row is worth having. */
  whole?: string;
  /** Rows carry version and deleted, or are only ever appended. */
  versioned: boolean;
};

const instant = (name: string) => `(extract(epoch from ${name}) * 1000)::bigint as ${name}`;
const fromInstant = (name: string) => `fromUnixTimestamp64Milli(${name}, 'Asia/Shanghai')`;
const ids = (name: string) => `array_to_string(${name}, ',') as ${name}`;
const listOf = (name: string, x: string) =>
  `if(${name} = '', [], arrayMap(x -> ${x}, splitByChar(',', ${name})))`;
const idList = (name: string) => listOf(name, 'toUInt32(x)');
const fromWords = (name: string) => `if(${name} = '', [], splitByChar(',', ${name}))`;
const optionalInstant = (name: string) =>
  `if(isNull(${name}), NULL, fromUnixTimestamp64Milli(assumeNotNull(${name}), 'Asia/Shanghai'))`;

function table(
  name: string,
  columns: Record<string, string>,
  source: string,
  touched: string,
  versioned = true,
): ProjectedTable {
  return { name, columns: Object.keys(columns), read: Object.values(columns), source, touched, versioned };
}

const same = (...names: string[]) => Object.fromEntries(names.map(name => [name, name]));

export const CUSTOMERS = table(
  'customers',
  {
    ...same('person_id', 'name', 'initials', 'gender'),
    birthday: 'toDate32OrNull(birthday)',
    ...same('province', 'city', 'source'),
    next_follow_up: 'toDate32OrNull(next_follow_up)',
    created_at: fromInstant('created_at'),
    minor: 'toBool(minor)',
    members: idList('members'),
    owner: idList('owner'),
    accounts: idList('accounts'),
    followed_at: optionalInstant('followed_at'),
    tags: idList('tags'),
    shops: idList('shops'),
    known_on: idList('known_on'),
    has_phone: 'toBool(has_phone)',
    ...same('orders', 'paid', 'refunded'),
    first_order_at: optionalInstant('first_order_at'),
    last_order_at: optionalInstant('last_order_at'),
    order_at: listOf('order_at', "fromUnixTimestamp64Milli(toInt64(x), 'Asia/Shanghai')"),
    order_account: idList('order_account'),
    order_paid: listOf('order_paid', 'toInt64(x)'),
    order_refunded: listOf('order_refunded', 'toInt64(x)'),
    order_discount: listOf('order_discount', 'toInt64(x)'),
    order_quantity: listOf('order_quantity', 'toInt32(x)'),
    order_refund: fromWords('order_refund'),
    suppressed: fromWords('suppressed'),
    refused: fromWords('refused'),
    ...same('tier', 'r', 'f', 'm', 'value'),
    deleted: 'gone',
  },
  `select person_id, gone::int as gone, name, initials, gender, birthday::text, province, city, source,
     next_follow_up::text, ${instant('created_at')}, minor, ${ids('members')}, ${ids('owner')}, ${ids('accounts')},
     ${instant('followed_at')}, ${ids('tags')}, ${ids('shops')}, ${ids('known_on')}, has_phone, orders, paid, refunded, ${instant('first_order_at')},
     ${instant('last_order_at')}, order_at, order_account, order_paid, order_refunded, order_discount, order_quantity, order_refund,
     ${ids('suppressed')}, ${ids('refused')}, tier, r, f, m, value::bigint
   from projection_customers`,
  '',
);

/** How a relation began is told by itself, unless it has begun anew since. */
export const FOLLOWS = table(
  'follows',
  {
    ...same('customer_id', 'id', 'account_id', 'member_id', 'way', 'code'),
    followed_at: fromInstant('followed_at'),
    ended_at: optionalInstant('ended_at'),
    ended_by: 'ended_by',
    first_at: fromInstant('first_at'),
    ...same('first_way', 'first_code'),
    deleted: 'gone',
  },
  `select customer_id, id, account_id, member_id, way, code, ${instant('followed_at')}, ${instant('ended_at')}, ended_by,
     ${instant('first_at')}, first_way, first_code, 0 as gone
   from told_follows where {touched}`,
  `customer_id in (select customer_id from events
     where {range} and (type like 'follow.%' or type = 'customer.created'))`,
);

/** Who is not in it is their own person: a map of all would only be more to join with. */
export const PERSON_MAP = {
  ...table(
    'person_map',
    same('customer_id', 'person_id'),
    `select c.id as customer_id, c.person_id from customers c where {touched}`,
    `c.id in (select jsonb_array_elements_text(data -> 'profiles')::bigint from events
     where {range} and type in ('customers.merged', 'customers.unmerged'))`,
  ),
  whole: 'c.id <> c.person_id',
};

export const CUSTOMER_FACTS = table(
  'customer_facts',
  { ...same('key', 'customer_id', 'num', 'str'), at: optionalInstant('at'), deleted: 'gone' },
  `select key, customer_id, num, str, ${instant('at')}, 0 as gone from customer_facts where {touched}`,
  `false union all
   select p.key, p.customer_id, f.num, f.str, (extract(epoch from f.at) * 1000)::bigint, (f.key is null)::int from (
     select distinct jsonb_array_elements_text(data -> 'keys') as key, customer_id from events
     where {range} and type = 'facts.changed'
   ) p left join customer_facts f on f.customer_id = p.customer_id and f.key = p.key`,
);

export const ORDERS = table(
  'orders',
  {
    ...same('customer_id', 'id', 'account_id', 'payment', 'fulfilment', 'refund', 'currency'),
    ...same('goods', 'freight', 'discount', 'paid', 'refunded', 'quantity'),
    ordered_at: fromInstant('ordered_at'),
    paid_at: optionalInstant('paid_at'),
    member_id: 'member_id',
    deleted: 'gone',
  },
  `select customer_id, id, account_id, payment, fulfilment, refund, currency, goods, freight, discount, paid, refunded,
     quantity, ${instant('ordered_at')}, ${instant('paid_at')}, member_id, 0 as gone
   from projection_order_rows where {touched}`,
  `true union all
   select moved.customer_id, moved.order_id, 0, '', '', '', '', 0, 0, 0, 0, 0, 0, 0, null, 0, 1 from (
     select distinct (data ->> 'orderId')::bigint as order_id, (data ->> 'from')::bigint as customer_id
     from events where {range} and type in ('order.matched', 'order.removed')
   ) moved left join orders o on o.id = moved.order_id
   where coalesce(o.customer_id, 0) <> moved.customer_id or o.id is null`,
);

export const ORDER_ITEMS = table(
  'order_items',
  {
    ...same(
      'customer_id',
      'order_id',
      'line',
      'product_id',
      'name',
      'quantity',
      'price',
      'amount',
      'refunded',
      'payment',
    ),
    ordered_at: fromInstant('ordered_at'),
    deleted: 'gone',
  },
  `select customer_id, order_id, line, product_id, name, quantity, price, amount, refunded, payment,
     ${instant('ordered_at')}, 0 as gone
   from projection_item_rows where {touched}`,
  'true',
);

export const CONTACTS = table(
  'contacts',
  {
    ...same('customer_id', 'id', 'channel', 'purpose', 'topic', 'member_id'),
    slot: fromInstant('slot'),
    state: 'state',
    deleted: 'gone',
  },
  `select customer_id, id, channel, purpose, coalesce(topic, '') as topic, coalesce(member_id, 0) as member_id,
     ${instant('slot')}, state, 0 as gone
   from contacts where {touched}`,
  `id in (select jsonb_array_elements_text(data -> 'contactIds')::bigint from events
     where {range} and type in ('contact.claimed', 'contact.settled'))`,
);

const COUNTS = `slot >= latest - interval '62 days'`;

/**
 * What the limits count, by person: contacts that are claimed or sent, on WeCom and for marketing. A limit counts within
 * a month at most, and no month that is asked about ended before the person's latest claim: older ones are left out.
 */
export const CONTACT_SLOTS = {
  ...table(
    'contact_slots',
    { person_id: 'person_id', wecom: idList('wecom'), marketing: idList('marketing'), deleted: 'gone' },
    `select person_id, coalesce(string_agg(second, ',' order by slot) filter (where channel = 'wecom' and ${COUNTS}), '') as wecom,
       coalesce(string_agg(second, ',' order by slot) filter (where purpose = 'marketing' and ${COUNTS}), '') as marketing,
       (count(*) filter (where ${COUNTS}) = 0)::int as gone
     from (
       select t.person_id, k.channel, k.purpose, k.slot, floor(extract(epoch from k.slot))::bigint::text as second,
         max(k.claimed_at) over (partition by t.person_id) as latest
       from ({touched}) t left join customers c on c.person_id = t.person_id
       left join contacts k on k.customer_id = c.id and k.state in ('claimed', 'sent')
     ) told group by person_id`,
    `select c.person_id from contacts k join customers c on c.id = k.customer_id where k.id in (
       select jsonb_array_elements_text(data -> 'contactIds')::bigint from events
       where {range} and type in ('contact.claimed', 'contact.settled'))
     union select jsonb_array_elements_text(data -> 'persons')::bigint from events
     where {range} and type in ('customers.merged', 'customers.unmerged')`,
  ),
  whole: `select distinct c.person_id from contacts k join customers c on c.id = k.customer_id where k.state in ('claimed', 'sent')`,
};

export const EVENTS = table(
  'events',
  {
    type: 'type',
    customer_id: 'customer_id',
    at: fromInstant('at'),
    ...same('xid', 'seq', 'account_id', 'actor', 'data'),
  },
  // Few events have a number for which the function is worth calling.
  `select type, coalesce(customer_id, 0) as customer_id, ${instant('at')}, xid, seq,
     coalesce(account_id, 0) as account_id, actor, case when words ~ '[0-9]{19}' then projected_json(data) else words end as data
   from (select *, data::text as words from events where {touched} offset 0) as told`,
  '{range}',
  false,
);

/** Tables whose rows are told by state; the events themselves come apart. */
export const STATE_TABLES = [
  PERSON_MAP,
  CUSTOMER_FACTS,
  ORDERS,
  ORDER_ITEMS,
  CONTACTS,
  CONTACT_SLOTS,
  FOLLOWS,
  CUSTOMERS,
] as const;
