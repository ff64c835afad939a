// A rating: as many steps as the form says, chosen like radio buttons.
import { h } from 'preact';
import { text } from '../../texts.js';
import { Frame, classes, described } from '../frame.js';

// Not from the sprite: symbols there cannot be filled.
const STAR = 'm12 2.6 2.9 5.9 6.5.9-4.7 4.6 1.1 6.5L12 17.4l-5.8 3.1 1.1-6.5-4.7-4.6 6.5-.9z';

const stepsOf = ({ bihuan: { steps } }) => steps ?? 5;

function Rating(props) {
  const { field, value, domId, disabled, readonly, onChange, onBlur, onFocus } = props;
  const count = stepsOf(field);
  const locked = disabled || readonly;
  const star = (step) => h('label', { key: step, class: classes('bh-star', step <= value && 'is-on') },
    h('input', {
      type: 'radio', name: domId, id: `${domId}-${step - 1}`, class: 'sr', checked: step === value, disabled: locked, required: Boolean(field.validate?.required),
      onChange: () => onChange({ value: step }), onBlur, onFocus,
    }),
    h('svg', { class: 'i', viewBox: '0 0 24 24', 'aria-hidden': 'true' }, h('path', { d: STAR })), h('span', { class: 'sr' }, text('rating_step', { value: step, count })));
  return h(Frame, { props, kind: 'rating', grouped: true },
    h('div', { class: 'bh-stars', role: 'radiogroup', 'aria-labelledby': `${domId}-label`, 'aria-required': Boolean(field.validate?.required), ...described(props) },
      Array.from({ length: count }, (_, index) => star(index + 1)),
      h('span', { class: 'bh-stars-said', 'aria-hidden': 'true' }, value ? text('rating_step', { value, count }) : ''),
      Boolean(value) && !locked && !field.validate?.required
        && h('button', { type: 'button', class: 'btn btn-quiet btn-small', onClick: () => onChange({ value: null }) }, text('rating_clear'))));
}

const sanitize = ({ value, formField }) => (Number.isInteger(value) && value >= 1 && value <= stepsOf(formField) ? value : null);
const shown = (value, field) => (value ? text('rating_step', { value, count: stepsOf(field) }) : '');

export default { component: Rating, sanitize, shown };
