import { App, Button } from 'antd';
import { useState } from 'react';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { CopyText } from '#web/kit/CopyText.tsx';
import { pngFile, qrOf } from '#web/kit/qr.ts';
import { Tag } from '#web/kit/Tag.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import type { Account, Scene } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Accounts.module.css';
import { EditScene } from './EditScene.tsx';

/** Where customers come from: each place with its link, its code, and who came by it. */
export function Scenes({ account }: { account: Account }) {
  const t = useTexts();
  const { can } = useSession();
  const [edited, setEdited] = useState<Scene | 'new'>();
  const mayChange = can('service:manage') && account.isManaged;
  return (
    <section>
      <div className={styles.head}>
        <h3>{t('scenes.title')}</h3>
        {mayChange && (
          <Button size="small" onClick={() => setEdited('new')}>
            {t('scenes.add')}
          </Button>
        )}
      </div>
      <p className={styles.none}>{t(account.scenes.length === 0 ? 'scenes.none' : 'scenes.what')}</p>
      <ul className={styles.scenes}>
        {account.scenes.map(scene => (
          <li key={scene.id}>
            <One scene={scene} onEdit={mayChange ? () => setEdited(scene) : undefined} />
          </li>
        ))}
      </ul>
      {edited && (
        <EditScene
          account={account}
          scene={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
        />
      )}
    </section>
  );
}

function One({ scene, onEdit }: { scene: Scene; onEdit: (() => void) | undefined }) {
  const t = useTexts();
  const { name, url, touchpoint, entered, fresh, welcome } = scene;
  const { size, path } = qrOf(url);
  return (
    <div className={styles.scene}>
      <svg
        className={styles.code}
        viewBox={`0 0 ${size} ${size}`}
        role="img"
        aria-label={t('scenes.picture', { name })}
      >
        <path d={path} />
      </svg>
      <div className={styles.said}>
        <p className={styles.sceneName}>
          <strong>{name}</strong>
          {touchpoint && <Tag>{touchpoint.name}</Tag>}
        </p>
        <p>{entered > 0 ? t('scenes.entered', { entered, fresh }) : t('scenes.nobody')}</p>
        {welcome && <p className={styles.none}>{welcome}</p>}
        <CopyText text={url} label={t('scenes.copy', { name })} />
        <div className={styles.sceneActs}>
          <Button size="small" onClick={() => void download(url, name)}>
            {t('scenes.download')}
          </Button>
          {onEdit && (
            <Button size="small" onClick={onEdit}>
              {t('scenes.edit')}
            </Button>
          )}
          {onEdit && <Archive scene={scene} />}
        </div>
      </div>
    </div>
  );
}

function Archive({ scene: { id, name } }: { scene: Scene }) {
  const t = useTexts();
  const notify = useNotify();
  const { modal } = App.useApp();
  const archive = useWrite((_: undefined, key) => api.delete(`/kf/scenes/${id}`, { key }), {
    refresh: ['/kf/accounts'],
    onDone: () => notify.done(t('scenes.archived')),
    onProblem: notify.problem,
  });
  const ask = () =>
    void modal.confirm({
      title: t('scenes.archiveTitle', { name }),
      content: t('scenes.archiveWhat'),
      okText: t('scenes.archive'),
      okButtonProps: { danger: true },
      onOk: () => archive.run(undefined),
    });
  return (
    <Button size="small" type="text" onClick={ask} loading={archive.isRunning}>
      {t('scenes.archive')}
    </Button>
  );
}

async function download(url: string, name: string): Promise<void> {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await pngFile(url));
  link.download = `${name}.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}
