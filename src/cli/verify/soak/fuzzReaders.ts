/** Every reader of files from outside, with whole files to begin from. */
import { zipSync } from 'fflate';
import { printedSvg, type PrintedFigure } from '../../../figures/exportFigure';
import { recipeOf } from '../../../figures/recipeIn';
import { withRecipe } from '../../../figures/recipeInPng';
import { readDataFile } from '../../../formats/dataFile';
import { writeGraph, readGraph } from '../../../formats/graphs/readGraph';
import { type Hdf5Group, readHdf5 } from '../../../formats/hdf5';
import { writeHdf5 } from '../../../formats/hdf5Write';
import { openDataBlocks } from '../../../formats/large/openDataBlocks';
import { readIdx, writeIdx } from '../../../formats/idx';
import { writeNpy } from '../../../formats/npy';
import { writeNpz } from '../../../formats/npz';
import { readPosition } from '../../../formats/nwb';
import { readUnits } from '../../../formats/nwbUnits';
import { writeNwb } from '../../../formats/nwbWrite';
import { presets } from '../../../presets/registry';
import { readCheckpoint, writeCheckpoint } from '../../../session/checkpointFile';
import { completeExperiment, ExperimentError, parseExperiment } from '../../../session/experiment';
import type { Recipe } from '../../../session/recipe';
import { version } from '../../../session/version';
import { emptyPng } from './bombs';
import { pdfMaker, pngMaker } from '../../run/printing';

export interface Reader {
  name: string;
  /** Whole files it reads. */
  files: readonly Uint8Array[];
  read(bytes: Uint8Array): unknown;
  /** A whole container, checksums and all, around content that `change` has made wrong: else nobody would look at the content. */
  sealed?(change: (content: Uint8Array) => Uint8Array): Uint8Array;
}

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const { experiment } = presets[0];

export async function fuzzReaders(): Promise<readonly Reader[]> {
  const choice = { inputs: '', answers: '' };
  const npy = writeNpy({ data: Float64Array.from({ length: 24 }, (_, k) => k / 7), shape: [8, 3] });
  const npz = writeNpz({
    x: { data: Float32Array.from({ length: 60 }, (_, k) => k), shape: [20, 3] },
    y: { data: Float64Array.from({ length: 20 }, (_, k) => k % 3), shape: [20] }
  });
  const graph = {
    labels: ['a', 'b', '__proto__'],
    sources: Uint32Array.of(0, 1, 2),
    targets: Uint32Array.of(1, 2, 0),
    weights: Float64Array.of(1, 0.5, 2),
    directed: true
  };
  const figures = await figureFiles();
  return [
    {
      name: 'CSV',
      files: [
        text('time,x,"the label, quoted"\n0,1.5,a\n1,-2e3,"b ""c"""\n2,NaN,\n3,4,d\n'),
        text('# comment\n1\t2\t3\n4\t5\t6\n7\t8\t9\n')
      ],
      read: (bytes) => readDataFile('a.csv', bytes, choice)
    },
    { name: 'NPY', files: [npy], read: (bytes) => readDataFile('a.npy', bytes, choice) },
    {
      name: 'NPZ',
      files: [npz],
      read: (bytes) => readDataFile('a.npz', bytes, choice),
      sealed: (change) =>
        zipSync({ 'x.npy': change(npy), [`${new TextDecoder().decode(change(text('../y')))}.npy`]: npy })
    },
    {
      name: 'CSV in blocks',
      files: [text('time,x,label\n0,1.5,a\n1,-2e3,b\n2,NaN,\n3,4,d\n')],
      read: (bytes) => readInBlocks('a.csv', bytes)
    },
    { name: 'NPY in blocks', files: [npy], read: (bytes) => readInBlocks('a.npy', bytes) },
    {
      name: 'NPZ in blocks',
      files: [zipSync({ 'x.npy': npy }, { level: 0 })],
      read: (bytes) => readInBlocks('a.npz', bytes),
      sealed: (change) => zipSync({ 'x.npy': change(npy) }, { level: 0 })
    },
    {
      name: 'HDF5',
      files: [await hdf5File()],
      read: (bytes) =>
        readHdf5('a.h5', bytes, (root) => {
          visit(root, 0);
          return readPosition('a.h5', root, '');
        })
    },
    {
      name: 'NWB',
      files: [await nwbFile()],
      read: (bytes) =>
        readHdf5('a.nwb', bytes, (root) => [readUnits('a.nwb', root), readPosition('a.nwb', root, '')])
    },
    {
      name: 'IDX',
      files: [writeIdx({ data: Uint8Array.from({ length: 60 }, (_, k) => 4 * k), shape: [5, 3, 4] })],
      read: (bytes) => readIdx('a-idx3-ubyte', bytes)
    },
    {
      name: 'GraphML',
      files: [writeGraph('graphml', graph)],
      read: (bytes) => readGraph('a.graphml', bytes)
    },
    { name: 'GEXF', files: [writeGraph('gexf', graph)], read: (bytes) => readGraph('a.gexf', bytes) },
    { name: 'JSON graph', files: [writeGraph('json', graph)], read: (bytes) => readGraph('a.json', bytes) },
    {
      name: 'experiment',
      files: [text(JSON.stringify(experiment)), text(JSON.stringify(presets[5].experiment, undefined, 1))],
      read: (bytes) => completeExperiment(parseExperiment(jsonOf(bytes)))
    },
    { name: 'SVG recipe', files: [figures.svg], read: (bytes) => recipeOf('a.svg', bytes) },
    {
      name: 'PNG recipe',
      files: [figures.png],
      read: (bytes) => recipeOf('a.png', bytes),
      sealed: (change) => withRecipe(emptyPng, new TextDecoder().decode(change(text(figures.recipe))))
    },
    { name: 'PDF recipe', files: [figures.pdf], read: (bytes) => recipeOf('a.pdf', bytes) },
    { name: 'checkpoint', files: [checkpointFile()], read: (bytes) => readCheckpoint('a.checkpoint', bytes) }
  ];
}

/** As whoever opens an experiment file does. */
function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new ExperimentError(`a.json is not JSON: ${(error as Error).message}.`);
  }
}

/** As a file too large to hold is read, to its last block. */
async function readInBlocks(file: string, bytes: Uint8Array): Promise<void> {
  const content = { size: bytes.length, read: (from: number, to: number) => bytes.slice(from, to) };
  const data = await openDataBlocks(file, content, { inputs: '', answers: '' });
  for (let block = 0; block < data.starts.length; block++) data.read(block);
}

/** Reads everything there is. */
function visit(group: Hdf5Group, depth: number): void {
  if (depth > 8) return;
  for (const name of group.names) {
    const dataset = group.dataset(name);
    if (dataset) dataset.numbers();
    else {
      const inner = group.group(name);
      if (inner) visit(inner, depth + 1);
    }
  }
}

function hdf5File(): Promise<Uint8Array> {
  return writeHdf5({
    groups: {
      behavior: {
        groups: {
          Position: {
            groups: {
              place: {
                attributes: { neurodata_type: 'SpatialSeries' },
                datasets: {
                  data: {
                    data: Float64Array.from({ length: 40 }, (_, k) => k / 40),
                    shape: [20, 2],
                    attributes: { conversion: { float64: 0.01 } }
                  },
                  timestamps: { data: Float64Array.from({ length: 20 }, (_, k) => k / 50) }
                }
              }
            }
          }
        }
      }
    },
    datasets: { counts: { data: Int32Array.of(1, 2, 3) } }
  });
}

function nwbFile(): Promise<Uint8Array> {
  return writeNwb({
    identifier: 'fuzz',
    description: 'Two units and a path.',
    startTime: '1970-01-01T00:00:00+00:00',
    script: { fileName: 'experiment.json', text: '{}' },
    software: `Engram ${version}`,
    acquisition: [],
    units: {
      description: 'Spikes.',
      resolution: 0.001,
      spikeTimes: [Float64Array.of(0.1, 0.2, 0.3), Float64Array.of(0.25)]
    },
    position: {
      name: 'head',
      description: 'Where the head is.',
      unit: 'm',
      referenceFrame: 'the south-west corner',
      data: Float64Array.from({ length: 90 }, (_, k) => k / 90),
      times: { start: 0, rate: 50 }
    }
  });
}

function checkpointFile(): Uint8Array {
  return writeCheckpoint({
    format: 1,
    experiment,
    clock: { tick: 0, trial: 0, tickInTrial: 0, stepsPerTrial: 10 },
    cursor: 0,
    scores: [{ loss: 1, error: 0.5 }],
    model: { numbers: { tick: 0 }, arrays: { weights: Float64Array.of(1, 2, 3) } }
  });
}

async function figureFiles(): Promise<Record<'svg' | 'png' | 'pdf', Uint8Array> & { recipe: string }> {
  const size = { widthMm: 30, heightMm: 20 } as const;
  const recipe: Recipe = {
    recipe: 1,
    experiment,
    version,
    backend: 'wasm',
    ticks: 100,
    stateHash: '0123456789abcdef',
    figures: [{ id: 'raster', settings: { order: 'index' }, unit: 3, from: 0, until: 100 }]
  };
  const printed: PrintedFigure = {
    scene: { width: 85, height: 57, background: '#fff', fontFamily: 'DejaVu Sans', marks: [] },
    title: 'Empty',
    description: 'A figure with nothing in it.',
    recipe: JSON.stringify(recipe)
  };
  const svg = printedSvg(printed, size);
  const [toPng, toPdf] = await Promise.all([pngMaker(72), pdfMaker()]);
  return {
    recipe: printed.recipe,
    svg: text(svg),
    png: toPng(printed, size),
    pdf: await toPdf(printed)
  };
}
