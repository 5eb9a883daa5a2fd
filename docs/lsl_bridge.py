"""Offers a Lab Streaming Layer stream to Engram: python lsl_bridge.py [type] [port], such as EEG 9000.

Engram connects to ws://127.0.0.1:<port> with setting channels as printed. Chunks are sent as
{"samples": [[...], ...], "t": ms since 1970 at which the last sample was taken}; see live.md.
"""
import asyncio
import json
import sys
import time

from pylsl import StreamInlet, local_clock, resolve_byprop
from websockets.asyncio.server import broadcast, serve

kind = sys.argv[1] if len(sys.argv) > 1 else "EEG"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 9000


async def main():
    streams = resolve_byprop("type", kind, timeout=10)
    if not streams:
        sys.exit(f"No LSL stream of type {kind} was found within 10 s; start it, or name another type.")
    inlet = StreamInlet(streams[0], max_buflen=10)
    print(f"{streams[0].name()}: channels={streams[0].channel_count()} at ws://127.0.0.1:{port}")
    async with serve(lambda connection: connection.wait_closed(), "127.0.0.1", port) as server:
        while True:
            samples, stamps = inlet.pull_chunk(timeout=0.0, max_samples=1024)
            if stamps:
                age = local_clock() - (stamps[-1] + inlet.time_correction())
                message = {"samples": samples, "t": 1000 * (time.time() - age)}
                broadcast(server.connections, json.dumps(message))
            await asyncio.sleep(0.005)


asyncio.run(main())
