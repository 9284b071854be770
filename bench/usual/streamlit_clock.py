"""Times runs of the Streamlit app over its websocket, as its page does; runs in Streamlit's environment."""

import json
import sys
import time

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

ENOUGH = 2**26  # the largest message in bytes


def main() -> None:
    """python streamlit_clock.py PORT RUNS QUERY: prints the milliseconds from the request to the end of each run."""
    port, runs, query = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    address, times = f"ws://127.0.0.1:{port}/_stcore/stream", []
    with connect(address, subprotocols=["streamlit"], max_size=ENOUGH) as socket:
        for number in range(runs + 1):
            message = BackMsg()
            message.rerun_script.query_string = query
            start = time.perf_counter()
            socket.send(message.SerializeToString())
            elements = _until_finished(socket)
            if number:
                times.append((time.perf_counter() - start) * 1000)
            assert elements > 3, f"the run showed {elements} elements"
    print(json.dumps(times))


def _until_finished(socket: object) -> int:
    """The number of elements before the end of the run."""
    elements = 0
    while True:
        message = ForwardMsg()
        message.ParseFromString(socket.recv())
        elements += message.WhichOneof("type") == "delta"
        if message.WhichOneof("type") == "script_finished":
            assert message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY, "the run failed"
            return elements


if __name__ == "__main__":
    main()
