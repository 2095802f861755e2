import { listSmsTemplates, partsOf, readSmsRules, render, valuesOf } from '#brand';
import { composeSms, type MessageContent } from '#brand/contract';
import type { Clock } from '#platform/clock.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import type { Broadcast } from '../broadcasts.ts';

/** A text as it goes out: the whole, and what the vendor makes it of. */
export type SmsText = MessageContent & {
  template: string;
  parameters: readonly { name: string; value: string }[];
};
export type TextPlan = { memberId: null; message: SmsText; customerIds: number[]; parts: number };

/**
 * One call carries one text, so people are grouped by the values that came out for them, in portions: the smaller a
 * call, the fewer are uncertain when its answer is lost.
 */
export async function groupTexts(
  tx: Tx,
  clock: Clock,
  broadcast: Broadcast,
  customerIds: readonly number[],
): Promise<TextPlan[]> {
  const [template] = await listSmsTemplates(tx, clock, broadcast.smsTemplateId ?? 0);
  if (!template) throw new Error(`The SMS template of broadcast ${broadcast.id} is gone`);
  const rules = await readSmsRules(tx, clock.now());
  const given = Object.entries(broadcast.smsParameters as Record<string, string>);
  const values = await valuesOf(
    tx,
    customerIds.map(customerId => ({ customerId, memberId: null })),
  );
  const groups = new Map<string, TextPlan>();
  for (const customerId of customerIds) {
    const own = values.get(customerId) ?? {};
    const parameters = given.map(([name, text]) => ({ name, value: render(text, own) }));
    const key = JSON.stringify(parameters);
    const group = groups.get(key) ?? planOf(parameters);
    group.customerIds.push(customerId);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(plan => portions(plan, rules.peoplePerTask));

  function planOf(parameters: SmsText['parameters']): TextPlan {
    const filled = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
    // biome-ignore lint/style/noNonNullAssertion: found above
    const { text: pattern, vendor, signName, code } = template!;
    const text = composeSms(pattern, vendor, signName, filled);
    const message = { text, attachments: [], template: code, parameters };
    return { memberId: null, message, customerIds: [], parts: partsOf(text, rules) };
  }
}

function portions(plan: TextPlan, size: number): TextPlan[] {
  const parts: TextPlan[] = [];
  for (let at = 0; at < plan.customerIds.length; at += size)
    parts.push({ ...plan, customerIds: plan.customerIds.slice(at, at + size) });
  return parts;
}
