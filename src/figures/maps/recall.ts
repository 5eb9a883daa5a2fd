/** What the cues recall: the states a walk from them finds most, beside what resembles them. */
import { mapProbes } from '../../models/hippocampus/probes';
import { nameOf } from '../../models/hippocampus/world';
import type { RecordingReader } from '../../session/recording';
import { type Figure, type FigureContext, settingOf } from '../figure';
import { emptyScene, inset, panel, scene } from '../layout';
import { shortNumber } from '../numbers';
import { type Mark, rect, segments, text } from '../scene';
import { boldWider, fitText, textWidth } from '../textWidth';

interface Recalled {
  state: number;
  name: string;
  exact: number;
  learned: number;
  cosine: number;
}

/** Best first, the cues left out; with the number of states that get exactly nothing. */
function recalledOf(reader: RecordingReader, context: FigureContext, passagesOnly: boolean) {
  const image = reader.image(mapProbes.recall);
  const { maps } = context;
  if (!image || !maps) return undefined;
  const { world } = maps;
  const n = world.graph.nodes;
  const onlyPassages = passagesOnly && world.passages.some((is) => is === 1);
  const among = Array.from({ length: n }, (_, state) => state).filter(
    (state) =>
      !maps.cues.includes(state) && !world.maze?.walls[state] && (!onlyPassages || world.passages[state])
  );
  const rows = among
    .map(
      (state): Recalled => ({
        state,
        name: nameOf(world, state),
        exact: image.data[state],
        learned: image.data[n + state],
        cosine: image.data[2 * n + state]
      })
    )
    .sort((a, b) => b.exact - a.exact || a.state - b.state);
  return {
    rows: rows.filter(({ exact }) => exact > 0),
    unreached: rows.filter(({ exact }) => exact === 0).length,
    cues: maps.cues.map((cue) => nameOf(world, cue))
  };
}

export const recall: Figure = {
  id: 'recall',
  title: 'Recall from the cues',
  symbol: 'π',
  unit: '',
  help: 'The states that a walk from the cues, restarting with probability α, is found in most: their personalised PageRank (bar). The line across is (1 − γ) sᵀM of the learned map, the same thing once M is learned; the diamond is the cosine to the cues, which sees shared neighbours only. What no path joins to a cue cannot be recalled by diffusion. Shift-click a state in a map to make it a cue.',
  probes: [mapProbes.recall],
  settings: [
    {
      name: 'passagesOnly',
      label: 'Passages only',
      group: 'Run',
      live: true,
      kind: 'toggle',
      default: true,
      help: 'In a world with passages, leaves out the words that join them.'
    }
  ],
  emptyMessage: 'The states recalled from the cues, best first. Shift-click a state to choose a cue.',

  draw(reader, context) {
    const found = recalledOf(reader, context, settingOf(this, context, 'passagesOnly') === true);
    if (!found) return emptyScene(context, this.emptyMessage);
    const { selection, theme } = context;
    const { lineWidth, space, textSize } = theme;
    const outer = panel(context);
    const lineHeight = textSize * 1.7;
    const foot = found.unreached > 0 ? textSize * 1.8 : 0;
    const words = 'bar PPR, line learned, ◆ cosine (0 to 1)';
    const said = `from ${found.cues.join(', ')}`;
    // Beside the cues where there is room, else on a line of its own.
    const beside =
      textWidth(said, textSize) * boldWider + textWidth(words, textSize) + space * 5 < outer.width;
    const head = textSize * (beside ? 1.4 : 2.8) + space;
    const count = Math.max(1, Math.floor((outer.height - head - foot - space) / lineHeight));
    const rows = found.rows.slice(0, count);
    const from = fitText(said, textSize, (outer.width - space * 2) / boldWider);
    const marks: Mark[] = [
      text(space, outer.y + textSize, from, { size: textSize, fill: theme.text, bold: true }),
      text(
        beside ? outer.x + outer.width - space : space,
        outer.y + textSize * (beside ? 1 : 2.4),
        fitText(words, textSize, outer.width - space * 2),
        { size: textSize, fill: theme.muted, anchor: beside ? 'end' : 'start' }
      )
    ];
    const most = rows[0]?.exact ?? 1;
    const names = Math.max(0, ...rows.map(({ name }) => textWidth(name, textSize)));
    const number = textWidth('0.00000', textSize);
    const box = inset(outer, {
      left: Math.min(names + space * 3, outer.width * 0.45),
      right: number + space * 2,
      top: head,
      bottom: foot
    });
    const scale = (value: number): number => box.x + (box.width * Math.min(1.04, value / most)) / 1.04;
    rows.forEach((row, k) => {
      const top = box.y + k * lineHeight;
      const y = top + lineHeight / 2;
      const chosen = row.state === selection.unit;
      marks.push(
        text(box.x - space * 1.5, y, fitText(row.name, textSize, box.x - space * 2.5), {
          size: textSize,
          fill: chosen ? theme.accent : theme.text,
          anchor: 'end',
          align: 'middle'
        }),
        rect(
          {
            x: box.x,
            y: top + lineHeight * 0.2,
            width: Math.max(0.5, scale(row.exact) - box.x),
            height: lineHeight * 0.6
          },
          { fill: theme.categories[0], opacity: 0.85 }
        ),
        segments([scale(row.learned), top + lineHeight * 0.08, scale(row.learned), top + lineHeight * 0.92], {
          colour: theme.text,
          width: lineWidth
        }),
        text(outer.x + outer.width - space, y, shortNumber(row.exact), {
          size: textSize,
          fill: theme.muted,
          anchor: 'end',
          align: 'middle'
        })
      );
      if (row.cosine > 0)
        marks.push(diamond(box.x + box.width * row.cosine, y, textSize * 0.38, theme.categories[1]));
    });
    if (foot > 0)
      marks.push(
        text(
          space,
          outer.y + outer.height - space,
          fitText(
            `${found.unreached === 1 ? '1 state' : `${found.unreached} states`} cannot be recalled: no path leads there`,
            textSize,
            outer.width - 2 * space
          ),
          { size: textSize, fill: theme.muted }
        )
      );
    return scene(context, marks, (x, y) => {
      const k = Math.floor((y - box.y) / lineHeight);
      return x >= 0 && k >= 0 && k < rows.length ? { unit: rows[k].state } : undefined;
    });
  },

  summary(reader, context) {
    const found = recalledOf(reader, context, settingOf(this, context, 'passagesOnly') === true);
    if (!found) return this.emptyMessage;
    const best = found.rows.slice(0, 3).map(({ exact, name }) => `${name} ${shortNumber(exact)}`);
    const lost = found.unreached > 0 ? ` ${found.unreached} cannot be recalled.` : '';
    return `From ${found.cues.join(', ')}: ${best.join(', ') || 'nothing'}.${lost}`;
  },

  table(reader, context) {
    const found = recalledOf(reader, context, settingOf(this, context, 'passagesOnly') === true);
    return {
      columns: ['state', 'PPR', 'learned (1 − γ) sᵀM', 'cosine'],
      rows: (found?.rows ?? []).map(({ cosine, exact, learned, name }) => [name, exact, learned, cosine])
    };
  }
};

function diamond(x: number, y: number, half: number, fill: string): Mark {
  return {
    kind: 'polygon',
    points: Float32Array.of(x, y - half, x + half, y, x, y + half, x - half, y),
    fill
  };
}
