"""Opens a contract or a plan in PDF, Word or plain text and gives its lines in the order in which a person reads them."""

from buyfair.intake.documents.folders import documents_of
from buyfair.intake.documents.read import read_document
from buyfair.intake.documents.unread import unread

__all__ = ["documents_of", "read_document", "unread"]
