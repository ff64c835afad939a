// A list as an editable table; where it is too narrow for one, a card for each row.
import { Errors, FormField, FormRenderContext, Label, LocalExpressionContext, buildExpressionContext, useSingleLineTemplateEvaluation } from '@bpmn-io/form-js-viewer';
import { h } from 'preact';
import { useContext, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { text } from '../../texts.js';
import { classes, icon } from '../frame.js';
import { useRows } from '../row_editing.js';
import { sentence } from '../sentences.js';

const NARROWEST = 100; // pixels that a column needs to be typed in
const BESIDE = 126; // pixels for the number and the buttons of a row
const WIDE_CARD = 520; // pixels from which a card has two columns
const UNSEEN = new Set(['expression', 'spacer']);

function Table(props) {
  const { field, domId, errors = [] } = props;
  const frame = useRef(null);
  const [said, say] = useState('');
  const width = useWidth(frame);
  const columns = (field.components ?? []).filter(({ type }) => !UNSEEN.has(type));
  const simple = columns.every((column) => !column.components);
  const cards = !simple || width < columns.length * NARROWEST + BESIDE;
  const editing = useRows({ props, frame, say, columns: simple ? columns : [] });
  const labelled = { 'aria-labelledby': `${domId}-label` };
  const errorId = `${domId}-error-message`;
  const look = classes('bh-rows fjs-form-field', cards ? 'is-cards' : 'is-table', width > WIDE_CARD && 'is-wide', errors.length && 'fjs-has-errors');
  return h('div', { ref: frame, id: domId, tabIndex: -1, class: look, role: 'group', ...labelled, 'aria-describedby': errors.length ? errorId : undefined },
    h('div', { class: 'bh-rows-head' }, h(Label, { id: `${domId}-label`, label: field.label }), field.description && h('p', { class: 'fjs-form-field-description' }, field.description)),
    editing.rows.length > 0 && h('table', { role: 'table', ...labelled, onKeyDown: editing.keys, onPaste: editing.paste },
      h(Head, { columns }),
      h('tbody', { role: 'rowgroup' }, editing.rows.map((value, index) => h(Row, { key: index, props, columns, index, value, editing })))),
    !editing.rows.length && h('p', { class: 'bh-rows-none' }, text('rows_none')),
    h(Errors, { id: errorId, errors }),
    editing.open && h(Foot, { editing, cards }),
    h('span', { class: 'sr', role: 'status' }, said));
}

function Head({ columns }) {
  return h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' },
    h('th', { role: 'columnheader', scope: 'col', class: 'bh-number' }, h('span', { class: 'sr' }, text('rows_row'))),
    columns.map((column) => h(Heading, { key: column.id, column })),
    h('th', { role: 'columnheader', scope: 'col', class: 'bh-row-tools' }, h('span', { class: 'sr' }, text('rows_tools')))));
}

function Foot({ editing, cards }) {
  return h('div', { class: 'bh-rows-foot' },
    h('button', { type: 'button', class: 'btn btn-small bh-row-add', disabled: editing.full, onClick: () => editing.add() }, icon('plus'), text('rows_add')),
    editing.full && h('span', { class: 'field-hint' }, sentence('max-rows', { limit: editing.most })),
    !cards && h('span', { class: 'field-hint bh-rows-keys' }, text('rows_keys')));
}

function Heading({ column }) {
  const label = useSingleLineTemplateEvaluation(column.label || column.dateLabel || column.timeLabel || '', { debug: true });
  return h('th', { role: 'columnheader', scope: 'col' }, label, column.validate?.required && h('span', { class: 'fjs-asterix', 'aria-hidden': true }, '*'));
}

/** One row; what expressions in it see is what they see in any list of form-js. */
function Row({ props, columns, index, value, editing }) {
  const { field, indexes } = props;
  const render = useContext(FormRenderContext);
  const context = useRowContext(value, index);
  const here = useMemo(() => ({ ...indexes, [field.id]: index }), [indexes, field.id, index]);
  const bare = useMemo(() => ({ ...render, Column: ({ children: inner }) => inner }), [render]);
  const number = index + 1;
  const cell = (column) => h(FormField, { ...props, key: column.id, field: column, indexes: here });
  const unseen = (field.components ?? []).filter(({ type }) => UNSEEN.has(type));
  return h(LocalExpressionContext.Provider, { value: context }, h(FormRenderContext.Provider, { value: bare }, h('tr', { role: 'row' },
    h('th', { role: 'rowheader', scope: 'row', class: 'bh-number' }, h('span', { class: 'bh-number-short', 'aria-hidden': true }, number), h('span', { class: 'bh-number-long' }, text('rows_number', { number }))),
    columns.map((column) => h('td', { role: 'cell', key: column.id }, column.components ? h(FormRenderContext.Provider, { value: render }, cell(column)) : cell(column))),
    h('td', { role: 'cell', class: 'bh-row-tools' }, editing.open && h(Tools, { editing, index }), unseen.map(cell)))));
}

function useRowContext(value, index) {
  const scope = useContext(LocalExpressionContext);
  return useMemo(() => ({
    data: scope.data,
    this: value,
    parent: buildExpressionContext({ ...scope, data: scope.this }),
    i: [...scope.i, index + 1],
  }), [scope, value, index]);
}

function Tools({ editing, index }) {
  const number = index + 1;
  const tool = (name, symbol, word, act, possible = true) => h('button', {
    type: 'button', class: `btn btn-quiet btn-icon btn-small bh-row-${name}`, disabled: !possible, 'aria-label': text(word, { number }), title: text(word, { number }), onClick: act,
  }, symbol);
  return [
    tool('up', icon('arrow-up'), 'rows_up', () => editing.move(index, -1), index > 0),
    tool('down', icon('arrow-down'), 'rows_down', () => editing.move(index, 1), index < editing.rows.length - 1),
    tool('remove', icon('trash-2'), 'rows_remove', () => editing.remove(index)),
  ];
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
