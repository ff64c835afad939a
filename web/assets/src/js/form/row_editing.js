// The rows of an editable table: adding, removing, moving, pasting, and the keys that do it.
import { LocalExpressionContext, buildExpressionContext } from '@bpmn-io/form-js-viewer';
import { useContext } from 'preact/hooks';
import { settled } from '../dom.js';
import { text } from '../texts.js';
import { useService } from './frame.js';
import { spread } from './pasting.js';
import { moved } from './row_errors.js';
import { valueAt } from './values.js';

const TYPED = 'input[type="text"]:not([role="combobox"]):not(.fjs-select-hidden-input)';
const INPUT = 'input:not([disabled]):not(.fjs-hidden), textarea, select, [contenteditable="true"], button';

/** `columns` are those that cells can be pasted into; `say` tells a screen reader. */
export function useRows({ props, frame, say, columns }) {
  const form = useService('form');
  const { judge } = useService('refining');
  const language = useService('expressionLanguage');
  const scope = useContext(LocalExpressionContext);
  const { maxRows } = props.field.bihuan;
  const most = language.isExpression(maxRows) ? language.evaluate(maxRows, buildExpressionContext(scope)) : maxRows;
  return new Rows({ ...props, form, judge, frame, say, columns, most: typeof most === 'number' ? most : Infinity });
}

/** The rows as they stand at one drawing of the table. */
class Rows {
  constructor(given) {
    Object.assign(this, given);
    this.path = this.form.get('pathRegistry').getValuePath(this.field, { indexes: this.indexes });
    this.rows = valueAt(this.form._getState().data, this.path) ?? [];
    this.open = this.field.allowAddRemove !== false && !this.disabled && !this.readonly;
    this.full = this.rows.length >= this.most;
    this.keys = this.keys.bind(this);
    this.paste = this.paste.bind(this);
  }

  add(column = 0) {
    if (!this.open || this.full) return;
    const index = this.rows.length;
    const row = this.#fresh(index);
    this.form.get('eventBus').fire('repeatRenderManager.add', { dataPath: this.path, index, item: row });
    this.onChange({ value: [...this.rows, row] });
    this.#focus(index, column);
  }

  async remove(index) {
    this.form.get('eventBus').fire('repeatRenderManager.remove', { dataPath: this.path, index, item: this.rows[index] });
    this.#arrange([...this.rows.keys()].filter((place) => place !== index));
    this.say(text('rows_removed', { number: index + 1 }));
    await settled();
    const buttons = this.frame.current.querySelectorAll('.bh-row-remove');
    (buttons[Math.min(index, buttons.length - 1)] ?? this.frame.current.querySelector('.bh-row-add'))?.focus();
  }

  /** Up (-1) or down (1); the cursor goes along, to the cell it was in or the button that was pressed. */
  async move(index, step, column) {
    const target = index + step;
    if (!this.open || target < 0 || target >= this.rows.length) return;
    const order = [...this.rows.keys()];
    [order[index], order[target]] = [order[target], order[index]];
    this.#arrange(order);
    this.say(text('rows_moved', { number: target + 1 }));
    if (column !== undefined) return this.#focus(target, column);
    await settled();
    return this.#row(target)?.querySelector(step < 0 ? '.bh-row-up' : '.bh-row-down')?.focus();
  }

  keys(event) {
    const place = placeOf(event.target);
    if (!place || event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey) return;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.altKey && step) {
      event.preventDefault();
      this.move(place.row, step, place.column);
    } else if (event.key === 'Enter' && event.target.matches(TYPED)) {
      event.preventDefault();
      this.#goOn(place, event.shiftKey ? -1 : 1);
    }
  }

  #goOn({ row, column }, step) {
    if (row + step === this.rows.length) this.add(column);
    else if (row + step >= 0) this.#focus(row + step, column);
  }

  paste(event) {
    const place = placeOf(event.target);
    const content = event.clipboardData.getData('text/plain');
    const several = /[\t\n]/.test(content.trimEnd()) && !event.target.closest('[contenteditable="true"], textarea');
    if (!place || !this.open || !this.columns.length || !several) return;
    event.preventDefault();
    const pasted = spread({ content, rows: this.rows, columns: this.columns, place, fresh: (index) => this.#fresh(index), most: this.most });
    this.onChange({ value: pasted.rows });
    this.say(text(pasted.left ? 'rows_pasted_partly' : 'rows_pasted', { count: pasted.cells, left: pasted.left }));
  }

  #fresh(index) {
    const indexes = { ...this.indexes, [this.field.id]: index };
    return this.form._getInitializedFieldData(this.form._getState().data, { container: this.field, indexes });
  }

  #arrange(order) {
    this.judge.reorder(() => {
      moved(this.form, this.field, this.indexes, order);
      this.onChange({ value: order.map((place) => this.rows[place]) });
    });
  }

  #row(index) {
    return this.frame.current.querySelectorAll('tbody tr')[index];
  }

  async #focus(row, column) {
    await settled();
    this.#row(row)?.cells[column + 1]?.querySelector(INPUT)?.focus();
  }
}

/** Which cell something stands in; the number and the buttons of a row are none. */
function placeOf(target) {
  const cell = target.closest('.bh-rows td');
  if (!cell || cell.classList.contains('bh-row-tools')) return null;
  return { row: cell.parentElement.sectionRowIndex, column: cell.cellIndex - 1 };
}
