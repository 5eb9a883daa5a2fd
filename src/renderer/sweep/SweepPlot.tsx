import { createEffect, createSignal, type JSX, onCleanup, onMount } from 'solid-js';
import type { SweepContext, SweepFigure } from '../../figures/sweeps/sweepFigure';
import { toCanvas } from '../../figures/toCanvas';
import type { Group } from '../../session/sweep/summary';

/** A picture of the sweep, drawn anew whenever a run has ended. */
export function SweepPlot(props: {
  figure: SweepFigure;
  groups: readonly Group[];
  context: Omit<SweepContext, 'size'>;
}): JSX.Element {
  let frame!: HTMLDivElement;
  let canvas!: HTMLCanvasElement;
  const [size, setSize] = createSignal({ width: 0, height: 0 });
  onMount(() => {
    const resize = new ResizeObserver(([{ contentRect }]) =>
      setSize({ width: Math.floor(contentRect.width), height: Math.floor(contentRect.height) })
    );
    resize.observe(frame);
    onCleanup(() => resize.disconnect());
  });
  createEffect(() => {
    const { height, width } = size();
    const surface = canvas.getContext('2d');
    if (width < 2 || height < 2 || !surface) return;
    const ratio = window.devicePixelRatio;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    toCanvas(props.figure.draw(props.groups, { ...props.context, size: size() }), surface, ratio);
  });
  return (
    <div class="sweep-plot" ref={frame}>
      <canvas
        ref={canvas}
        class="panel-canvas"
        data-plot={props.figure.id}
        role="img"
        tabindex="0"
        aria-label={`${props.figure.title}. ${props.figure.summary(props.groups, { ...props.context, size: size() })}`}
      />
    </div>
  );
}
