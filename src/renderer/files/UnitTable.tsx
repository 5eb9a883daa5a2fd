import { For, type JSX } from 'solid-js';
import { sayCount, sayNumber, sayNumberOf } from '../words';
import type { UnitPreview } from './protocol';

/** Units shown; the others are counted. */
const shown = 50;

/** Recorded units: how often each fired, and when first and last. */
export function UnitTable(props: { units: readonly UnitPreview[] }): JSX.Element {
  const spikes = (): number => props.units.reduce((sum, unit) => sum + unit.spikes, 0);
  return (
    <section class="table-scroll preview" aria-label="Units" tabindex="0">
      <table>
        <caption class="quiet">
          {sayNumberOf(props.units.length, 'unit')}, {sayCount(spikes())} spikes
          {props.units.length > shown ? `; the first ${shown}` : ''}.
        </caption>
        <thead>
          <tr>
            <th scope="col">Unit</th>
            <th scope="col">Spikes</th>
            <th scope="col">First (s)</th>
            <th scope="col">Last (s)</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.units.slice(0, shown)}>
            {(unit) => (
              <tr>
                <td>{unit.id}</td>
                <td>{sayCount(unit.spikes)}</td>
                <td>{sayNumber(unit.first, 5)}</td>
                <td>{sayNumber(unit.last, 5)}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </section>
  );
}
