-- What most counts ask, sooner. Worked out when a row is written.

-- The birthday that decides whether somebody is of an age to be written to on WeCom: long ago where none is known, far ahead for
-- minors and where WeCom is not open to them. One comparison instead of four columns.
alter table customers
  add column if not exists wecom_born Date32 materialized if(open_wecom and not minor, ifNull(birthday, toDate32('1900-01-01')), toDate32('2299-12-31')),
-- The second each order was placed, since 1970; 0 for one that is closed. Windows begin and end with whole seconds.
  add column if not exists order_second Array(UInt32) materialized arrayMap((at, refund) -> if(refund = 'closed', 0, toUInt32(greatest(1, least(4294967295, intDiv(toUnixTimestamp64Milli(at), 1000))))), order_at, order_refund);
alter table customers materialize column wecom_born, materialize column order_second;
