"""Takes big uploads straight into the store's folder: written once, hashed on the way."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from phuong.kernel.documents.kinds import Limits
from phuong.kernel.documents.store import NO_ROOM, Incoming, store

# Beyond this the connection is cut: whoever sends it is not a person with a photo.
CUT_AT = 4 * Limits().max_bytes


class IncomingUpload(UploadedFile):  # type: ignore[type-arg]
    """An upload that already lies in the store's folder of what comes in."""

    def __init__(self, incoming: Incoming, name: str, content_type: str) -> None:
        """Keep what was received."""
        try:
            incoming.flush()
        except OSError as error:
            _give_up(incoming, error)
        incoming.file.seek(0)
        super().__init__(incoming.file, name, content_type, incoming.size)
        self.incoming = incoming
        # The address at which it was settled, which differs where a picture lost its place.
        self.kept_as = ""

    def close(self) -> None:
        """Remove what was not settled; the request does this when it ends."""
        self.incoming.discard()


class StoreUploadHandler(FileUploadHandler):
    """Streams each file to the store's disk; what exceeds the largest limit is only counted."""

    def __init__(self, request: Any = None) -> None:
        """Begin without a file."""
        super().__init__(request)
        self._incoming: Incoming | None = None

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 the name is Django's
        content_length: int,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """Refuse what is too much for all files of a form together, before reading it."""
        if content_length > CUT_AT:
            raise RequestDataTooBig("more than a form may carry")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self._incoming = store().incoming()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Write a chunk."""
        if self._incoming is None:
            return raw_data
        if start > CUT_AT:
            self._drop()
            raise StopUpload(connection_reset=True)
        if start > Limits().max_bytes or self._incoming.failed:
            self._incoming.count(raw_data)
            return None
        try:
            self._incoming.write(raw_data)
        except OSError as error:
            _give_up(self._incoming, error)
            self._incoming.count(raw_data)
        return None

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        """Hand over the file."""
        incoming, self._incoming = self._incoming, None
        if incoming is None:
            return None
        return IncomingUpload(incoming, self.file_name or "", self.content_type or "")

    def upload_interrupted(self) -> None:
        """Leave nothing of a file that was broken off."""
        self._drop()

    def _drop(self) -> None:
        if self._incoming is not None:
            self._incoming.discard()
            self._incoming = None


def _give_up(incoming: Incoming, error: OSError) -> None:
    """Leave it to whoever takes the file to say that the disk is full; the form is read on."""
    if error.errno not in NO_ROOM:
        raise error
    incoming.give_up(error)
