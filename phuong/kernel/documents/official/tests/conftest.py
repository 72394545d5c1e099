"""A store of the test's own, as for all documents."""

from phuong.kernel.documents.tests.conftest import contents

__all__ = ["contents"]
