import { Form, Input } from 'antd';
import { api } from '#web/api/api.ts';
import { EditDrawer } from '#web/kit/EditDrawer.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import type { Team } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { TeamSelect } from './TeamSelect.tsx';
import { possibleParents } from './tree.ts';

type Props = { team: Team | undefined; teams: readonly Team[]; onClose: () => void };
type Values = { name: string; parentId: string | null };

/** A team, new or changed: its name, and the team it stands under. */
export function EditTeam({ team, teams, onClose }: Props) {
  const t = useTexts();
  const notify = useNotify();
  const save = (values: Values, key: string) =>
    team ? api.patch(`/teams/${team.id}`, values, { key }) : api.post('/teams', values, { key });
  const title = t(team ? 'teams.editTitle' : 'teams.newTitle');
  return (
    <EditDrawer<Values>
      title={title}
      initial={{ name: team?.name ?? '', parentId: team?.parentId ?? null }}
      save={save}
      refresh={['/teams', '/members']}
      onSaved={() => notify.done(t('saved'))}
      onClose={onClose}
    >
      <Form.Item
        name="name"
        label={t('teams.name')}
        rules={[
          { required: true, whitespace: true, message: t('members.missing', { what: t('teams.name') }) },
        ]}
      >
        <Input maxLength={50} autoFocus={!team} autoComplete="off" />
      </Form.Item>
      <Form.Item name="parentId" label={t('teams.parent')}>
        <TeamSelect teams={possibleParents(teams, team?.id)} none={t('teams.noParent')} />
      </Form.Item>
    </EditDrawer>
  );
}
