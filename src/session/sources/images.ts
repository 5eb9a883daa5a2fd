/**
 * Images from a file, one a tick, with their labels as factors. Passes follow each other without a gap, so a trial may end one and
 * begin the next; image k of the stream depends on seed and k alone.
 */
import { areaAverage, type PixelShape } from '../../formats/pixels';
import { SettingError, type Settings } from '../../models/settings';
import type { Factor, Trial } from '../../models/stream';
import type { Source, SourceContext, SourceDefinition } from '../source';
import { splitTrials, streamOrder } from './fileSplit';
import { type ImageFile, readImageFile } from './imageFile';
import { type ImageFileSettings, imageFileSettings } from './imageFileSettings';
import { emptyTrial, heldOutTrials, imageStreamShape } from './imageStream';
import { trialsOnDemand } from './onDemand';

export const imagesSource: SourceDefinition = {
  id: 'images',
  title: 'Images',
  summary: 'Labelled images from a CSV, TSV, NPY, NPZ or IDX file, or pictures opened in the page.',
  settings: imageFileSettings,
  create
};

/** Throws FormatError for files that cannot be read as asked, SettingError for settings that do not fit them. */
async function create({ files, random, settings }: SourceContext): Promise<Source> {
  const chosen = settings as Settings & ImageFileSettings;
  if (chosen.file.trim() === '')
    throw new SettingError("Setting 'file' is empty; name a CSV, TSV, NPY, NPZ or IDX file.");
  const read = await readImageFile(chosen, files);
  const {
    labels,
    most,
    pixels,
    shape: images
  } = chosen.imageSide > 0 ? resized(read, chosen.imageSide) : read;
  const { learned, heldOut } = splitTrials(
    read.count,
    chosen.heldOut,
    chosen.split === 'shuffled' ? random.fork('split') : undefined,
    'image'
  );
  const order = streamOrder(learned, chosen.order === 'shuffled' ? random.fork('order') : undefined);
  const shape = imageStreamShape(images, labels.map(factorOf), chosen.steps);
  const { inputs, outputs, steps } = shape;
  /** `imageAt`: the image of each tick. */
  const fill = (index: number, imageAt: (t: number) => number): Trial => {
    const trial = emptyTrial(index, shape);
    for (let t = 0; t < steps; t++) {
      const image = imageAt(t);
      const from = image * inputs;
      for (let p = 0; p < inputs; p++) trial.x[t * inputs + p] = pixels[from + p] / most;
      for (let k = 0; k < outputs; k++) trial.target[t * outputs + k] = labels[k].of[image];
    }
    return trial;
  };
  const said = labels.map(({ classes, name }) => `${classes.length} classes of ${name}`).join(', ');
  return {
    shape,
    trials: (from, demand$) =>
      trialsOnDemand(from, demand$, (index) => fill(index, (t) => order(index * steps + t))),
    // The rest of the last trial begins anew, and does not count.
    heldOut: heldOutTrials(heldOut.length, shape, (i) =>
      fill(i, (t) => heldOut.at((i * steps + t) % heldOut.length))
    ),
    trialsPerPass: learned.length / steps,
    note: `${read.count} images of ${sayShape(read.shape)}, ${said}; ${learned.length} to learn from, ${heldOut.length} held out`
  };
}

function factorOf({ classes, name }: ImageFile['labels'][number]): Factor {
  return { name, label: name.charAt(0).toUpperCase() + name.slice(1), classes };
}

function sayShape({ channels, columns, rows }: PixelShape): string {
  return `${rows} x ${columns} pixels${channels === 1 ? '' : ` in ${channels} channels`}`;
}

function resized(read: ImageFile, side: number): ImageFile {
  const { count, pixels, shape } = read;
  const resize = areaAverage(shape, side);
  const from = shape.channels * shape.rows * shape.columns;
  const to = shape.channels * side * side;
  const small = new Float32Array(count * to);
  for (let i = 0; i < count; i++) resize(pixels, i * from, small, i * to);
  return { ...read, pixels: small, shape: { channels: shape.channels, rows: side, columns: side } };
}
