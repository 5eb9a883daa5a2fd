/** Where the Learning lab's figures stand: in this order, each as many rows of the grid high as its plots need. */
import type { Figure } from '../../figures/figure';

/** Two columns of these fill the grid without a hole. */
const places: readonly { id: string; rows: number }[] = [
  { id: 'spikeRaster', rows: 4 },
  { id: 'neuron', rows: 5 },
  { id: 'learningCurves', rows: 3 },
  { id: 'traceWaterfall', rows: 5 },
  { id: 'outputVsTarget', rows: 3 },
  { id: 'networkGraph', rows: 4 },
  { id: 'weightMatrix', rows: 7 },
  { id: 'firingRates', rows: 3 }
];

const usualRows = 3;

/** The figures in their places; one without a place comes last. */
export function placed(figures: readonly Figure[]): { figure: Figure; rows: number }[] {
  const place = (figure: Figure): number => {
    const index = places.findIndex(({ id }) => id === figure.id);
    return index < 0 ? places.length : index;
  };
  return [...figures]
    .sort((a, b) => place(a) - place(b))
    .map((figure) => ({ figure, rows: places[place(figure)]?.rows ?? usualRows }));
}
