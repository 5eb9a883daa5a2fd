/** What the palette offers: commands, presets to open, panels to go to, files that were open. */
import { presets } from '../../presets/registry';
import type { Commands } from '../commands';
import type { Bench } from '../lab/bench';
import { labNamed, labOf } from '../lab/labs';
import { keyWords } from '../shortcuts';
import { type Match, match } from './fuzzy';

export interface PaletteItem {
  /** Its own, so that a list can tell one from another. */
  readonly id: string;
  /** The kind of thing it is, in a word. */
  readonly group: string;
  readonly label: string;
  /** What it would act on, or where it leads. */
  readonly of?: string | undefined;
  readonly help: string;
  readonly key?: string | undefined;
  /** Why it does not apply now. */
  readonly why?: string | undefined;
  do(): void;
}

/** A file that was open before, as the desktop window remembers it. */
export interface RecentItem {
  readonly name: string;
  readonly folder: string;
  open(): void;
}

/** An item that answers a query, with the letters of its label that do. */
export interface Found {
  readonly item: PaletteItem;
  readonly places: readonly number[];
}

export function paletteItems(
  { lab, panels, view }: Pick<Bench, 'lab' | 'panels' | 'view'>,
  commands: Commands,
  recent: readonly RecentItem[] = []
): PaletteItem[] {
  return [
    ...Object.values(commands)
      // It is open.
      .filter(({ name }) => name !== 'palette')
      .map((command) => ({
        id: command.name,
        group: command.group,
        label: command.label(),
        of: command.of?.(),
        help: command.help,
        key: command.keys[0] && keyWords(command.keys[0]),
        why: command.why(),
        do: command.do
      })),
    ...panels.all().flatMap((panel) => [
      {
        id: `go to ${panel.id}`,
        group: 'Panel',
        label: `Go to ${panel.title}`,
        help: 'Moves to the panel; arrow keys then move within it.',
        do: () => {
          if (view.maximised() !== panel.id) view.setMaximised(undefined);
          panels.use(panel);
          panel.focus();
        }
      },
      {
        id: `maximise ${panel.id}`,
        group: 'Panel',
        label: `Maximise ${panel.title}`,
        help: 'Lets the panel fill the grid; Escape puts it back.',
        do: () => {
          panels.use(panel);
          view.setMaximised(panel.id);
        }
      }
    ]),
    ...recent.map(({ folder, name, open }, k) => ({
      id: `recent ${k}`,
      group: 'Recent',
      label: `Open ${name}`,
      of: folder,
      help: 'Opens a file that was open before.',
      do: open
    })),
    ...presets.map((preset) => ({
      id: `preset ${preset.id}`,
      group: 'Preset',
      label: `Open ${preset.title}`,
      of: `${labNamed(labOf(preset.experiment)).word} lab`,
      help: preset.claim,
      do: () => void lab.openPreset(preset)
    }))
  ];
}

/** How much less a word said beside the label is worth than the same word in it. */
const besideLabel = 20;
/** How much less what does not apply now is worth. */
const idle = 20;

/**
 * The items that answer, best first; equal answers stay in their order, and without a query all do. The letters of the query are found in
 * the label, or each of its words is: by its letters in the label, or as the beginning of a word that is said beside the label.
 */
export function find(query: string, items: readonly PaletteItem[]): Found[] {
  const words = query.split(/\s+/).filter((word) => word !== '');
  const answers = items.flatMap((item) => {
    const whole = match(query, item.label);
    const apart = words.length > 0 ? wordByWord(words, item) : undefined;
    const best = whole && !(apart && apart.score > whole.score) ? whole : apart;
    return best ? [{ ...best, item, score: best.score - (item.why && words.length > 0 ? idle : 0) }] : [];
  });
  return answers.sort((a, b) => b.score - a.score).map(({ item, places }) => ({ item, places }));
}

function wordByWord(words: readonly string[], { group, help, label, of }: PaletteItem): Match | undefined {
  const beside = `${group} ${of ?? ''} ${help}`.split(/[^\p{L}\p{N}]+/u);
  const places = new Set<number>();
  let score = 0;
  for (const word of words) {
    const inLabel = match(word, label);
    const said = beside.map((other) => match(word, other.slice(0, word.length))).find(Boolean);
    const outside = said && said.score - besideLabel;
    if (inLabel && inLabel.score >= (outside ?? inLabel.score)) {
      score += inLabel.score;
      for (const place of inLabel.places) places.add(place);
    } else if (outside !== undefined) score += outside;
    else return undefined;
  }
  return { score, places: [...places].sort((a, b) => a - b) };
}
