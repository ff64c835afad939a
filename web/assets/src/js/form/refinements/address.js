// An address: its parts close together, and named for browsers that fill them in.
import { Label } from '@bpmn-io/form-js-viewer';
import { h } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { children } from '../containers.js';

const KNOWN_AS = {
  country: 'country-name', province: 'address-level1', city: 'address-level2', district: 'address-level3', street: 'street-address', postcode: 'postal-code',
};

function Address(props) {
  const { field, domId } = props;
  const node = useRef(null);
  useEffect(() => {
    for (const { id, key } of field.components ?? []) {
      const input = [...node.current.querySelectorAll('input, textarea')].find((found) => found.id.endsWith(`-${id}`));
      if (KNOWN_AS[key]) input?.setAttribute('autocomplete', KNOWN_AS[key]);
    }
  });
  return h('div', { ref: node, class: 'bh-address fjs-form-field', role: 'group', 'aria-labelledby': domId },
    h(Label, { id: domId, label: field.label }),
    children(props));
}

export default { component: Address };
