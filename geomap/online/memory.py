"""What online geocoders answered, and when each was last asked: one SQLite file for all processes.

Replies are kept whole, with their licence, and so is the answer that there is nothing. They stay here and
never enter a pack. A request waits its turn: the next free second of a service is reserved in the
file, so that several runs together keep to the one request a second the public services allow.
"""

from __future__ import annotations

import json
import sqlite3
import time
from pathlib import Path
from typing import Any

from geomap.errors import NetworkError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS reply(
  provider TEXT, server TEXT, query TEXT, parameters TEXT, fetched_at REAL, licence TEXT, raw TEXT,
  PRIMARY KEY(provider, server, query, parameters)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS turn(provider TEXT, server TEXT, next_at REAL,
  PRIMARY KEY(provider, server)) WITHOUT ROWID;
"""
#: Seconds between two requests to one service, over all processes of this user.
PAUSE_S = 1.0
#: A reserved turn later than this is a broken clock, not a queue.
_LONGEST_QUEUE_S = 600.0


class Memory:
    """The file of replies and turns."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._db = sqlite3.connect(path, timeout=60, isolation_level=None)
            self._db.executescript(_SCHEMA)
        except sqlite3.DatabaseError as error:
            raise NetworkError(
                f"the cache of online replies cannot be used: {error}", source=str(path),
                hint="remove this file; it is made again",
            ) from error  # fmt: skip

    def recall(self, provider: str, server: str, query: str, parameters: dict[str, Any]) -> Any:
        """The raw reply kept for a question, None when it was never asked; [] is "nothing"."""
        sql = "SELECT raw FROM reply WHERE provider=? AND server=? AND query=? AND parameters=?"
        found = self._db.execute(sql, (provider, server, query, _packed(parameters))).fetchone()
        return None if found is None else json.loads(found[0])

    def keep(
        self,
        provider: str,
        server: str,
        query: str,
        parameters: dict[str, Any],
        licence: str,
        raw: Any,
    ) -> None:
        """Keep a reply, or that there is none."""
        self._db.execute(
            "INSERT OR REPLACE INTO reply VALUES(?,?,?,?,?,?,?)",
            (
                provider, server, query, _packed(parameters), time.time(), licence,
                json.dumps(raw, ensure_ascii=False),
            ),
        )  # fmt: skip

    def wait_for_turn(self, provider: str, server: str) -> float:
        """Reserve the next free second of a service and wait for it; gives the seconds waited."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            sql = "SELECT next_at FROM turn WHERE provider=? AND server=?"
            found = self._db.execute(sql, (provider, server)).fetchone()
            now = time.time()
            turn = max(now, found[0]) if found else now
            if turn - now > _LONGEST_QUEUE_S:
                turn = now
            self._db.execute(
                "INSERT OR REPLACE INTO turn VALUES(?,?,?)", (provider, server, turn + PAUSE_S)
            )
        finally:
            self._db.execute("COMMIT")
        waited = turn - now
        if waited > 0:
            time.sleep(waited)
        return waited

    def close(self) -> None:
        self._db.close()


def _packed(parameters: dict[str, Any]) -> str:
    return json.dumps(parameters, ensure_ascii=False, sort_keys=True)
