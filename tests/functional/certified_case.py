"""What tests of HTTPS start from: a folder with an authority and a server's certificate, for all tests of a class."""
import pathlib
import shutil
import tempfile

from case import Case
from framework.receiver import make_ca, make_certificate


class CertifiedCase(Case):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="tidings-certified-"))
        cls.ca = make_ca(cls.folder)
        cls.certificate = make_certificate(cls.folder)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder, ignore_errors=True)
