"""What upper packages import from documents."""

from phuong.kernel.documents.attaching import (
    Paper,
    attach,
    attach_all,
    copy_to,
    digest_of,
    erase,
    withdraw,
)
from phuong.kernel.documents.jobs import register_holder, sweep
from phuong.kernel.documents.kinds import CITIZEN, OFFICIAL, Limits
from phuong.kernel.documents.models import Attachment
from phuong.kernel.documents.names import clean_name
from phuong.kernel.documents.reading import (
    content,
    contents_of,
    get,
    of_subject,
    of_subjects,
    open_attachment,
    small_picture,
)
from phuong.kernel.documents.receiving import StoredFile, keep, receive, receive_all
from phuong.kernel.documents.responses import respond, respond_csv, respond_made
from phuong.kernel.documents.secrecy import check_not_secret, is_marked
from phuong.kernel.documents.spreadsheets import csv_lines

__all__ = [
    "CITIZEN",
    "OFFICIAL",
    "Attachment",
    "Limits",
    "Paper",
    "StoredFile",
    "attach",
    "attach_all",
    "check_not_secret",
    "clean_name",
    "content",
    "contents_of",
    "copy_to",
    "csv_lines",
    "digest_of",
    "erase",
    "get",
    "is_marked",
    "keep",
    "of_subject",
    "of_subjects",
    "open_attachment",
    "receive",
    "receive_all",
    "register_holder",
    "respond",
    "respond_csv",
    "respond_made",
    "small_picture",
    "sweep",
    "withdraw",
]
