import { Form, type FormInstance, Input } from 'antd';
import { api } from '#web/api/api.ts';
import { EditDrawer } from '#web/kit/EditDrawer.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { type Member, useTeams } from '../reads.ts';
import { TeamSelect } from '../teams/TeamSelect.tsx';
import { inTree } from '../teams/tree.ts';
import { useTexts } from '../texts/index.ts';
import { Disable } from './Disable.tsx';
import { draftOf, type MemberDraft, toCreate, toPatch } from './draft.ts';
import { LoginFields } from './LoginFields.tsx';
import { RoleFields } from './RoleFields.tsx';
import { SamePerson } from './SamePerson.tsx';

type Props = { member: Member | undefined; onClose: () => void };

/** A member, new or changed. Their own password members change themselves, under 我的账号. */
export function EditMember({ member, onClose }: Props) {
  const t = useTexts();
  const notify = useNotify();
  const isMe = useSession().member.id === member?.id;
  const save = (draft: MemberDraft, key: string) =>
    member
      ? api.patch(`/members/${member.id}`, toPatch(draft), { key })
      : api.post('/members', toCreate(draft), { key });
  return (
    <EditDrawer<MemberDraft>
      title={t(member ? 'members.editTitle' : 'members.newTitle')}
      initial={draftOf(member)}
      save={save}
      refresh={['/members', '/teams', '/session']}
      onSaved={draft => notify.done(member ? t('saved') : t('members.added', { name: draft.name }))}
      onClose={onClose}
      other={member && !isMe && !member.sameAs && <Disable member={member} onDone={onClose} />}
    >
      {form => (
        <>
          <Form.Item
            name="name"
            label={t('members.name')}
            rules={[
              {
                required: true,
                whitespace: true,
                message: t('members.missing', { what: t('members.name') }),
              },
            ]}
          >
            <Input maxLength={50} autoFocus={!member} autoComplete="off" />
          </Form.Item>
          <RoleFields form={form} isNew={!member} />
          <TeamField form={form} />
          {!member?.sameAs && <LoginFields member={member} isMe={isMe} />}
          {member && <SamePerson member={member} onDone={onClose} />}
        </>
      )}
    </EditDrawer>
  );
}

/** Who sees the team's customers must have one. */
function TeamField({ form }: { form: FormInstance<MemberDraft> }) {
  const t = useTexts();
  const teams = inTree(useTeams());
  const needed = (team: string | null) =>
    form.getFieldValue('dataScope') === 'team' && !team
      ? Promise.reject(new Error(t('members.teamNeeded')))
      : Promise.resolve();
  return (
    <Form.Item
      name="teamId"
      label={t('members.team')}
      dependencies={['dataScope']}
      rules={[{ validator: (_, team) => needed(team) }]}
    >
      <TeamSelect teams={teams} none={t('members.noTeam')} />
    </Form.Item>
  );
}
