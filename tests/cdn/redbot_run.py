"""Runs REDbot over the addresses in its arguments and prints its notes as JSON.

A process of its own: REDbot brings an event loop that does not share a thread with another.
"""

import json
import sys
from configparser import ConfigParser

import thor
from redbot.resource import HttpResource


def main() -> None:
    """Check every address; print {address: [[level, note, sentence], …]}."""
    parser = ConfigParser()
    parser.read_dict({"redbot": {"enable_local_access": "True"}})
    resources = {}
    left = set(sys.argv[1:])

    def check(url: str) -> None:
        resource = HttpResource(parser["redbot"])
        resource.set_request(url)
        resources[url] = resource

        @thor.events.on(resource)
        def check_done() -> None:
            left.discard(url)
            if not left:
                thor.stop()

        resource.check()

    for url in sys.argv[1:]:
        check(url)
    thor.run()
    found = {
        url: [
            (note.level.name, type(note).__name__, str(note.summary))
            for note in resource.response.notes
        ]
        for url, resource in resources.items()
    }
    print(json.dumps(found))  # noqa: T201  # read by whoever started this


if __name__ == "__main__":
    main()
