import { Checkbox, Form, type FormInstance, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { api } from '#web/api/api.ts';
import { EditDrawer } from '#web/kit/EditDrawer.tsx';
import { formatFen } from '#web/kit/format.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './Album.module.css';
import { PicturesField } from './PicturesField.tsx';
import { ProductField } from './ProductField.tsx';
import type { Album, AlbumAccount, Item, Product } from './reads.ts';

type Values = {
  accountId: string | undefined;
  productId: string | null;
  files: string[];
  description: string;
  /** In yuan, as people write it. */
  yuan: number | null;
  followsPrice: boolean;
  productSn: string;
};
type Props = {
  item?: Item | undefined;
  accounts: readonly AlbumAccount[];
  limits: Album['limits'];
  onClose: () => void;
};

/** A product of the album, new or changed. */
export function EditItem({ item, accounts, limits, onClose }: Props) {
  const t = useTexts();
  const notify = useNotify();
  const save = async ({ accountId, yuan, ...rest }: Values, key: string) => {
    const body = { ...rest, price: Math.round((yuan ?? 0) * 100) };
    if (item) return await api.put(`/album-items/${item.id}`, body, { key });
    return await api.post(
      '/album-items',
      { ...body, accountId: accountId ?? accounts[0]?.account.id },
      { key },
    );
  };
  return (
    <EditDrawer<Values>
      title={t(item ? 'album.editTitle' : 'album.newTitle')}
      what={t(item ? 'album.editWhat' : 'album.newWhat')}
      initial={valuesOf(item, accounts)}
      save={save}
      refresh={['/album-items', '/product-album']}
      onSaved={() => notify.done(t('album.saved'))}
      onClose={onClose}
    >
      {form => (
        <>
          {!item && accounts.length > 1 && (
            <Form.Item name="accountId" label={t('album.account')}>
              <Select options={accounts.map(({ account }) => ({ value: account.id, label: account.name }))} />
            </Form.Item>
          )}
          <Fields form={form} item={item} limits={limits} />
        </>
      )}
    </EditDrawer>
  );
}

type FieldsProps = { form: FormInstance<Values>; item: Item | undefined; limits: Album['limits'] };

function Fields({ form, item, limits }: FieldsProps) {
  const t = useTexts();
  const [shopPrice, setShopPrice] = useState(item?.product?.price ?? null);
  const chosen = (product: Product | undefined) => {
    setShopPrice(product?.price ?? null);
    fillIn(form, product);
  };
  return (
    <>
      <Form.Item name="productId" label={t('album.product')} extra={t('album.productHint')}>
        <ProductField onChosen={chosen} />
      </Form.Item>
      <Form.Item
        name="files"
        label={t('album.pictures')}
        extra={t('album.picturesHint')}
        rules={[{ required: true, type: 'array', min: 1, message: t('album.missingPictures') }]}
      >
        <PicturesField />
      </Form.Item>
      <Form.Item
        name="description"
        label={t('album.description')}
        extra={t('album.descriptionHint', { max: limits.description })}
        rules={[{ required: true, whitespace: true, message: t('album.missingDescription') }]}
      >
        <Input.TextArea maxLength={limits.description} autoSize={{ minRows: 3, maxRows: 8 }} />
      </Form.Item>
      <PriceFields form={form} shopPrice={shopPrice} most={limits.price} />
      <Form.Item
        name="productSn"
        label={t('album.sn')}
        extra={t('album.snHint')}
        normalize={(value: string) => value.trim()}
        rules={[
          { required: true, message: t('album.missingSn') },
          { pattern: /^[0-9A-Za-z]+$/, message: t('album.badSn') },
        ]}
      >
        <Input maxLength={limits.number} autoComplete="off" spellCheck={false} />
      </Form.Item>
    </>
  );
}

type PriceProps = { form: FormInstance<Values>; shopPrice: number | null; most: number };

function PriceFields({ form, shopPrice, most }: PriceProps) {
  const t = useTexts();
  const follows = Form.useWatch('followsPrice', form) === true && shopPrice !== null;
  return (
    <>
      <Form.Item
        name="yuan"
        label={t('album.price')}
        extra={t('album.priceHint', { max: formatFen(most) })}
        rules={[{ required: true, message: t('album.missingPrice') }]}
      >
        <InputNumber
          className={styles.price ?? ''}
          min={0}
          max={most / 100}
          precision={2}
          prefix="¥"
          disabled={follows}
        />
      </Form.Item>
      <Form.Item
        name="followsPrice"
        valuePropName="checked"
        hidden={shopPrice === null}
        extra={t('album.followsWhat')}
      >
        <Checkbox
          onChange={({ target }) =>
            target.checked && shopPrice !== null && form.setFieldValue('yuan', shopPrice / 100)
          }
        >
          {t('album.follows', { price: formatFen(shopPrice ?? 0) })}
        </Checkbox>
      </Form.Item>
    </>
  );
}

/** What somebody has written stays; a number that WeCom would not take is not brought along. */
function fillIn(form: FormInstance<Values>, product: Product | undefined): void {
  if (product?.price == null) form.setFieldValue('followsPrice', false);
  if (!product) return;
  const given = form.getFieldsValue();
  const sku = product.sku.replace(/[^0-9A-Za-z]/g, '');
  form.setFieldsValue({
    ...(!given.description?.trim() && { description: product.name }),
    ...(!given.productSn && sku && { productSn: sku }),
    ...(product.price !== null &&
      (given.yuan == null || given.followsPrice) && { yuan: product.price / 100 }),
  });
}

function valuesOf(item: Item | undefined, accounts: readonly AlbumAccount[]): Values {
  return {
    ...{ accountId: item?.account.id ?? accounts[0]?.account.id, productId: item?.product?.id ?? null },
    ...{ files: [...(item?.files ?? [])], description: item?.description ?? '' },
    ...{ yuan: item ? item.price / 100 : null, followsPrice: item?.followsPrice ?? false },
    productSn: item?.productSn ?? '',
  };
}
