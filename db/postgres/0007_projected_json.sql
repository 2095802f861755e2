-- Numbers of events' data as ClickHouse can read them. A whole number beyond 64 bits stops its JSON reader, and with it
-- the projection; with a fraction behind it, the same number is read as a double, which is what JSON makes of it anyway.

create function projected_json(data jsonb) returns text language plpgsql immutable strict parallel safe as $$
begin
  if data::text !~ '[0-9]{19}' then
    return data::text;
  end if;
  case jsonb_typeof(data)
    when 'object' then
      return '{' || (select string_agg(to_json(key) || ': ' || projected_json(value), ', ' order by n)
        from jsonb_each(data) with ordinality as e (key, value, n)) || '}';
    when 'array' then
      return '[' || (select string_agg(projected_json(value), ', ' order by n)
        from jsonb_array_elements(data) with ordinality as e (value, n)) || ']';
    when 'number' then
      return case
        when abs(data::numeric) < 9223372036854775808 then data::text
        when abs(data::numeric) > 1.797e308 then 'null'
        when data::text like '%.%' then data::text
        else data::text || '.0'
      end;
    else
      return data::text;
  end case;
end $$;
