// A list as an editable table; where it is too narrow for one, a card for each row.
import { Errors, FormField, FormRenderContext, Label, LocalExpressionContext, buildExpressionContext, useSingleLineTemplateEvaluation } from '@bpmn-io/form-js-viewer';
import { h } from 'preact';
import { useContext, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { text } from '../../texts.js';
import { settled } from '../../dom.js';
import { classes, icon, useService } from '../frame.js';
import { spread } from '../pasting.js';
import { moved } from '../row_errors.js';
import { sentence } from '../sentences.js';
import { valueAt } from '../values.js';

const NARROWEST = 100; // pixels that a column needs to be typed in
const BESIDE = 126; // pixels for the number and the buttons of a row
const WIDE_CARD = 520; // pixels from which a card has two columns
const UNSEEN = new Set(['expression', 'spacer']);

function Table(props) {
  const { field, domId, indexes, errors = [], disabled, readonly, onChange } = props;
  const form = useService('form');
  const { judge } = useService('refining');
  const language = useService('expressionLanguage');
  const scope = useContext(LocalExpressionContext);
  const frame = useRef(null);
  const [said, setSaid] = useState('');
  const columns = (field.components ?? []).filter(({ type }) => !UNSEEN.has(type));
  const simple = columns.every((column) => !column.components);
  const width = useWidth(frame);
  const cards = !simple || width < columns.length * NARROWEST + BESIDE;
  const path = form.get('pathRegistry').getValuePath(field, { indexes });
  const rows = valueAt(form._getState().data, path) ?? [];
  const most = limit(field.bihuan.maxRows, language, scope);
  const open = field.allowAddRemove !== false && !disabled && !readonly;
  const full = most !== null && rows.length >= most;
  const errorId = `${domId}-error-message`;

  const fresh = (index) => form._getInitializedFieldData(form._getState().data, { container: field, indexes: { ...indexes, [field.id]: index } });
  const focus = async (row, column = 0) => {
    await settled();
    inputIn(frame.current.querySelectorAll('tbody tr')[row]?.cells[column + 1])?.focus();
  };
  const add = (column = 0) => {
    if (!open || full) return;
    const row = fresh(rows.length);
    form.get('eventBus').fire('repeatRenderManager.add', { dataPath: path, index: rows.length, item: row });
    onChange({ value: [...rows, row] });
    focus(rows.length, column);
  };
  const arrange = (order) => judge.reorder(() => {
    moved(form, field, indexes, order);
    onChange({ value: order.map((place) => rows[place]) });
  });
  const remove = async (index) => {
    form.get('eventBus').fire('repeatRenderManager.remove', { dataPath: path, index, item: rows[index] });
    arrange(without(rows.map((_, place) => place), index));
    setSaid(text('rows_removed', { number: index + 1 }));
    await settled();
    const buttons = frame.current.querySelectorAll('.bh-row-remove');
    (buttons[Math.min(index, buttons.length - 1)] ?? frame.current.querySelector('.bh-row-add'))?.focus();
  };
  const move = async (index, step, column) => {
    const target = index + step;
    if (!open || target < 0 || target >= rows.length) return;
    const order = rows.map((_, place) => place);
    [order[index], order[target]] = [order[target], order[index]];
    arrange(order);
    setSaid(text('rows_moved', { number: target + 1 }));
    if (column !== undefined) focus(target, column);
    else {
      await settled();
      frame.current.querySelectorAll('tbody tr')[target]?.querySelector(step < 0 ? '.bh-row-up' : '.bh-row-down')?.focus();
    }
  };
  const keys = (event) => {
    const place = placeOf(event.target);
    if (!place || event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey) return;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.altKey && step) {
      event.preventDefault();
      move(place.row, step, place.column);
    } else if (event.key === 'Enter' && event.target.matches('input[type="text"]:not([role="combobox"]):not(.fjs-select-hidden-input)')) {
      event.preventDefault();
      const next = place.row + (event.shiftKey ? -1 : 1);
      if (next === rows.length) add(place.column);
      else if (next >= 0) focus(next, place.column);
    }
  };
  const paste = (event) => {
    const place = placeOf(event.target);
    const content = event.clipboardData.getData('text/plain');
    if (!place || !open || !simple || !/[\t\n]/.test(content.trimEnd()) || event.target.closest('[contenteditable="true"], textarea')) return;
    event.preventDefault();
    const pasted = spread({ content, rows, columns, place, fresh, most: most ?? Infinity });
    onChange({ value: pasted.rows });
    setSaid(text(pasted.left ? 'rows_pasted_partly' : 'rows_pasted', { count: pasted.cells, left: pasted.left }));
  };
  const row = (_, index) => h(Row, {
    key: index, props, columns, index, scope, value: rows[index], open,
    up: index > 0 && (() => move(index, -1)), down: index < rows.length - 1 && (() => move(index, 1)), remove: () => remove(index),
  });
  return h('div', { ref: frame, id: domId, tabIndex: -1, class: classes('bh-rows fjs-form-field', cards ? 'is-cards' : 'is-table', width > WIDE_CARD && 'is-wide', errors.length && 'fjs-has-errors'), role: 'group', 'aria-labelledby': `${domId}-label`, 'aria-describedby': errors.length ? errorId : undefined },
    h('div', { class: 'bh-rows-head' }, h(Label, { id: `${domId}-label`, label: field.label }), field.description && h('p', { class: 'fjs-form-field-description' }, field.description)),
    rows.length > 0 && h('table', { role: 'table', 'aria-labelledby': `${domId}-label`, onKeyDown: keys, onPaste: paste },
      h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' },
        h('th', { role: 'columnheader', scope: 'col', class: 'bh-number' }, h('span', { class: 'sr' }, text('rows_row'))),
        columns.map((column) => h(Heading, { key: column.id, column })),
        h('th', { role: 'columnheader', scope: 'col', class: 'bh-row-tools' }, h('span', { class: 'sr' }, text('rows_tools'))))),
      h('tbody', { role: 'rowgroup' }, rows.map(row))),
    !rows.length && h('p', { class: 'bh-rows-none' }, text('rows_none')),
    h(Errors, { id: errorId, errors }),
    open && h('div', { class: 'bh-rows-foot' },
      h('button', { type: 'button', class: 'btn btn-small bh-row-add', disabled: full, onClick: () => add() }, icon('plus'), text('rows_add')),
      full && h('span', { class: 'field-hint' }, sentence('max-rows', { limit: most })),
      !cards && h('span', { class: 'field-hint bh-rows-keys' }, text('rows_keys'))),
    h('span', { class: 'sr', role: 'status' }, said));
}

function Heading({ column }) {
  const label = useSingleLineTemplateEvaluation(column.label || column.dateLabel || column.timeLabel || '', { debug: true });
  return h('th', { role: 'columnheader', scope: 'col' }, label, column.validate?.required && h('span', { class: 'fjs-asterix', 'aria-hidden': true }, '*'));
}

/** One row; what expressions in it see is what they see in any list of form-js. */
function Row({ props, columns, index, scope, value, open, up, down, remove }) {
  const { field, indexes } = props;
  const render = useContext(FormRenderContext);
  const context = useMemo(() => ({
    data: scope.data,
    this: value,
    parent: buildExpressionContext({ ...scope, data: scope.this }),
    i: [...scope.i, index + 1],
  }), [scope, value, index]);
  const here = useMemo(() => ({ ...indexes, [field.id]: index }), [indexes, field.id, index]);
  const bare = useMemo(() => ({ ...render, Column: ({ children: inner }) => inner }), [render]);
  const number = index + 1;
  const cell = (column) => h(FormField, { ...props, key: column.id, field: column, indexes: here });
  const unseen = (field.components ?? []).filter(({ type }) => UNSEEN.has(type));
  const tool = (name, symbol, word, act) => h('button', {
    type: 'button', class: `btn btn-quiet btn-icon btn-small bh-row-${name}`, disabled: !act, 'aria-label': text(word, { number }), title: text(word, { number }), onClick: act || undefined,
  }, icon(symbol));
  return h(LocalExpressionContext.Provider, { value: context },
    h(FormRenderContext.Provider, { value: bare },
      h('tr', { role: 'row' },
        h('th', { role: 'rowheader', scope: 'row', class: 'bh-number' }, h('span', { class: 'bh-number-short', 'aria-hidden': true }, number), h('span', { class: 'bh-number-long' }, text('rows_number', { number }))),
        columns.map((column) => h('td', { role: 'cell', key: column.id }, column.components ? h(FormRenderContext.Provider, { value: render }, cell(column)) : cell(column))),
        h('td', { role: 'cell', class: 'bh-row-tools' },
          open && [tool('up', 'arrow-up', 'rows_up', up), tool('down', 'arrow-down', 'rows_down', down), tool('remove', 'trash-2', 'rows_remove', remove)],
          unseen.map(cell)))));
}

function limit(written, language, scope) {
  const most = language.isExpression(written) ? language.evaluate(written, buildExpressionContext(scope)) : written;
  return typeof most === 'number' ? most : null;
}

const without = (list, index) => list.filter((_, place) => place !== index);

/** Which cell something stands in; -1 and beyond are not cells of ours. */
function placeOf(target) {
  const cell = target.closest('.bh-rows.is-table td, .bh-rows.is-cards td');
  const row = cell?.parentElement;
  if (!row || cell.classList.contains('bh-row-tools')) return null;
  return { row: row.sectionRowIndex, column: cell.cellIndex - 1 };
}

function inputIn(cell) {
  return cell?.querySelector('input:not([disabled]):not(.fjs-hidden), textarea, select, [contenteditable="true"], button');
}

/** The place there is, in pixels; boundless until it is known. */
function useWidth(frame) {
  const [width, setWidth] = useState(Infinity);
  useLayoutEffect(() => {
    // On a page that is not shown there is none.
    const look = () => frame.current.clientWidth && setWidth(frame.current.clientWidth);
    look();
    const watcher = new ResizeObserver(look);
    watcher.observe(frame.current);
    return () => watcher.disconnect();
  }, []);
  return width;
}

export default { component: Table };
