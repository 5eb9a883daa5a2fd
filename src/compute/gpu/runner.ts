/** Runs the kernels by name on one gpu.js instance, each compiled at its first use. */
import { ComputeError } from '../compute';
import type { GpuMode } from './adapter';
import type { Gpu, Handle, Kernel } from './gpujs';
import { type KernelName, kernels } from './kernels';
import type { Parameter } from './kernels/define';

interface ValueOf {
  block: Handle;
  values: Float32Array;
  integer: number;
  real: number;
}

export type Arguments<Name extends KernelName> = {
  [Key in keyof (typeof kernels)[Name]['takes']]: (typeof kernels)[Name]['takes'][Key] extends Parameter
    ? ValueOf[(typeof kernels)[Name]['takes'][Key]]
    : never;
};

/** [x, y, z] sizes of an output, fastest axis first. */
export type Shape = readonly number[];

export interface Runner {
  /** Starts a kernel; its output stays on the GPU and belongs to the caller, who deletes it. */
  run<Name extends KernelName>(name: Name, shape: Shape, given: Arguments<Name>): Promise<Handle>;
  /** Starts a kernel with a one-dimensional output and waits for its values. */
  values<Name extends KernelName>(name: Name, length: number, given: Arguments<Name>): Promise<Float32Array>;
  /** The device (webgpu) or rendering context (webgl2) behind the kernels; undefined before the first has run. */
  readonly context: object | undefined;
}

/** More than any loop here counts to; gpu.js cuts loops at 1000 passes unless told otherwise. */
const loopMaxIterations = 2 ** 30;

/** `backend` is the gpu.js class that must run every kernel: it swaps classes with no more than a warning. */
export function createRunner(gpu: Gpu, mode: GpuMode, backend: object): Runner {
  const typeNames: Record<Parameter, string> = {
    block: mode === 'webgpu' ? 'WebGPUBuffer' : 'ArrayTexture(1)',
    values: 'Array',
    integer: 'Integer',
    real: 'Float'
  };
  // One program per number of axes: gpu.js fixes the rank of an output when it compiles, its sizes not.
  const compiled = new Map<string, Kernel>();

  function compile(name: KernelName, output: readonly number[], pipeline: boolean): Kernel {
    const key = `${name} ${output.length} ${pipeline}`;
    const known = compiled.get(key);
    if (known) return known.setOutput(output);
    const { takes, body } = kernels[name];
    const kernel = gpu.createKernel(`function (${Object.keys(takes).join(', ')}) { ${body} }`, {
      output,
      argumentTypes: Object.values(takes).map((parameter: Parameter) => typeNames[parameter]),
      pipeline,
      immutable: pipeline,
      dynamicOutput: true,
      dynamicArguments: true,
      asyncMode: true,
      precision: 'single',
      tactic: 'precision',
      loopMaxIterations
    });
    compiled.set(key, kernel);
    return kernel;
  }

  async function start<Name extends KernelName>(
    name: Name,
    output: readonly number[],
    pipeline: boolean,
    given: Arguments<Name>
  ): Promise<Handle | Float32Array> {
    const named = given as Record<string, Handle | Float32Array | number>;
    const values = Object.keys(kernels[name].takes).map(
      (key) => named[key] as Handle | Float32Array | number
    );
    const kernel = compile(name, output, pipeline);
    const result = await kernel(...values);
    if (kernel.kernel.constructor !== backend) {
      throw new ComputeError(`gpu.js was asked for ${mode} and ran kernel '${name}' on something else.`);
    }
    return result;
  }

  /** The axes to compile for. WebGPU: as few as will do, so that a column of outputs fills whole workgroups. */
  function axesOf(shape: Shape): number[] {
    const axes = shape.map((size) => Math.max(1, size));
    // gpu.js has a texture class per rank, and a WebGL2 kernel takes only the class it first met.
    if (mode === 'webgl2') return [...axes, 1, 1].slice(0, 3);
    while (axes.length > 1 && axes.at(-1) === 1) axes.pop();
    return axes;
  }

  return {
    async run(name, shape, given) {
      return (await start(name, axesOf(shape), true, given)) as Handle;
    },
    async values(name, length, given) {
      return (await start(name, [length], false, given)) as Float32Array;
    },
    get context() {
      return [...compiled.values()][0]?.kernel.context;
    }
  };
}
