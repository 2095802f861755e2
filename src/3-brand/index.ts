import type { Stage } from '#platform/stage.ts';
import { posterRoutes } from './posters/posters.routes.ts';
import { albumJobs } from './product-album/album.jobs.ts';
import { albumRoutes } from './product-album/album.routes.ts';
import { smsTemplateRoutes } from './sms/templates.routes.ts';

export { toChannelMessage } from './content/channel-message.ts';
export { valuesOf } from './content/personal.ts';
export { refuseTooLong, refuseUnknownPlaces } from './content/refusals.ts';
export { refuseAttachments } from './content/refuse-attachments.ts';
export { render, renderMessage, variablesIn } from './content/render.ts';
export { drawPoster } from './posters/drawing/draw-poster.ts';
export { pictureSize } from './posters/drawing/picture-size.ts';
export { checkPosterById, drawPosterById } from './posters/poster-drawing.ts';
export { createPoster } from './posters/posters.ts';
export { TEMPLATES } from './posters/templates.ts';
export { createItem as createAlbumItem } from './product-album/album.ts';
export { checkAlbum } from './product-album/check-album.ts';
export { tellAlbum } from './product-album/tell-album.ts';
export { costOf, partsOf, readSmsRules } from './sms/billing.ts';
export { listTemplates as listSmsTemplates } from './sms/templates.ts';

export const brand: Stage = {
  name: 'brand',
  routes: [...posterRoutes, ...albumRoutes, ...smsTemplateRoutes],
  jobs: albumJobs,
};
