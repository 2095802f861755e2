-- The first rule pack: limits of platforms, law and the house itself, each with its source. "own" ones are the
-- merchant's to change (a change is a new row from today on).
insert into rule_facts (name, value, effective_from, source, confidence) values
  ('wecom.mass.person.month', '{"max": "days_of_month"}', '2023-01-01', 'developer.work.weixin.qq.com/document/path/92135 (2025-11-17)', 'official'),
  ('wecom.mass.member_person.day', '{"max": 1}', '2023-01-01', 'developer.work.weixin.qq.com/document/path/96997 (2025-07-11)', 'official'),
  ('wecom.mass.recipients_per_task', '{"max": 10000}', '2023-01-01', 'developer.work.weixin.qq.com/document/path/92135 (2025-11-17)', 'official'),
  ('wecom.mass.reminders.day', '{"max": 3}', '2023-01-01', 'developer.work.weixin.qq.com/document/path/97610', 'reported'),
  ('sms.hours', '{"from": "08:00", "to": "22:00"}', '2023-01-01', 'Huawei Cloud SMS FAQ: 推广短信 08:00-22:00', 'reported'),
  ('marketing.hours', '{"from": "09:00", "to": "21:00"}', '2023-01-01', '本公司设置', 'own'),
  ('marketing.person.day', '{"max": 1}', '2023-01-01', '本公司设置', 'own'),
  ('marketing.person.week', '{"max": 3}', '2023-01-01', '本公司设置', 'own');
