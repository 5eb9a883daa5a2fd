import { createSignal, For, type JSX, onCleanup, Show } from 'solid-js';
import { userMedia, wishMedia } from '../live/media';
import { countClasses, type Decoded, middleSquare } from './pictureSet';

/** A picture made here, and its class. */
export interface Labelled {
  picture: Decoded;
  label: string;
}

/** Pixels of what is drawn on, and of the pictures it makes. */
const padSide = 280;
const pictureSide = 28;
const strokeWidth = 20;
/** Milliseconds between two pictures while the camera films. */
const filmEvery = 150;

/** Draw images with the pointer or film them with the camera, a class at a time. */
export function DrawPad(props: {
  made: readonly Labelled[];
  add(picture: Labelled): void;
  say(problem: string): void;
}): JSX.Element {
  const [label, setLabel] = createSignal('a');
  const [stream, setStream] = createSignal<MediaStream>();
  const [filming, setFilming] = createSignal<number>();
  let pad!: HTMLCanvasElement;
  let video!: HTMLVideoElement;
  let last: { x: number; y: number } | undefined;
  let marked = false;

  const clear = (): void => {
    const context = pad.getContext('2d')!;
    context.fillStyle = 'black';
    context.fillRect(0, 0, padSide, padSide);
    marked = false;
  };
  const place = (event: PointerEvent): { x: number; y: number } => {
    const box = pad.getBoundingClientRect();
    const scale = padSide / box.width;
    return { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale };
  };
  const stroke = (event: PointerEvent): void => {
    if (!last) return;
    const next = place(event);
    const context = pad.getContext('2d')!;
    context.strokeStyle = 'white';
    context.lineWidth = strokeWidth;
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(last.x, last.y);
    context.lineTo(next.x, next.y);
    context.stroke();
    last = next;
    marked = true;
  };
  const take = (from: CanvasImageSource, size: { width: number; height: number }): void => {
    const { side, x, y } = middleSquare(size);
    const context = new OffscreenCanvas(pictureSide, pictureSide).getContext('2d')!;
    context.imageSmoothingQuality = 'high';
    context.drawImage(from, x, y, side, side, 0, 0, pictureSide, pictureSide);
    const { data } = context.getImageData(0, 0, pictureSide, pictureSide);
    const name = label().trim() || 'none';
    const path = `${name}/${props.made.length + 1}`;
    props.add({ label: name, picture: { path, width: pictureSide, height: pictureSide, rgba: data } });
  };
  const addDrawing = (): void => {
    if (!marked) {
      props.say('There is nothing on the pad yet; draw on it with the pointer.');
      return;
    }
    take(pad, { width: padSide, height: padSide });
    clear();
  };

  const openCamera = async (): Promise<void> => {
    try {
      wishMedia('camera');
      setStream(await userMedia('camera'));
      video.srcObject = stream()!;
      await video.play();
    } catch (error) {
      closeCamera();
      const why = error instanceof Error ? error.message : String(error);
      props.say(`${why} Drawing works without it.`);
    }
  };
  const stopFilming = (): void => {
    clearInterval(filming());
    setFilming(undefined);
  };
  const film = (): void => {
    if (filming() !== undefined) stopFilming();
    else
      setFilming(
        window.setInterval(
          () => take(video, { width: video.videoWidth, height: video.videoHeight }),
          filmEvery
        )
      );
  };
  const closeCamera = (): void => {
    stopFilming();
    for (const track of stream()?.getTracks() ?? []) track.stop();
    setStream(undefined);
  };
  onCleanup(closeCamera);

  return (
    <section class="draw-pad" aria-label="Draw or film images">
      <Show when={!stream()} fallback={<video ref={video} class="pad" muted playsinline />}>
        <canvas
          ref={(element) => {
            pad = element;
            clear();
          }}
          class="pad"
          width={padSide}
          height={padSide}
          aria-label="Pad to draw on with the pointer"
          onPointerDown={(event) => {
            pad.setPointerCapture(event.pointerId);
            last = place(event);
            stroke(event);
          }}
          onPointerMove={stroke}
          onPointerUp={() => {
            last = undefined;
          }}
        />
      </Show>
      <div class="draw-tools">
        <label class="labelled">
          <span>Class</span>
          <input class="field" value={label()} onInput={(event) => setLabel(event.currentTarget.value)} />
        </label>
        <Show
          when={stream()}
          fallback={
            <>
              <button type="button" class="button" onClick={addDrawing}>
                Add drawing
              </button>
              <button type="button" class="button" onClick={() => clear()}>
                Clear
              </button>
              <button type="button" class="button" onClick={() => void openCamera()}>
                Use the camera
              </button>
            </>
          }
        >
          <button type="button" class="button" aria-pressed={filming() !== undefined} onClick={film}>
            {filming() === undefined ? 'Film' : 'Stop'}
          </button>
          <button type="button" class="button" onClick={closeCamera}>
            Draw instead
          </button>
        </Show>
        <ul class="quiet" aria-live="polite">
          <For each={countClasses(props.made.map((one) => one.label))}>
            {([name, count]) => (
              <li>
                {name} {count}
              </li>
            )}
          </For>
        </ul>
      </div>
    </section>
  );
}
