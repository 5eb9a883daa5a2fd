/** The latest samples as lines, one a channel, all on one scale. */
import { For, type JSX } from 'solid-js';

const [width, height] = [600, 90];

export function SignalPreview(props: { samples: readonly (readonly number[])[] }): JSX.Element {
  const paths = (): string[] => {
    const { samples } = props;
    if (samples.length < 2) return [];
    const all = samples.flat();
    const low = all.reduce((a, b) => Math.min(a, b));
    const span = all.reduce((a, b) => Math.max(a, b)) - low || 1;
    return samples[0].map((_, c) =>
      samples
        .map((row, k) => {
          const x = (width * k) / (samples.length - 1);
          const y = height - 2 - ((height - 4) * (row[c] - low)) / span;
          return `${x.toFixed(1)},${y.toFixed(1)}`;
        })
        .join(' ')
    );
  };
  return (
    <svg
      class="signal-preview"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      width="100%"
      height={height}
      role="img"
      aria-label={`The latest ${props.samples.length} samples`}
    >
      <For each={paths()}>
        {(points, c) => (
          <polyline
            points={points}
            fill="none"
            stroke="currentColor"
            stroke-width="1.2"
            opacity={1 - 0.1 * c()}
            vector-effect="non-scaling-stroke"
          />
        )}
      </For>
    </svg>
  );
}
