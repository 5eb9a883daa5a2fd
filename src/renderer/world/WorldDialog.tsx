import { createMemo, createSignal, For, type JSX, Show } from 'solid-js';
import { worldOfText } from '../../figures/maps/mapsContext';
import { type GraphKind, readGraph, writeGraph } from '../../formats/graphs/readGraph';
import { generators } from '../../models/hippocampus/generators';
import { type Host, heldFile } from '../host';
import type { Lab } from '../lab/lab';
import { PanelDialog } from '../panels/PanelDialog';
import { sayNumberOf } from '../words';
import { edgeTableOf, worldTextOf } from './worldFiles';

/** Files that graphs are read from. */
export const graphEndings: readonly string[] = ['csv', 'tsv', 'graphml', 'gexf', 'json', 'npy', 'gz'];

/** Formats worlds are written in: the ending says which. */
const written: readonly { label: string; ending: GraphKind }[] = [
  { label: 'Edge list (CSV)', ending: 'csv' },
  { label: 'GraphML', ending: 'graphml' },
  { label: 'GEXF', ending: 'gexf' },
  { label: 'JSON, node-link', ending: 'json' },
  { label: 'Adjacency (NPY)', ending: 'npy' }
];

/** Another world: made by numbers, written, or read from a file; and the present one as a file. */
export function WorldDialog(props: { lab: Lab; host: Host; close(): void }): JSX.Element {
  const { lab } = props;
  const [text, setText] = createSignal(String(lab.settings().world));
  const [chosen, setChosen] = createSignal(generators[0].name);
  const [numbers, setNumbers] = createSignal<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = createSignal<string>();
  const generator = createMemo(() => generators.find(({ name }) => name === chosen()) ?? generators[0]);
  const world = createMemo(() => {
    try {
      return { world: worldOfText(text()) };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  });
  const say = (error: unknown): void => {
    setProblem(error instanceof Error ? error.message : String(error));
  };

  const generate = (): void => {
    const given = generator().numbers.map(
      ({ default: usual, min, name }) => numbers()[name] ?? String(usual ?? suggested[name] ?? min)
    );
    setProblem(undefined);
    setText([generator().name, ...given].join(' '));
  };
  const read = async (): Promise<void> => {
    try {
      const file = await props.host.openFile(graphEndings);
      if (!file) return;
      setText(worldTextOf(readGraph(file.name, heldFile(file).bytes)));
      setProblem(undefined);
    } catch (error) {
      say(error);
    }
  };
  const save = async (ending: GraphKind | 'txt'): Promise<void> => {
    try {
      const shown = world().world;
      if (!shown) return;
      const bytes =
        ending === 'txt' ? new TextEncoder().encode(text()) : writeGraph(ending, edgeTableOf(shown));
      await props.host.saveFile(`world.${ending}`, new Uint8Array(bytes));
    } catch (error) {
      say(error);
    }
  };
  const open = async (): Promise<void> => {
    if (!world().world) return;
    await lab.changeSetting('model', 'world', text(), true);
    props.close();
  };

  return (
    <PanelDialog title="World" close={props.close} wide>
      <div class="world-dialog">
        <div class="world-made">
          <label class="labelled">
            <span>Made by</span>
            <select class="field" value={chosen()} onChange={(event) => setChosen(event.currentTarget.value)}>
              <For each={generators}>{({ name, label }) => <option value={name}>{label}</option>}</For>
            </select>
          </label>
          <For each={generator().numbers}>
            {({ name, min, max, default: usual }) => (
              <label class="labelled">
                <span>{name}</span>
                <input
                  class="field tiny"
                  inputmode="decimal"
                  title={`${min} to ${max}`}
                  value={numbers()[name] ?? String(usual ?? suggested[name] ?? min)}
                  onChange={(event) => setNumbers((all) => ({ ...all, [name]: event.currentTarget.value }))}
                />
              </label>
            )}
          </For>
          <button type="button" class="button" onClick={generate}>
            Make
          </button>
          <span class="spring" />
          <button type="button" class="button" onClick={() => void read()}>
            Read a graph file
          </button>
        </div>
        <p class="quiet">{generator().help}</p>
        <label class="world-text">
          <span class="quiet">
            The world as text: a maze (# wall, . free, S start, G goal, R reward), a graph (one edge a line:
            from to weight), or a generator and its numbers; then lines such as "reward a 1", "terminal a",
            "start a", "teleport 0,0 4,4".
          </span>
          <textarea
            class="field"
            rows={14}
            spellcheck={false}
            aria-invalid={world().error !== undefined}
            value={text()}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <p
          role="status"
          class="world-status"
          classList={{ wrong: world().error !== undefined || problem() !== undefined }}
        >
          {problem() ??
            world().error ??
            `${sayNumberOf(world().world!.graph.nodes, 'state')}, ${sayNumberOf(world().world!.graph.targets.length, 'move')} between them.`}
        </p>
      </div>
      <footer>
        <Show when={world().world}>
          <span class="labelled">
            <span class="quiet">Save as</span>
            <select
              class="field"
              aria-label="Save the world as"
              onChange={(event) => {
                const { value } = event.currentTarget;
                event.currentTarget.value = '';
                if (value) void save(value as GraphKind | 'txt');
              }}
            >
              <option value="">choose</option>
              <option value="txt">World text</option>
              <For each={written}>{({ ending, label }) => <option value={ending}>{label}</option>}</For>
            </select>
          </span>
        </Show>
        <span class="spring" />
        <button type="button" class="button" onClick={() => props.close()}>
          Cancel
        </button>
        <button type="button" class="button primary" disabled={!world().world} onClick={() => void open()}>
          Use this world
        </button>
      </footer>
    </PanelDialog>
  );
}

/** Sizes that show something at once. */
const suggested: Readonly<Record<string, number>> = {
  states: 40,
  columns: 15,
  rows: 15,
  cliques: 3,
  size: 5,
  branching: 2,
  depth: 4
};
