-- Whoever was contacted gets a row of `contact_slots` in ClickHouse: the projection writes it where it hears of a contact
-- of theirs, so it is told of the latest one of each once more.
insert into events (type, at, actor, data)
select 'contact.claimed', now(), 'system', jsonb_build_object('contactIds', jsonb_agg(id)) from (
  select id, row_number() over (order by id) / 10000 as part from (
    select distinct on (c.person_id) k.id from contacts k join customers c on c.id = k.customer_id
    where k.state in ('claimed', 'sent') order by c.person_id, k.id desc
  ) latest
) numbered group by part;
