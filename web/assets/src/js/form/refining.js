// Brings our refinements into one form-js form: how components are drawn, what values they hold, what is judged.
import '../../css/refinements.css';
import { Errors, LocalExpressionContext, buildExpressionContext } from '@bpmn-io/form-js-viewer';
import { h } from 'preact';
import { useContext, useMemo } from 'preact/hooks';
import { useService } from './frame.js';
import { Judge } from './judging.js';
import { Options } from './options.js';
import { Pages } from './pages.js';
import { components } from './components.js';
import { putAt } from './values.js';
import { Wizard } from './wizard.js';

const DRAWN = Object.fromEntries(Object.entries(import.meta.glob('./refinements/*.js', { eager: true, import: 'default' }))
  .map(([file, refinement]) => [file.slice('./refinements/'.length, -'.js'.length), refinement]));

// Refinements that share a component; the others have a file of their name.
const SHARED = { person: 'picker', department: 'picker', role: 'picker', customer: 'picker' };

export class Refining {
  constructor(schema) {
    this.schema = schema;
    this.pages = Pages.of(schema);
    this.module = { refining: ['value', this] };
  }

  /** {component, sanitize?, outgoing?, judge?, judgedAs?, shown?} of a component, or nothing when form-js draws it. */
  of({ bihuan } = {}) {
    return DRAWN[bihuan?.as ? (SHARED[bihuan.as] ?? bihuan.as) : bihuan?.source && 'picker'];
  }

  /** The frame of a form with pages; nothing for others. */
  wizard(given) {
    return this.pages ? new Wizard({ ...given, refining: this }) : null;
  }

  /** To be called before the schema is imported. */
  attach(form, host) {
    this.form = form;
    this.options = new Options(host.dataset.options);
    const fields = form.get('formFields');
    const types = new Set([...components(this.schema)].filter((field) => field.bihuan).map((field) => field.type));
    for (const type of types) fields.register(type, this.#refined(fields.get(type)));
    this.#sendRefined();
    this.judge = new Judge(this);
    this.judge.attach();
  }

  #refined(Base) {
    const Refined = (props) => {
      const field = useJudgedField(props.field);
      const Component = this.of(field)?.component ?? (field.type === 'dynamiclist' ? List : Base);
      return h(Component, { ...props, field, Base });
    };
    const sanitizeValue = (given) => (this.of(given.formField)?.sanitize ?? Base.config.sanitizeValue ?? keep)(given);
    Refined.config = { ...Base.config, sanitizeValue };
    return Refined;
  }

  /** What is sent and kept in drafts may be written otherwise than what form-js computes with. */
  #sendRefined() {
    const collected = this.form._getSubmitData.bind(this.form);
    this.form._getSubmitData = () => {
      const data = structuredClone(collected());
      for (const { id, valuePath } of this.form.get('formFieldInstanceRegistry').getAllKeyed()) {
        const field = this.form.get('formFieldRegistry').get(id);
        const outgoing = this.of(field)?.outgoing;
        if (outgoing && !field.disabled) putAt(data, valuePath, (value) => outgoing(value, field));
      }
      return data;
    };
  }
}

const keep = ({ value }) => value;

/** A list of form-js says nothing of what is wrong with its rows. */
const List = (props) => h('div', {}, h(props.Base, props), h(Errors, { id: `${props.domId}-error-message`, errors: props.errors ?? [] }));

/** The field as it must be filled just now: `requiredIf` shows like any other required field. */
function useJudgedField(field) {
  const context = useContext(LocalExpressionContext);
  const condition = field.bihuan?.requiredIf;
  const language = useService('expressionLanguage');
  const required = Boolean(condition) && language.evaluate(condition, buildExpressionContext(context)) === true;
  return useMemo(() => (required ? { ...field, validate: { ...field.validate, required } } : field), [field, required]);
}
