// htmx as the rest of the scripts and its own extensions expect it: a global.
import htmx from 'htmx.org/dist/htmx.esm.js';

window.htmx = htmx;

export default htmx;
