/** Tools for editing the world by hand: a stroke is drawn on a draft, and becomes one change when it is finished. */
import { type Accessor, createSignal } from 'solid-js';
import { worldOfText } from '../../figures/maps/mapsContext';
import { withCueToggled } from '../../models/hippocampus/cues';
import {
  edgeWeight,
  movedNode,
  withEdge,
  withNode,
  withoutNode,
  withReward,
  withStartToggled,
  withTeleportToggled,
  withWall
} from '../../models/hippocampus/worldEdits';
import { nameOf, type World } from '../../models/hippocampus/world';
import { formatWorld } from '../../models/hippocampus/worldText';
import type { Lab } from '../lab/lab';

export type Tool =
  | 'select'
  | 'wall'
  | 'reward'
  | 'start'
  | 'teleport'
  | 'cue'
  | 'node'
  | 'edge'
  | 'move'
  | 'remove';

export interface ToolWords {
  tool: Tool;
  label: string;
  help: string;
}

/** What the pointer is on: a state, and the place in the units of the world. */
export interface Hit {
  state: number | undefined;
  place: { x: number; y: number } | undefined;
}

export interface WorldTools {
  tool: Accessor<Tool>;
  setTool(tool: Tool): void;
  /** Those that make sense in this world. */
  offered(): readonly ToolWords[];
  /** Of the next reward, and whether episodes end there. */
  reward: Accessor<number>;
  setReward(reward: number): void;
  terminal: Accessor<boolean>;
  setTerminal(terminal: boolean): void;
  /** Of the next edge. */
  weight: Accessor<number>;
  setWeight(weight: number): void;
  /** The first end of an edge or a teleport, while the other is to come. */
  pending: Accessor<number | undefined>;
  /** What to do next, in words. */
  hint(): string;
  /** The world as the stroke under way leaves it. */
  draft: Accessor<World | undefined>;
  press(hit: Hit): void;
  drag(hit: Hit): void;
  /** Ends the stroke: what it drew becomes one change. */
  release(): void;
  cancel(): void;
  toggleCue(state: number): void;
}

const forMazes: readonly ToolWords[] = [
  { tool: 'select', label: 'Select', help: 'Click a state to see its field everywhere.' },
  {
    tool: 'wall',
    label: 'Wall',
    help: 'Click or drag over cells to build walls; begin on a wall to take them down.'
  },
  {
    tool: 'reward',
    label: 'Reward',
    help: 'Click a cell to place the reward of this size; click again to take it away.'
  },
  { tool: 'start', label: 'Start', help: 'Click a cell: episodes begin there, or no longer.' },
  {
    tool: 'teleport',
    label: 'Teleport',
    help: 'Click where it is entered, then where it leads; the same again takes it away.'
  },
  { tool: 'cue', label: 'Cue', help: 'Click a state to recall from it, or no longer.' }
];
const forGraphs: readonly ToolWords[] = [
  { tool: 'select', label: 'Select', help: 'Click a state to see its field everywhere.' },
  { tool: 'node', label: 'Node', help: 'Click an empty place to put a node there.' },
  {
    tool: 'edge',
    label: 'Edge',
    help: 'Click two nodes to join them with this weight; the same again takes the edge away.'
  },
  { tool: 'move', label: 'Move', help: 'Drag a node to another place on the drawing.' },
  { tool: 'remove', label: 'Remove', help: 'Click a node to take it away with its edges.' },
  {
    tool: 'reward',
    label: 'Reward',
    help: 'Click a node to place the reward of this size; click again to take it away.'
  },
  { tool: 'start', label: 'Start', help: 'Click a node: episodes begin there, or no longer.' },
  { tool: 'cue', label: 'Cue', help: 'Click a node to recall from it, or no longer.' }
];

export function createWorldTools(lab: Lab, changed: () => void): WorldTools {
  const [tool, choose] = createSignal<Tool>('select');
  const [reward, setReward] = createSignal(1);
  const [terminal, setTerminal] = createSignal(true);
  const [weight, setWeight] = createSignal(1);
  const [pending, setPending] = createSignal<number>();
  const [draft, setDraft] = createSignal<World>();
  /** Whether the stroke builds walls, or takes them down. */
  let building = true;
  let moving: number | undefined;

  const world = (): World => worldOfText(String(lab.settings().world));
  const offered = (): readonly ToolWords[] => (world().maze ? forMazes : forGraphs);
  const commit = (next: World): void => {
    void lab.changeSetting('model', 'world', formatWorld(next), true);
  };
  const draw = (next: World | undefined): void => {
    setDraft(next);
    changed();
  };
  /** An edit that cannot be is said, and changes nothing. */
  const tried = (edit: () => void): void => {
    try {
      edit();
    } catch (problem) {
      lab.alerts.error(problem);
    }
  };
  const toggleCue = (state: number): void =>
    tried(() => {
      const text = withCueToggled(world(), String(lab.settings().recallCues), state);
      void lab.changeSetting('model', 'recallCues', text, true);
    });
  const twoClicks = (state: number, finish: (from: number, to: number) => void): void => {
    const from = pending();
    if (from === undefined) setPending(state);
    else {
      setPending(undefined);
      if (from !== state) finish(from, state);
    }
    changed();
  };

  return {
    tool: () => (offered().some((each) => each.tool === tool()) ? tool() : 'select'),
    setTool(next) {
      setPending(undefined);
      draw(undefined);
      choose(next);
    },
    offered,
    reward,
    setReward,
    terminal,
    setTerminal,
    weight,
    setWeight,
    pending,
    hint() {
      const from = pending();
      if (from !== undefined) return `From ${nameOf(world(), from)}: click where it leads.`;
      return offered().find((each) => each.tool === tool())?.help ?? '';
    },
    draft,
    press({ place, state }) {
      tried(() => {
        const now = world();
        if (tool() === 'node') {
          if (state === undefined && place) commit(withNode(now, place.x, place.y));
          return;
        }
        if (state === undefined) return;
        switch (tool()) {
          case 'wall':
            building = !now.maze?.walls[state];
            draw(withWall(now, state, building));
            break;
          case 'reward': {
            const same = now.rewards[state] === reward();
            commit(withReward(now, state, same ? 0 : reward(), !same && terminal()));
            break;
          }
          case 'start':
            commit(withStartToggled(now, state));
            break;
          case 'teleport':
            twoClicks(state, (from, to) => commit(withTeleportToggled(now, from, to)));
            break;
          case 'edge':
            twoClicks(state, (from, to) =>
              commit(withEdge(now, from, to, edgeWeight(now, from, to) === weight() ? 0 : weight()))
            );
            break;
          case 'move':
            moving = state;
            break;
          case 'remove':
            commit(withoutNode(now, state));
            break;
          case 'cue':
            toggleCue(state);
            break;
          default:
            break;
        }
      });
    },
    drag({ place, state }) {
      const drawn = draft();
      if (tool() === 'wall' && drawn && state !== undefined && Boolean(drawn.maze?.walls[state]) !== building)
        draw(withWall(drawn, state, building));
      if (tool() === 'move' && moving !== undefined && place)
        draw(movedNode(world(), moving, place.x, place.y));
    },
    release() {
      moving = undefined;
      const drawn = draft();
      if (!drawn) return;
      commit(drawn);
      // Stays until the session has it, so that nothing flickers back.
      setTimeout(() => draft() === drawn && draw(undefined), 300);
    },
    cancel() {
      moving = undefined;
      setPending(undefined);
      draw(undefined);
    },
    toggleCue
  };
}
