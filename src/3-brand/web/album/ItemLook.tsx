import { App, Button } from 'antd';
import { useState } from 'react';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { Facts } from '#web/kit/Facts.tsx';
import { formatFen, formatInstant } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { QuickLook } from '#web/kit/QuickLook.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Album.module.css';
import { EditItem } from './EditItem.tsx';
import { ItemState } from './ItemState.tsx';
import type { Album, Item } from './reads.ts';

type Props = { item: Item | undefined; limits: Album['limits']; onClose: () => void };

/** One product of the album: how it looks, and what is to be where WeCom says otherwise. */
export function ItemLook({ item, limits, onClose }: Props) {
  const { can } = useSession();
  const mayChange = item && item.state !== 'removing' && can('brand:write');
  return (
    <QuickLook
      of={item?.id}
      title={item && shortOf(item)}
      onClose={onClose}
      footer={mayChange && <Actions item={item} limits={limits} onGone={onClose} />}
    >
      {item && <Whole item={item} mayChange={mayChange === true} onGone={onClose} />}
    </QuickLook>
  );
}

/** Its first words. */
function shortOf({ description }: Item): string {
  const [line = ''] = description.split(/[\n，,。]/);
  return [...line].length > 20 ? `${[...line].slice(0, 20).join('')}…` : line;
}

type WholeProps = { item: Item; mayChange: boolean; onGone: () => void };

function Whole({ item, mayChange, onGone }: WholeProps) {
  const t = useTexts();
  const { state, why, files, description, price, productSn, product, followsPrice, account, updatedAt } =
    item;
  return (
    <div className={styles.look}>
      {state === 'failed' && (
        <Notice kind="stop" title={t('album.states.failed')}>
          {why} {t('album.failedWhat')}
        </Notice>
      )}
      {(state === 'changed' || state === 'gone') && (
        <Settle item={item} mayChange={mayChange} onGone={onGone} />
      )}
      <ul className={styles.pictures}>
        {files.map((file, at) => (
          <li key={file}>
            <img src={`/api/v1/images/${file}`} alt={t('album.picture', { at: at + 1 })} />
          </li>
        ))}
      </ul>
      <p className={styles.words}>{description}</p>
      <Facts
        facts={[
          { key: 'state', label: t('album.state'), value: <ItemState item={item} /> },
          {
            key: 'price',
            label: t('album.price'),
            value: followsPrice ? `${formatFen(price)}（${t('album.followed')}）` : formatFen(price),
          },
          { key: 'sn', label: t('album.sn'), value: productSn || '–' },
          {
            key: 'product',
            label: t('album.product'),
            value: product ? `${product.name} · ${product.shop}` : t('album.noProduct'),
          },
          { key: 'account', label: t('album.account'), value: account.name },
          { key: 'updatedAt', label: t('album.updatedAt'), value: <DateTime at={updatedAt} /> },
        ]}
      />
    </div>
  );
}

/** What stands here beside what stands at WeCom, and the two ways out. */
function Settle({ item, mayChange, onGone }: WholeProps) {
  const t = useTexts();
  const notify = useNotify();
  const isGone = item.state === 'gone';
  const settle = useWrite(
    (keep: 'ours' | 'theirs', key) =>
      api.post<unknown>(`/album-items/${item.id}/settle`, { keep }, { key }).then(() => keep),
    {
      refresh: ['/album-items', '/product-album'],
      onDone: keep => {
        notify.done(t('album.settled'));
        if (isGone && keep === 'theirs') onGone();
      },
      onProblem: notify.problem,
    },
  );
  const at = item.foundAt ? formatInstant(item.foundAt) : '';
  const button = (keep: 'ours' | 'theirs', word: 'keepOurs' | 'keepTheirs' | 'addAgain' | 'dropHere') => (
    <Button loading={settle.isRunning} onClick={() => settle.run(keep)}>
      {t(`album.${word}`)}
    </Button>
  );
  return (
    <Notice
      kind={isGone ? 'stop' : 'advice'}
      title={t(isGone ? 'album.goneTitle' : 'album.changedTitle')}
      actions={
        mayChange && (
          <>
            {button('ours', isGone ? 'addAgain' : 'keepOurs')}
            {button('theirs', isGone ? 'dropHere' : 'keepTheirs')}
          </>
        )
      }
    >
      {t(isGone ? 'album.goneWhat' : 'album.changedWhat', { at })}
      {item.found && <Compared item={item} found={item.found} />}
    </Notice>
  );
}

function Compared({ item, found }: { item: Item; found: NonNullable<Item['found']> }) {
  const t = useTexts();
  const rows = [
    { key: 'description', label: t('album.description'), ours: item.description, theirs: found.description },
    { key: 'price', label: t('album.price'), ours: formatFen(item.price), theirs: formatFen(found.price) },
    { key: 'sn', label: t('album.sn'), ours: item.productSn, theirs: found.productSn || '–' },
  ].filter(({ ours, theirs }) => ours !== theirs);
  return (
    <table className={styles.compared}>
      <thead>
        <tr>
          <th />
          <th scope="col">{t('album.here')}</th>
          <th scope="col">{t('album.there')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, label, ours, theirs }) => (
          <tr key={key}>
            <th scope="row">{label}</th>
            <td>{ours}</td>
            <td>{theirs}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type ActionProps = { item: Item; limits: Album['limits']; onGone: () => void };

function Actions({ item, limits, onGone }: ActionProps) {
  const t = useTexts();
  const notify = useNotify();
  const { modal } = App.useApp();
  const [isEditing, setEditing] = useState(false);
  const name = shortOf(item);
  const remove = useWrite((_: undefined, key) => api.delete(`/album-items/${item.id}`, { key }), {
    refresh: ['/album-items', '/product-album'],
    onDone: () => {
      notify.done(t('album.removed', { name }));
      onGone();
    },
    onProblem: notify.problem,
  });
  const ask = () =>
    void modal.confirm({
      title: t('album.removeTitle', { name }),
      content: t('album.removeWhat'),
      okText: t('album.remove'),
      okButtonProps: { danger: true },
      onOk: () => remove.run(undefined),
    });
  return (
    <div className={styles.foot}>
      <Button type="text" onClick={ask} loading={remove.isRunning}>
        {t('album.remove')}
      </Button>
      <Button type="primary" onClick={() => setEditing(true)}>
        {t('album.edit')}
      </Button>
      {isEditing && <EditItem item={item} accounts={[]} limits={limits} onClose={() => setEditing(false)} />}
    </div>
  );
}
