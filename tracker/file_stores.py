"""Keeps files outside the database: in a folder, or in a store that speaks S3; by `obstore` alike."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit

from tracker.domain.attachments import FileStore, StoreFailedError

IN_DATABASE = "database"
SCHEMES = ("file", "s3")
_TIMEOUT = "10s"


@dataclass(frozen=True, slots=True)
class OutsideStore:
    """A folder or a bucket."""

    place: Any

    def put(self, key: str, content: bytes) -> None:
        """Keep a file under a key.

        Raises:
            StoreFailedError: it is not kept.
        """
        import obstore
        from obstore.exceptions import BaseError

        try:
            obstore.put(self.place, key, content)
        except (BaseError, OSError) as failed:
            raise StoreFailedError(str(failed)) from failed

    def get(self, key: str) -> bytes | None:
        """The file under a key, None where there is none.

        Raises:
            StoreFailedError: the store does not answer.
        """
        import obstore
        from obstore.exceptions import BaseError

        try:
            return bytes(obstore.get(self.place, key).bytes())
        except FileNotFoundError:
            return None
        except (BaseError, OSError) as failed:
            raise StoreFailedError(str(failed)) from failed

    def remove(self, key: str) -> None:
        """Take a file away; one that is not there is gone already.

        Raises:
            StoreFailedError: it may still be there.
        """
        import obstore
        from obstore.exceptions import BaseError

        try:
            obstore.delete(self.place, key)
        except FileNotFoundError:
            return
        except (BaseError, OSError) as failed:
            raise StoreFailedError(str(failed)) from failed

    def list_keys(self, *, before: datetime) -> list[str]:
        """The keys of files that were kept before a moment.

        Raises:
            StoreFailedError: the store does not answer.
        """
        import obstore
        from obstore.exceptions import BaseError

        try:
            return [
                str(found["path"])
                for some in obstore.list(self.place)
                for found in some
                if found["last_modified"] < before
            ]
        except (BaseError, OSError) as failed:
            raise StoreFailedError(str(failed)) from failed


@lru_cache
def file_store(place: str) -> FileStore | None:
    """The store of an installation; None where files lie in the database.

    `place` is `database`, `file:///a/folder` or `s3://bucket/prefix`; how a bucket is reached stands
    in the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT_URL).
    """
    if place == IN_DATABASE:
        return None
    from obstore.store import LocalStore, S3Store

    if place.startswith("file:"):
        return OutsideStore(LocalStore(unquote(urlsplit(place).path), mkdir=True))
    return OutsideStore(
        S3Store.from_url(
            place,
            client_options={"allow_http": True, "timeout": _TIMEOUT, "connect_timeout": "5s"},
            retry_config={"max_retries": 2},
        )
    )
