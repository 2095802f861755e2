import { createCanvas, loadImage } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { imageRoutes } from '#platform/files/images.routes.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { brand } from '../index.ts';
import { readCode } from '../testing/index.ts';
import { type PosterDesign, posterDesign } from './contract.ts';
import { drawDesign, encoded } from './poster-drawing.ts';
import { TEMPLATES } from './templates.ts';

const platform = await testPlatform();
const { db } = platform;
const open = testClient(platform, [...brand.routes, ...imageRoutes]);
const client = open.as(await testMember(platform));
const LINK = 'https://siyu.example.com/c/abcd2345?p=a&city=%E6%9D%AD%E5%B7%9E';

const [counter] = TEMPLATES;
const design = (layers: object[], more: object = {}): PosterDesign =>
  posterDesign.parse({
    ...{ width: 750, height: 1_334, background: { kind: 'colour', colour: '#ffffff' } },
    layers,
    ...more,
  });
const code = (more: object = {}) => ({ kind: 'qr', x: 60, y: 60, size: 400, ...more });
const words = (text: string, more: object = {}) => ({
  ...{ kind: 'text', x: 60, y: 600, width: 600, size: 60, lines: 3 },
  text,
  ...more,
});
const wire = ({ layers, ...rest }: PosterDesign, more: object = {}) => ({
  ...rest,
  layers: layers.map(layer => (layer.kind === 'picture' ? { ...layer, file: `file_${layer.file}` } : layer)),
  ...more,
});
const draw = async (of: PosterDesign, format: 'jpg' | 'png' = 'jpg') =>
  await encoded(await drawDesign({ platform, db }, of, { link: LINK }), format);
const refusal = async (of: PosterDesign) => {
  const { status, body } = await client.post('/posters', wire(of, { name: '海报' }));
  return [status, (body as { code?: string }).code];
};

test.each(TEMPLATES.map(template => [template.key, template] as const))(
  'an independent reader reads the code of %s, as JPEG and as PNG',
  async (_, template) => {
    expect(await readCode(await draw(template))).toBe(LINK);
    expect(await readCode(await draw(template, 'png'))).toBe(LINK);
  },
);

test.each(['L', 'M', 'Q', 'H'])('level %s holds on a dark, busy ground', async level => {
  const dark = design(
    [{ kind: 'shape', x: 0, y: 0, width: 750, height: 900, colour: '#101010' }, code({ level })],
    {
      background: { kind: 'gradient', from: '#331144', to: '#002211', angle: 30 },
    },
  );
  expect(await readCode(await draw(dark))).toBe(LINK);
});

test('nothing lies over the code, whatever stands after it', async () => {
  const covered = design([
    code(),
    { kind: 'shape', x: 0, y: 0, width: 750, height: 1_334, colour: '#00aa00' },
  ]);
  expect(await readCode(await draw(covered))).toBe(LINK);
});

test('a poster is made, found, changed once, drawn and put away', async () => {
  if (!counter) throw new Error('no template');
  const { key: _, name: __, what: ___, ...begun } = counter;
  const body = { ...begun, name: '延安路店立牌', hook: '青团今天到' };
  const { id } = (await client.post('/posters', body)).body as { id: string };
  const [row] = ((await client.get('/posters?q=青团')).body as { data: object[] }).data;
  expect(row).toMatchObject({
    id,
    name: '延安路店立牌',
    hook: '青团今天到',
    version: 1,
    createdBy: 'owner all',
  });
  expect((await client.get(`/posters/${id}`)).body).toMatchObject({ layers: begun.layers, width: 750 });

  const changed = await client.send('PUT', `/posters/${id}`, { ...body, hook: '明天到', version: 1 });
  expect(changed.body).toEqual({ version: 2 });
  const late = await client.send('PUT', `/posters/${id}`, { ...body, version: 1 });
  expect([late.status, (late.body as { code: string }).code]).toEqual([409, 'poster_changed_meanwhile']);

  expect((await client.send('DELETE', `/posters/${id}`)).status).toBe(200);
  expect(((await client.get('/posters')).body as { data: object[] }).data).toEqual([]);
  expect(((await client.get('/posters?archived=yes')).body as { data: object[] }).data).toHaveLength(1);
  expect((await client.send('PUT', `/posters/${id}`, { ...body, version: 2 })).status).toBe(404);
  const picture = await pictureOf(`/posters/${id}/picture?width=240`);
  expect([picture.width, picture.height]).toEqual([240, 427]);
  const { rows } = await platform.pool.query(
    `select action from audit_log where object_kind = 'poster' order by id`,
  );
  expect(rows.map(({ action }) => action)).toEqual(['poster.created', 'poster.changed', 'poster.archived']);
});

async function pictureOf(path: string) {
  const { token } = await testMember(platform, 'staff');
  const response = await open.app.request(`/api/v1${path}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  return await loadImage(Buffer.from(await response.arrayBuffer()));
}

test('the preview is the drawing itself, and says where each layer came to lie', async () => {
  const asked = wire(design([words('每天早上七点，面包出炉，来晚了就没有了。'), code()]));
  const { image, boxes } = (await client.post('/posters/preview', asked)).body as {
    image: string;
    boxes: object[];
  };
  expect(boxes).toEqual([
    { layer: 0, x: 60, y: 600, width: 600, height: 168, lines: 2 },
    { layer: 1, x: 60, y: 60, width: 400, height: 400, lines: null },
  ]);
  const drawn = await loadImage(Buffer.from(image.split(',')[1] ?? '', 'base64'));
  expect([drawn.width, drawn.height]).toEqual([600, 1_067]);
});

test('a character that our fonts lack is named in the preview', async () => {
  const asked = wire(design([words('{{hook}}'), code()], { hook: '𠮷祥如意' }));
  expect((await client.post('/posters/preview', asked)).body).toMatchObject({ unknown: ['𠮷'] });
});

test('the hook and the company stand where the design wants them', async () => {
  const said = async (text: string, hook: string) =>
    (await drawDesign({ platform, db }, design([words(text), code()], { hook }))).boxes[0]?.lines;
  expect(await said('{{hook}}', '短')).toBe(1);
  expect(await said('{{ hook }}', '一句要占两行的钩子，长一些')).toBe(2);
});

test('Chinese is Chinese and emoji are in colour', async () => {
  const pixels = async (text: string) => {
    const only = design([words(text, { x: 0, y: 0, size: 200, width: 700 }), code({ y: 700 })], {
      height: 1_200,
    });
    const { canvas } = await drawDesign({ platform, db }, only);
    return canvas.getContext('2d').getImageData(0, 0, 300, 300).data;
  };
  const [bread, rare, rose] = await Promise.all([pixels('面'), pixels('䶮'), pixels('🌹')]);
  expect(Buffer.from(bread).equals(Buffer.from(rare))).toBe(false);
  const colours = (data: Uint8ClampedArray) => {
    let coloured = 0;
    for (let at = 0; at < data.length; at += 4)
      if (Math.abs((data[at] ?? 0) - (data[at + 2] ?? 0)) > 60) coloured += 1;
    return coloured;
  };
  expect(colours(bread)).toBe(0);
  expect(colours(rose)).toBeGreaterThan(2_000);
});

test('what cannot work is refused when it is saved, in words', async () => {
  expect(await refusal(design([words('没有二维码')]))).toEqual([422, 'poster_needs_one_code']);
  expect(await refusal(design([code(), code({ y: 700 })]))).toEqual([422, 'poster_needs_one_code']);
  expect(await refusal(design([code({ x: 500 })]))).toEqual([422, 'poster_code_outside']);
  expect(await refusal(design([code({ size: 90 })]))).toEqual([422, 'poster_code_too_small']);
  const long = words('一段很长的文字'.repeat(20));
  expect(await refusal(design([code(), long]))).toEqual([422, 'poster_text_too_long']);
  const nowhere = { kind: 'picture', x: 0, y: 600, width: 200, height: 200, file: 'file_999' };
  expect(await refusal(design([code(), nowhere]))).toEqual([422, 'poster_picture_missing']);
});

test('pictures are cut to their place; broken and enormous ones are refused by name', async () => {
  const red = createCanvas(40, 20);
  const pen = red.getContext('2d');
  pen.fillStyle = '#ff0000';
  pen.fillRect(0, 0, 40, 20);
  const good = await stored(red.toBuffer('image/png'));
  const square = (file: string) => ({
    kind: 'picture',
    x: 100,
    y: 600,
    width: 200,
    height: 200,
    radius: 100,
    file,
  });
  const { canvas } = await drawDesign({ platform, db }, design([code(), square(good)]));
  const at = (x: number, y: number) => [...canvas.getContext('2d').getImageData(x, y, 1, 1).data];
  expect(at(200, 700)).toEqual([255, 0, 0, 255]);
  expect(at(103, 603)).toEqual([255, 255, 255, 255]);

  const cut = await stored(Buffer.concat([red.toBuffer('image/png').subarray(0, 8), Buffer.alloc(10)]));
  expect(await refusal(design([code(), square(cut)]))).toEqual([422, 'poster_picture_broken']);
  const bomb = red.toBuffer('image/png');
  bomb.writeUInt32BE(60_000, 16);
  bomb.writeUInt32BE(60_000, 20);
  expect(await refusal(design([code(), square(await stored(bomb))]))).toEqual([
    422,
    'poster_picture_too_large',
  ]);
});

async function stored(bytes: Buffer): Promise<string> {
  const { token } = await testMember(platform);
  const response = await open.app.request('/api/v1/images?name=图.png', {
    ...{ method: 'POST', body: new Uint8Array(bytes) },
    headers: { authorization: `Bearer ${token}` },
  });
  return ((await response.json()) as { id: string }).id;
}

test('staff look at posters and change none', async () => {
  const staff = open.as(await testMember(platform, 'staff'));
  expect((await staff.get('/posters')).status).toBe(200);
  expect((await staff.post('/posters', wire(design([code()]), { name: '海报' }))).status).toBe(403);
});
