// What every page has.
import './htmx.js';
import { attachCopying } from './copying.js';
import { attachCounts } from './counts.js';
import { attachDialogs } from './dialogs.js';
import { forgetOnLogout } from './form/kept.js';
import { attachKeyboard } from './keyboard.js';
import { attachLive } from './live.js';
import { attachPrinting } from './printing.js';
import { attachRequests } from './requests.js';
import { attachTicks } from './ticks.js';
import { attachToasts } from './toasts.js';

attachRequests();
attachDialogs();
attachToasts();
attachCopying();
attachCounts();
attachKeyboard();
attachLive();
attachPrinting();
attachTicks();
forgetOnLogout();
