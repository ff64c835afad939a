// What stands in a container, drawn by form-js: through its plainest container, which draws nothing else.
import { Default } from '@bpmn-io/form-js-viewer';
import { h } from 'preact';

export function children(props) {
  return h(Default, props);
}
