import { Form, Input, InputNumber, Segmented } from 'antd';
import { useRef } from 'react';
import type { smsAccountBody, smsAccountPatch } from '#customers/contract';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { EditDrawer } from '#web/kit/EditDrawer.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useTexts } from '../texts/index.ts';
import { NameField } from './fields.tsx';
import type { SmsAccount } from './SmsAccounts.tsx';

const VENDORS = ['aliyun', 'tencent'] as const;
type Vendor = (typeof VENDORS)[number];
type Values = {
  vendor: Vendor;
  name: string;
  signName: string;
  appId: string;
  keyId: string;
  keySecret: string;
  /** Fen a part. */
  price: number | null;
};

const inThousands = (price: number | null) => Math.round((price ?? 0) * 1_000);

/** 接入短信: which vendor, the signature, the keys, what a part costs; then it is checked. */
export function NewSms({ onClose, onMade }: { onClose: () => void; onMade: (id: string) => void }) {
  const t = useTexts();
  const notify = useNotify();
  const made = useRef<string>(undefined);
  const save = async ({ price, appId, ...values }: Values, key: string) => {
    const body: Wire<typeof smsAccountBody> = {
      ...values,
      ...(values.vendor === 'tencent' && { appId }),
      pricePerThousand: inThousands(price),
    };
    made.current = (await api.post<{ id: string }>('/sms-accounts', body, { key })).id;
  };
  return (
    <EditDrawer<Values>
      title={t('sms.newTitle')}
      what={t('sms.newWhat')}
      act={t('accounts.connectDo')}
      initial={{ vendor: 'aliyun', name: '', signName: '', appId: '', keyId: '', keySecret: '', price: null }}
      save={save}
      refresh={['/sms-accounts', '/accounts']}
      onSaved={() => notify.done(t('sms.connected'))}
      onClose={() => (made.current ? onMade(made.current) : onClose())}
    >
      {form => (
        <>
          <Form.Item name="vendor" label={t('sms.vendor')}>
            <Segmented options={VENDORS.map(value => ({ value, label: t(`sms.vendors.${value}`) }))} />
          </Form.Item>
          <NameField isNew />
          <Form.Item noStyle shouldUpdate={(one, other) => one.vendor !== other.vendor}>
            {() => <VendorFields vendor={form.getFieldValue('vendor') as Vendor} isNew />}
          </Form.Item>
        </>
      )}
    </EditDrawer>
  );
}

/** Another signature, key or price. A key that is left empty stays. */
export function EditSms({ account, onClose }: { account: SmsAccount; onClose: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  const save = ({ price, keyId, keySecret, appId, name, signName }: Values, key: string) => {
    const patch: Wire<typeof smsAccountPatch> = {
      ...{ name, signName, pricePerThousand: inThousands(price) },
      ...(appId && { appId }),
      ...(keyId && { keyId }),
      ...(keySecret && { keySecret }),
    };
    return api.patch(`/sms-accounts/${account.id}`, patch, { key });
  };
  const { vendor, name, signName, appId, pricePerThousand } = account;
  return (
    <EditDrawer<Values>
      title={t('sms.editTitle', { name })}
      initial={{
        ...{ vendor, name, signName, appId: appId ?? '', keyId: '', keySecret: '' },
        price: pricePerThousand / 1_000,
      }}
      save={save}
      refresh={['/sms-accounts', '/sms-templates', '/accounts']}
      onSaved={() => notify.done(t('saved'))}
      onClose={onClose}
    >
      <NameField />
      <VendorFields vendor={vendor} />
    </EditDrawer>
  );
}

function VendorFields({ vendor, isNew = false }: { vendor: Vendor; isNew?: boolean }) {
  const t = useTexts();
  const missing = (what: string) => ({ required: true, message: t('members.missing', { what }) });
  return (
    <>
      <Form.Item
        name="signName"
        label={t('sms.signName')}
        extra={t('sms.signHint')}
        rules={[missing(t('sms.signName')), { pattern: /^[^\s【】[\]]{2,12}$/, message: t('sms.signWrong') }]}
      >
        <Input maxLength={12} autoComplete="off" />
      </Form.Item>
      {vendor === 'tencent' && (
        <Form.Item
          name="appId"
          label="SdkAppId"
          extra={t('sms.appIdHint')}
          rules={[missing('SdkAppId'), { pattern: /^\d{6,20}$/, message: t('sms.appIdDigits') }]}
        >
          <Input inputMode="numeric" maxLength={20} autoComplete="off" />
        </Form.Item>
      )}
      <Form.Item
        name="keyId"
        label={t('sms.keyId')}
        extra={isNew ? t(`sms.keyIdHint.${vendor}`) : t('sms.keyKeep')}
        normalize={(value: string) => value.trim()}
        rules={isNew ? [missing(t('sms.keyId'))] : []}
      >
        <Input maxLength={100} autoComplete="off" spellCheck={false} />
      </Form.Item>
      <Form.Item
        name="keySecret"
        label={t('sms.keySecret')}
        extra={isNew ? t(`sms.keySecretHint.${vendor}`) : t('sms.keyKeep')}
        normalize={(value: string) => value.trim()}
        rules={isNew ? [missing(t('sms.keySecret'))] : []}
      >
        <Input.Password maxLength={200} autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="price"
        label={t('sms.price')}
        extra={t('sms.priceHint')}
        rules={[{ required: true, message: t('sms.priceMissing') }]}
      >
        <InputNumber min={0} max={1_000} step={0.1} precision={3} />
      </Form.Item>
    </>
  );
}
