import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js';
import { PanelDialog } from '../panels/PanelDialog';
import { sayBytes, sayCount, sayNumber, sayNumberOf } from '../words';
import type { Question } from './messages';
import { createRecall, type Recall } from './recall';

let kept: Recall | undefined;

/** Graphs beyond the size of a world: read in a worker, ranked from chosen seeds. Closing keeps the graph. */
export function LargeGraph(props: { close(): void }): JSX.Element {
  kept ??= createRecall();
  const recall = kept;
  const before = recall.ranked()?.question;
  const [seeds, setSeeds] = createSignal(before?.seeds ?? '');
  const [alpha, setAlpha] = createSignal(before?.alpha ?? 0.15);
  const [method, setMethod] = createSignal<Question['method']>(before?.method ?? 'power');
  const [undirected, setUndirected] = createSignal(before?.undirected ?? false);
  const [top, setTop] = createSignal(before?.top ?? 20);

  const reading = () => {
    const now = recall.underWay();
    return now?.kind === 'reading' ? now : undefined;
  };
  const ask = (): void => {
    if (!recall.loaded() || seeds().trim() === '') return;
    recall.ask({
      seeds: seeds(),
      alpha: alpha(),
      method: method(),
      undirected: undirected(),
      tolerance: method() === 'power' ? 1e-10 : 1e-7,
      top: top()
    });
  };

  return (
    <PanelDialog title="Large graph" close={props.close} wide>
      <div class="large-graph">
        <div class="world-made">
          <label class="labelled">
            <span>Edge list (CSV)</span>
            <input
              type="file"
              class="field"
              accept=".csv,.tsv,.txt"
              onChange={(event) => {
                const file = event.currentTarget.files?.[0];
                if (file) recall.load(file);
              }}
            />
          </label>
          <Show when={reading()}>
            {(now) => (
              <>
                <progress
                  max={Math.max(1, now().of)}
                  value={now().bytes}
                  aria-label={`Reading ${now().name}`}
                />
                <span class="number quiet">
                  {sayBytes(now().bytes)} of {sayBytes(now().of)}, {sayCount(now().lines)} lines
                </span>
                <button type="button" class="button small" onClick={() => recall.stop()}>
                  Cancel
                </button>
              </>
            )}
          </Show>
        </div>
        <p class="quiet" data-readout="large-graph">
          <Show
            when={recall.loaded()}
            fallback="Its first line is source,target or source,target,weight; then one edge a line."
          >
            {(graph) =>
              `${graph().name}: ${sayNumberOf(graph().nodes, 'node')}, ${sayNumberOf(graph().edges, 'edge')}.`
            }
          </Show>
        </p>
        <Show when={recall.loaded()}>
          {(graph) => (
            <div class="world-made">
              <label class="labelled">
                <span>Seeds</span>
                <input
                  class="field"
                  autocomplete="off"
                  placeholder={graph().some.join('; ')}
                  title="Names of nodes, separated by semicolons"
                  value={seeds()}
                  onChange={(event) => {
                    setSeeds(event.currentTarget.value);
                    ask();
                  }}
                />
              </label>
              <label class="labelled" title="How likely each step of the walk returns to the seeds">
                <span>
                  Restart α = <span class="number">{sayNumber(alpha())}</span>
                </span>
                <input
                  type="range"
                  min="0.01"
                  max="0.99"
                  step="0.01"
                  value={alpha()}
                  onInput={(event) => setAlpha(event.currentTarget.valueAsNumber)}
                  onChange={ask}
                />
              </label>
              <label class="labelled">
                <span>Method</span>
                <select
                  class="field"
                  value={method()}
                  onChange={(event) => {
                    setMethod(event.currentTarget.value as Question['method']);
                    ask();
                  }}
                >
                  <option value="power">power iteration</option>
                  <option value="push">local push</option>
                </select>
              </label>
              <label class="labelled">
                <span>Listed</span>
                <input
                  type="number"
                  class="field tiny"
                  min="1"
                  max="1000"
                  value={top()}
                  onChange={(event) => {
                    const wanted = event.currentTarget.valueAsNumber;
                    if (wanted >= 1 && wanted <= 1000) setTop(Math.round(wanted));
                    event.currentTarget.value = String(top());
                    ask();
                  }}
                />
              </label>
              <label class="labelled">
                <input
                  type="checkbox"
                  checked={undirected()}
                  onChange={(event) => {
                    setUndirected(event.currentTarget.checked);
                    ask();
                  }}
                />
                <span>edges lead both ways</span>
              </label>
              <button type="button" class="button primary" disabled={seeds().trim() === ''} onClick={ask}>
                Rank
              </button>
            </div>
          )}
        </Show>
        <p role="status" class="world-status" classList={{ wrong: recall.problem() !== undefined }}>
          <Switch>
            <Match when={recall.problem()}>{recall.problem()}</Match>
            <Match when={recall.underWay()?.kind === 'ranking'}>Ranking.</Match>
            <Match when={recall.ranked()}>
              {(ranked) =>
                `${sayNumberOf(ranked().iterations, ranked().question.method === 'power' ? 'iteration' : 'push', ranked().question.method === 'power' ? 'iterations' : 'pushes')}, ` +
                `${ranked().question.method === 'power' ? 'residual' : 'mass missing'} ${sayNumber(ranked().residual)}, ` +
                `${sayNumber(ranked().milliseconds)} ms, in float64.`
              }
            </Match>
          </Switch>
        </p>
        <Show when={recall.ranked()}>
          {(ranked) => (
            <section class="ranking-scroll" tabindex="0" aria-label="Ranking">
              <table class="ranking">
                <thead>
                  <tr>
                    <th scope="col">Rank</th>
                    <th scope="col">Node</th>
                    <th scope="col">
                      Score <span class="quiet">π</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  <For each={ranked().entries}>
                    {({ name, score, seed }, at) => (
                      <tr>
                        <td class="number">{at() + 1}</td>
                        <td>
                          {name}
                          <Show when={seed}>
                            <span class="quiet"> seed</span>
                          </Show>
                        </td>
                        <td class="number">{sayNumber(score, 6)}</td>
                      </tr>
                    )}
                  </For>
                </tbody>
              </table>
            </section>
          )}
        </Show>
      </div>
    </PanelDialog>
  );
}
