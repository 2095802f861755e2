/** Whatever is written into the log, in the order one looks for it; actions.test.ts holds the list to the sources. */
export const ACTIONS = [
  'customer.unmasked',
  'customer.changed',
  'customer.exported',
  'customer.erased',
  'customers.merged',
  'customers.unmerged',
  'customer.value_chosen',
  'suggestion.rejected',
  'suggestion.put_off',
  'identity.shared',
  'identity.unshared',
  'order.told',
  'order.untold',
  'tag.added',
  'tag.removed',
  'tag.created',
  'consent.given',
  'consent.withdrawn',
  'suppression.added',
  'suppression.lifted',
  'import.uploaded',
  'import.check',
  'import.load',
  'import.undo',
  'segment.created',
  'segment.changed',
  'segment.archived',
  'segment.restored',
  'tier.overridden',
  'tiers.thresholds.changed',
  'predictions.computed',
  'predictions.discount.changed',
  'value.acquisition_entered',
  'broadcast.created',
  'broadcast.changed',
  'broadcast.started',
  'broadcast.cancelled',
  'send_task.reminded',
  'account.connected',
  'account.changed',
  'write_key.created',
  'write_key.revoked',
  'event_definition.changed',
  'member.created',
  'member.changed',
  'member.password_changed',
  'team.created',
  'team.changed',
  'rule.changed',
  'company.changed',
  'demo.dropped',
] as const;

type Underlined<Name extends string> = Name extends `${infer Head}.${infer Tail}`
  ? `${Head}_${Underlined<Tail>}`
  : Name;

/** The key of an action's words: texts have their dots for themselves. */
export function actionKey<Name extends string>(action: Name): Underlined<Name> {
  return action.replaceAll('.', '_') as Underlined<Name>;
}
