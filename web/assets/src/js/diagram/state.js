// Paints where an instance stands on its diagram, and takes the old paint off again.
import { element } from '../dom.js';

const BADGE_WIDTH = 7; // pixels a character of a badge takes, for hanging it on the right edge

export class StatePainter {
  #painted = []; // [id, marker]
  #overlays = [];

  constructor(viewer) {
    this.canvas = viewer.get('canvas');
    this.overlays = viewer.get('overlays');
    this.registry = viewer.get('elementRegistry');
  }

  /** {nodes: {id: state}, flows: [id], badges: {id: {kind, text, title}}}; ids the diagram lacks are left out. */
  paint({ nodes = {}, flows = [], badges = {} }) {
    this.#clear();
    for (const [id, state] of Object.entries(nodes)) this.#mark(id, `st-${state}`);
    for (const id of flows) this.#mark(id, 'st-taken');
    for (const [id, badge] of Object.entries(badges)) this.#hang(id, badge);
  }

  #clear() {
    for (const [id, marker] of this.#painted) this.canvas.removeMarker(id, marker);
    for (const overlay of this.#overlays) this.overlays.remove(overlay);
    this.#painted = [];
    this.#overlays = [];
  }

  #mark(id, marker) {
    if (!this.registry.get(id)) return;
    this.canvas.addMarker(id, marker);
    this.#painted.push([id, marker]);
  }

  #hang(id, { kind, text, title }) {
    if (!this.registry.get(id)) return;
    const words = String(text);
    const html = element('span', { class: `ov ov-${kind}`, title }, words);
    this.#overlays.push(this.overlays.add(id, { position: { top: -12, right: words.length * BADGE_WIDTH + 6 }, html }));
  }
}
