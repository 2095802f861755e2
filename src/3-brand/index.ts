export { toChannelMessage } from './content/channel-message.ts';
export { valuesOf } from './content/personal.ts';
export { refuseTooLong, refuseUnknownPlaces } from './content/refusals.ts';
export { renderMessage, variablesIn } from './content/render.ts';
