import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js';
import { writeCsv } from '../../formats/csv';
import type { TreeMeasurement } from '../../models/memory/workers/measured';
import type { Host } from '../host';
import type { Lab } from '../lab/lab';
import { PanelDialog } from '../panels/PanelDialog';
import { sayCount, sayFixed, sayNumber, sayNumberOf } from '../words';
import { createMeasuring, type Measuring } from './measuring';
import { headWidth } from './messages';

const bytesPerNumber = 8;
const keyCounts = [8192, 32_768, 131_072];
const joins = [2, 4, 8];
const counts = [1, 2, 4, 8];

let kept: Measuring | undefined;

/** One query before many keys, by a tree over threads of this machine: measured, where the panels beside it count and simulate. */
export function DevicesDialog(props: { lab: Lab; host: Host; close(): void }): JSX.Element {
  kept ??= createMeasuring();
  const measuring = kept;
  const [keys, setKeys] = createSignal(measuring.asked()?.keys ?? keyCounts[1]);
  const [fanIn, setFanIn] = createSignal(measuring.asked()?.fanIn ?? joins[0]);
  const measure = (): void => measuring.measure({ keys: keys(), fanIn: fanIn(), counts });
  const alone = () => measuring.rows()[0]?.us ?? Number.NaN;
  const processors = navigator.hardwareConcurrency;

  const save = (): void => {
    const rows = measuring.rows();
    const column = (name: string, of: (row: TreeMeasurement) => number) => ({ name, values: rows.map(of) });
    const csv = writeCsv([
      column('devices', ({ devices }) => devices),
      column('microseconds', ({ us }) => us),
      column('tree_steps', ({ steps }) => steps),
      column('tree_bytes', ({ elements }) => elements * bytesPerNumber),
      column('ring_steps', ({ ring }) => ring.steps),
      column('ring_bytes', ({ ring }) => ring.elements * bytesPerNumber),
      column('difference', ({ difference }) => difference)
    ]);
    props.host.saveFile('devices.csv', new TextEncoder().encode(csv)).catch(props.lab.alerts.error);
  };

  return (
    <PanelDialog title="Devices of this machine" close={props.close} wide>
      <div class="large-graph">
        <p class="quiet">
          Keys and values are dealt out to threads, each a device that reads its own alone. One query is asked
          over and over; the threads join what they found along the tree, until all know the answer.
        </p>
        <div class="world-made">
          <Choice
            label="Keys in all"
            value={keys()}
            options={keyCounts}
            disabled={measuring.running()}
            choose={setKeys}
          />
          <Choice
            label="Joined at a node"
            value={fanIn()}
            options={joins}
            disabled={measuring.running()}
            choose={setFanIn}
          />
          <button
            type="button"
            class="button"
            classList={{ primary: !measuring.running() }}
            onClick={() => (measuring.running() ? measuring.stop() : measure())}
          >
            {measuring.running() ? 'Stop' : 'Measure'}
          </button>
        </div>
        <p
          role="status"
          class="world-status"
          classList={{ wrong: measuring.problem() !== undefined }}
          data-readout="devices"
        >
          <Switch>
            <Match when={measuring.problem()}>{measuring.problem()}</Match>
            <Match when={measuring.running()}>
              Measuring {counts[measuring.rows().length] ?? ''}…{' '}
              {props.lab.running() ? 'The run goes on beside it; pause it for times of the tree alone.' : ''}
            </Match>
            <Match when={measuring.rows().length > 0}>
              {`${sayCount(measuring.asked()!.keys)} keys, heads of ${headWidth}, float64; ${sayNumberOf(processors, 'processor')} here: more threads than that take turns.`}
            </Match>
          </Switch>
        </p>
        <Show when={measuring.rows().length > 0}>
          <section class="table-scroll" aria-label="Measured" tabindex="0">
            <table class="wrapped-heads">
              <thead>
                <tr>
                  <th scope="col">Devices</th>
                  <th scope="col" title="From the question until every device knows the answer">
                    One query, µs
                  </th>
                  <th scope="col">Times as fast as one</th>
                  <th scope="col" title="Messages one after another, up the tree and down">
                    Steps of the tree
                  </th>
                  <th scope="col">Bytes, tree</th>
                  <th scope="col" title="Keys and values from neighbour to neighbour">
                    Bytes, ring
                  </th>
                  <th scope="col" title="Greatest difference to softmax over all keys at once">
                    Off softmax
                  </th>
                </tr>
              </thead>
              <tbody>
                <For each={measuring.rows()}>
                  {({ devices, difference, elements, ring, steps, us }) => (
                    <tr>
                      <td>{devices}</td>
                      <td>{sayCount(us)}</td>
                      <td>{sayFixed(alone() / us, 2)}</td>
                      <td>{steps}</td>
                      <td>{sayCount(elements * bytesPerNumber)}</td>
                      <td>{sayCount(ring.elements * bytesPerNumber)}</td>
                      <td>{sayNumber(difference, 2)}</td>
                    </tr>
                  )}
                </For>
              </tbody>
            </table>
          </section>
          <footer>
            <span class="quiet spring">
              What the tree sends does not grow with the keys. Times are of this machine at this moment: no
              part of a run.
            </span>
            <button type="button" class="button" disabled={measuring.running()} onClick={save}>
              Save as CSV
            </button>
          </footer>
        </Show>
      </div>
    </PanelDialog>
  );
}

function Choice(props: {
  label: string;
  value: number;
  options: readonly number[];
  disabled: boolean;
  choose(value: number): void;
}): JSX.Element {
  return (
    <label class="labelled">
      <span>{props.label}</span>
      <select
        class="field"
        disabled={props.disabled}
        onChange={(event) => props.choose(Number(event.currentTarget.value))}
      >
        <For each={props.options}>
          {(option) => (
            <option value={option} selected={option === props.value}>
              {sayCount(option)}
            </option>
          )}
        </For>
      </select>
    </label>
  );
}
