import { createEffect, createSignal, type JSX, on, onCleanup, onMount, Show } from 'solid-js';
import type { Figure, FigureContext } from '../../figures/figure';
import { type FigureMemory, lookingBack } from '../../figures/ranges';
import type { Scene } from '../../figures/scene';
import { sayCourse } from '../../figures/spoken';
import { toCanvas } from '../../figures/toCanvas';
import type { Settings } from '../../models/settings';
import type { Bench } from '../lab/bench';
import { figureContext, figureTheme } from '../lab/figureContext';
import type { Painting } from '../lab/painter';
import type { Hit } from '../world/tools';
import { createPlotCursor } from './plotCursor';

/** Summaries are for reading, not for following: they are renewed this often. */
const summaryEveryMs = 3000;

/** The live drawing of a figure: sharp at any pixel ratio, painted only while visible, clickable, and in words. */
export function FigureCanvas(props: {
  figure: Figure;
  bench: Bench;
  settings: Settings;
  memory: FigureMemory;
  hidden: boolean;
}): JSX.Element {
  let frame!: HTMLDivElement;
  let canvas!: HTMLCanvasElement;
  let size = { width: 0, height: 0 };
  let inView = true;
  let scene: Scene | undefined;
  let pointer: { x: number; y: number } | undefined;
  const [summary, setSummary] = createSignal('');
  const { lab, painter, stories, tools, view } = props.bench;
  /** The map of the world is drawn on with the chosen tool; everywhere else a click selects. */
  const drawsOn = (): boolean => props.figure.id === 'worldMap' && tools.tool() !== 'select';

  const context = (): FigureContext | undefined => {
    const shared = figureContext(props.bench);
    if (!shared || size.width < 2 || size.height < 2) return undefined;
    return {
      ...shared,
      theme: figureTheme(view.theme()),
      size,
      settings: props.settings,
      memory: lab.scrubbed() === undefined ? props.memory : lookingBack(props.memory)
    };
  };

  const painting: Painting = {
    probes: props.figure.probes,
    visible: () => inView && !props.hidden,
    paint: () => {
      if (props.figure.needs === 'story') stories.look();
      const drawn = context();
      // Heat maps are written pixel by pixel every frame: memory of ours is faster for that than the graphics card's.
      const surface = canvas.getContext('2d', { willReadFrequently: true });
      if (!drawn || !surface) return;
      scene = props.figure.draw(lab.seen.reader(), drawn);
      const ratio = window.devicePixelRatio;
      const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
      if (canvas.width !== width || canvas.height !== height) {
        canvas.width = width;
        canvas.height = height;
      }
      toCanvas(scene, surface, ratio);
      followPointer();
    }
  };

  const say = (): void => {
    const drawn = painting.visible() && context();
    if (!drawn) return;
    const said = props.figure.summary(lab.seen.reader(), drawn);
    const course =
      scene?.axes?.x?.quantity === 'Trial' ? sayCourse(props.figure.table(lab.seen.reader(), drawn)) : '';
    setSummary(`${said} ${course}`.trim());
  };

  onMount(() => {
    const remove = painter.add(painting);
    const resize = new ResizeObserver(([entry]) => {
      const { width, height } = entry.contentRect;
      size = { width: Math.floor(width), height: Math.floor(height) };
      painter.touch(painting);
    });
    resize.observe(frame);
    const watch = new IntersectionObserver(([entry]) => {
      inView = entry.isIntersecting;
      if (!inView) return;
      painter.touch(painting);
      say();
    });
    watch.observe(frame);
    const timer = setInterval(say, summaryEveryMs);
    onCleanup(() => {
      remove();
      resize.disconnect();
      watch.disconnect();
      clearInterval(timer);
    });
  });
  createEffect(
    on([() => props.settings, () => props.hidden], () => painter.touch(painting), { defer: true })
  );

  const pickAt = (event: MouseEvent) => {
    const box = canvas.getBoundingClientRect();
    pointer = { x: event.clientX - box.left, y: event.clientY - box.top };
    return scene?.pick?.(pointer.x, pointer.y);
  };
  /** Marks the instant under the pointer, which time that flows on moves too. */
  function followPointer(): void {
    if (!pointer || lab.pinned()) return;
    const tick = scene?.pick?.(pointer.x, pointer.y)?.tick;
    if (tick !== lab.selection().tick) lab.markInstant(tick);
  }
  const hover = (event: MouseEvent): void => {
    const picked = pickAt(event);
    canvas.style.cursor = drawsOn()
      ? 'crosshair'
      : picked?.unit !== undefined || picked?.synapse !== undefined || picked?.code !== undefined
        ? 'pointer'
        : '';
    followPointer();
  };
  const leave = (): void => {
    pointer = undefined;
    lab.markInstant(undefined);
  };
  const hitAt = (event: MouseEvent): Hit => {
    const picked = pickAt(event);
    return { state: picked?.unit, place: pointer && scene?.place?.(pointer.x, pointer.y) };
  };
  const press = (event: PointerEvent): void => {
    if (!drawsOn() || event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    tools.press(hitAt(event));
  };
  const drag = (event: PointerEvent): void => {
    hover(event);
    if (drawsOn() && (event.buttons & 1) === 1) tools.drag(hitAt(event));
  };
  const click = (event: MouseEvent): void => {
    if (drawsOn()) return;
    const picked = pickAt(event);
    if (event.shiftKey && picked?.unit !== undefined && lab.kind() === 'maps') {
      tools.toggleCue(picked.unit);
      return;
    }
    if (picked?.unit !== undefined) void lab.selectUnit(picked.unit);
    if (picked?.synapse !== undefined) lab.selectSynapse(picked.synapse);
    if (picked?.code !== undefined) lab.selectCode(picked.code);
    if (picked?.tick !== undefined && !lab.running()) lab.markInstant(picked.tick, true);
  };

  const cursor = createPlotCursor({
    figure: props.figure,
    bench: props.bench,
    context,
    scene: () => scene,
    draws: drawsOn
  });

  return (
    <div class="panel-body" ref={frame}>
      <canvas
        ref={canvas}
        class="panel-canvas"
        data-plot={props.figure.id}
        role="img"
        tabindex="0"
        aria-roledescription="plot"
        aria-label={`${props.figure.title}. ${summary() || props.figure.emptyMessage}`}
        onPointerDown={press}
        onPointerMove={drag}
        onPointerUp={() => drawsOn() && tools.release()}
        onPointerCancel={() => tools.cancel()}
        onPointerLeave={leave}
        onClick={click}
        onKeyDown={cursor.press}
        onBlur={cursor.leave}
      />
      <Show when={cursor.x()}>{(left) => <div class="plot-cursor" style={{ left: `${left()}px` }} />}</Show>
      <Show when={cursor.words()}>
        <p class="plot-words" aria-hidden="true">
          {cursor.words()}
        </p>
      </Show>
      <p class="spoken" role="status" data-readout="cursor">
        {cursor.spoken()}
      </p>
    </div>
  );
}
