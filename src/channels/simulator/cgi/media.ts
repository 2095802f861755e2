import { z } from 'zod';
import type { Content } from '../recorder/recorder.ts';
import type { Simulation } from '../simulation.ts';
import { type Call, type Endpoint, read, type Uploaded } from './endpoint.ts';
import { Refusal } from './errcodes.ts';
import { pixelsOf, secondsOf } from './measures.ts';

const MEGABYTE = 1_048_576;
const LEAST = 5;
/** Official page 90253: what each kind may weigh, and how its bytes begin. A voice's and a video's length is not looked at. */
const KINDS = {
  image: { most: 10 * MEGABYTE, begins: ['ffd8ff', '89504e47'], tooBig: 40_009 },
  voice: { most: 2 * MEGABYTE, begins: ['2321414d52'], tooBig: 40_006 },
  video: { most: 10 * MEGABYTE, begins: undefined, tooBig: 40_011 },
  file: { most: 20 * MEGABYTE, begins: undefined, tooBig: 40_006 },
} as const;
type Kind = keyof typeof KINDS;

const typed = z.object({ type: z.string() });
const isKind = (type: string): type is Kind => type in KINDS;

/** @throws Refusal 44001 no file, 40006 too small, the kind's own code too big, 40004 another kind of file. */
function check({ file }: Call, kind: Kind, most: number = KINDS[kind].most): Uploaded {
  if (!file) throw new Refusal(44001);
  if (file.bytes.length <= LEAST) throw new Refusal(40006);
  if (file.bytes.length > most) throw new Refusal(KINDS[kind].tooBig);
  const head = Buffer.from(file.bytes.subarray(0, 8)).toString('hex');
  const begins: readonly string[] | undefined = KINDS[kind].begins;
  if (begins && !begins.some(beginning => head.startsWith(beginning))) throw new Refusal(40004);
  return file;
}

/** For some days, for every app of the corp. */
const upload: Endpoint = {
  path: 'media/upload',
  method: 'POST',
  may: 'directory',
  empty: { media_id: '' },
  answer(call) {
    const { type } = read(typed, call.query);
    if (!isKind(type)) throw new Refusal(40005);
    const { name, bytes } = check(call, type);
    const mediaId = keep(call, type, '3', type === 'image' ? base64Of(bytes) : null);
    if (type === 'file')
      call.simulation.store.run('insert into media_names (media_id, name) values (?, ?)', mediaId, name);
    const createdAt = Math.floor(call.simulation.clock.milliseconds() / 1_000);
    return { type, media_id: mediaId, created_at: String(createdAt) };
  },
};

/** An address for ever, of a picture in a message. */
const uploadimg: Endpoint = {
  path: 'media/uploadimg',
  method: 'POST',
  may: 'directory',
  empty: { url: '' },
  answer(call) {
    const { bytes } = check(call, 'image', 2 * MEGABYTE);
    const name = keep(call, 'picture', 'pic', base64Of(bytes));
    return { url: `${call.origin}/simulator/pictures/${name}` };
  },
};

const attachmentQuery = z.object({
  media_type: z.enum(['image', 'video', 'file']),
  attachment_type: z.coerce.number().int(),
});
/** What attachments are for, by attachment_type; each media_id is good for that alone. */
const USES: ReadonlyMap<number, 'moment' | 'album'> = new Map([
  [1, 'moment'],
  [2, 'album'],
]);

/** Of moments: pictures of at most so many pixels, videos that are mp4 and not too long. */
const uploadAttachment: Endpoint = {
  path: 'media/upload_attachment',
  method: 'POST',
  may: 'customer_contact',
  empty: { media_id: '' },
  answer(call) {
    const { media_type: type, attachment_type } = read(attachmentQuery, call.query);
    const use = USES.get(attachment_type);
    if (!use) throw new Refusal(40058);
    if (type === 'file' || (use === 'album' && type !== 'image')) throw new Refusal(41072);
    const { bytes } = check(call, type);
    if (use === 'moment') checkMoment(call, type, Buffer.from(bytes));
    const mediaId = keep(call, `${use}_${type}`, '3a', type === 'image' ? base64Of(bytes) : null);
    const createdAt = Math.floor(call.simulation.clock.milliseconds() / 1_000);
    return { type, media_id: mediaId, created_at: String(createdAt) };
  },
};

/** @throws Refusal 41081 too many pixels, 41090 no mp4, 41082 too long. */
function checkMoment({ simulation: { settings } }: Call, type: 'image' | 'video', bytes: Buffer): void {
  if (type === 'image') {
    if (pixelsOf(bytes) > settings.momentPixels) throw new Refusal(41081);
    return;
  }
  if (bytes.toString('latin1', 4, 8) !== 'ftyp') throw new Refusal(41090);
  if (secondsOf(bytes) > settings.momentVideoSeconds) throw new Refusal(41082);
}

/** @returns its name. */
function keep(
  { simulation, app }: Call,
  kind: Kind | 'picture' | `${'moment' | 'album'}_${'image' | 'video'}`,
  prefix: string,
  bytes: string | null,
): string {
  const { store, chance, clock } = simulation;
  const mediaId = chance.name(prefix, 60);
  store.run(
    'insert into media (media_id, corpid, kind, created_at, base64) values (?, ?, ?, ?, ?)',
    ...[mediaId, app.corpid, kind, clock.milliseconds(), bytes],
  );
  return mediaId;
}

const base64Of = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

/** What a file is called to who gets it. */
export function fileNameOf({ store }: Simulation, mediaId: string): string | undefined {
  return store.one<{ name: string }>('select name from media_names where media_id = ?', mediaId)?.name;
}

/** The bytes of a picture, by the name in its address or its media_id. */
export function pictureOf({ store }: Simulation, name: string): Buffer<ArrayBuffer> | undefined {
  const row = store.one<{ base64: string }>(
    'select base64 from media where media_id = ? and base64 is not null',
    name,
  );
  return row && Buffer.from(row.base64, 'base64');
}

/**
 * A media_id is looked up where a message uses it.
 * @throws Refusal 40007 there is none of that name in this corp, or it is too old; 41072 it is for moments.
 */
export function refuseStaleMedia(
  { store, clock, settings }: Simulation,
  corpid: string,
  content: Content,
): void {
  const since = clock.milliseconds() - settings.mediaSeconds * 1_000;
  for (const mediaId of mediaIdsOf(content)) {
    const known = store.one<{ kind: string }>(
      `select kind from media where corpid = ? and media_id = ? and kind <> 'picture' and created_at > ?`,
      ...[corpid, mediaId, since],
    );
    if (!known) throw new Refusal(40007);
    if (known.kind.includes('_')) throw new Refusal(41072);
  }
}

/** @throws Refusal 40007 unknown or too old, 41072 uploaded for something else. */
export function refuseForeignMedia(
  call: Call,
  mediaId: string,
  kind: 'moment_image' | 'moment_video' | 'album_image',
): void {
  const { simulation, app } = call;
  const since = simulation.clock.milliseconds() - simulation.settings.mediaSeconds * 1_000;
  const known = simulation.store.one<{ kind: string }>(
    'select kind from media where corpid = ? and media_id = ? and created_at > ?',
    ...[app.corpid, mediaId, since],
  );
  if (!known) throw new Refusal(40007);
  if (known.kind !== kind) throw new Refusal(41072);
}

const withMedia = z.looseObject({
  image: z.object({ media_id: z.string().optional() }).optional(),
  video: z.object({ media_id: z.string() }).optional(),
  file: z.object({ media_id: z.string() }).optional(),
  miniprogram: z.object({ pic_media_id: z.string().optional() }).optional(),
});

function mediaIdsOf({ attachments = [] }: Content): string[] {
  return attachments.flatMap(attachment => {
    const { image, video, file, miniprogram } = withMedia.parse(attachment);
    return [image?.media_id, video?.media_id, file?.media_id, miniprogram?.pic_media_id].filter(
      id => id !== undefined,
    );
  });
}

export const media: readonly Endpoint[] = [upload, uploadimg, uploadAttachment];
