"""Write scenarios/index.json, from which a list of the library is told: `make docs`."""

from turnabout_server.authoring.index import NAME, written
from turnabout_server.authoring.shelves import library

if __name__ == "__main__":
    (library() / NAME).write_text(written(), encoding="utf-8")
