import { Index, type JSX } from 'solid-js';
import type { Equation } from './equations';
import { keepRoom } from './keepRoom';

/** Equations in symbols and, beneath, in numbers. Their MathML is built from our symbols and numbers alone. */
export function EquationList(props: { equations: readonly Equation[] }): JSX.Element {
  return (
    <dl class="equations">
      <Index each={props.equations}>
        {(equation) => (
          <div>
            <dt class="quiet">{equation().title}</dt>
            <dd innerHTML={equation().symbols} />
            <dd ref={keepRoom} class="equation-numbers" innerHTML={equation().numbers} />
          </div>
        )}
      </Index>
    </dl>
  );
}
