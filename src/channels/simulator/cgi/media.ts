import { z } from 'zod';
import type { Content } from '../recorder/recorder.ts';
import type { Simulation } from '../simulation.ts';
import { type Call, type Endpoint, read, type Uploaded } from './endpoint.ts';
import { Refusal } from './errcodes.ts';

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
    check(call, type);
    const mediaId = keep(call, type, '3', null);
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
    const name = keep(call, 'picture', 'pic', Buffer.from(bytes).toString('base64'));
    return { url: `${call.origin}/simulator/pictures/${name}` };
  },
};

/** @returns its name. */
function keep(
  { simulation, app }: Call,
  kind: Kind | 'picture',
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

/** The bytes of a picture that messages name by its address. */
export function pictureOf({ store }: Simulation, name: string): Buffer<ArrayBuffer> | undefined {
  const row = store.one<{ base64: string }>(
    `select base64 from media where media_id = ? and kind = 'picture'`,
    name,
  );
  return row && Buffer.from(row.base64, 'base64');
}

/**
 * A media_id is looked up where a message uses it.
 * @throws Refusal 40007 there is none of that name in this corp, or it is too old.
 */
export function refuseStaleMedia(
  { store, clock, settings }: Simulation,
  corpid: string,
  content: Content,
): void {
  const since = clock.milliseconds() - settings.mediaSeconds * 1_000;
  for (const mediaId of mediaIdsOf(content)) {
    const known = store.one(
      `select 1 from media where corpid = ? and media_id = ? and kind <> 'picture' and created_at > ?`,
      ...[corpid, mediaId, since],
    );
    if (!known) throw new Refusal(40007);
  }
}

const withMedia = z.looseObject({
  image: z.object({ media_id: z.string().optional() }).optional(),
  video: z.object({ media_id: z.string() }).optional(),
  file: z.object({ media_id: z.string() }).optional(),
  miniprogram: z.object({ pic_media_id: z.string() }).optional(),
});

function mediaIdsOf({ attachments = [] }: Content): string[] {
  return attachments.flatMap(attachment => {
    const { image, video, file, miniprogram } = withMedia.parse(attachment);
    return [image?.media_id, video?.media_id, file?.media_id, miniprogram?.pic_media_id].filter(
      id => id !== undefined,
    );
  });
}

export const media: readonly Endpoint[] = [upload, uploadimg];
