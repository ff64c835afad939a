// What every field of ours has around it: label, description and errors, as form-js draws them.
import { Description, Errors, FormContext, Label } from '@bpmn-io/form-js-viewer';
import { h } from 'preact';
import { useContext } from 'preact/hooks';

/** A service of the form: one of form-js, or `refining`. */
export function useService(name) {
  return useContext(FormContext).getService(name, false);
}

/** An icon of the sprite, as preact draws it. */
export function icon(name) {
  return h('svg', { class: 'i', 'aria-hidden': 'true' }, h('use', { href: `${import.meta.env.BASE_URL}icons.svg#${name}` }));
}

export function classes(...names) {
  return names.filter(Boolean).join(' ');
}

/** The attributes that tell a screen reader what else is said about an input. */
export function described({ domId, field, errors = [] }, ...more) {
  const ids = [field.description && `${domId}-description`, errors.length && `${domId}-error-message`, ...more].filter(Boolean);
  return { 'aria-describedby': ids.join(' ') || undefined, 'aria-invalid': errors.length > 0 };
}

/** One field; `grouped` ones are labelled by reference, because a label names one input only. */
export function Frame({ props, kind, grouped = false, children }) {
  const { domId, field, errors = [], disabled, readonly } = props;
  const required = Boolean(field.validate?.required);
  const label = grouped ? { id: `${domId}-label` } : { htmlFor: domId };
  return h('div', { class: classes('fjs-form-field', `fjs-form-field-${field.type}`, `bh-${kind}`, errors.length && 'fjs-has-errors', disabled && 'fjs-disabled', readonly && 'fjs-readonly') },
    h(Label, { ...label, label: field.label, required }),
    children,
    h(Description, { id: `${domId}-description`, description: field.description }),
    h(Errors, { id: `${domId}-error-message`, errors }));
}
