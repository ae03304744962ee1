"""Damaged and hostile files by class, built by code: what a dossier may bring along by accident or on purpose."""

from tests.casereview.dossier.damaged import containers, names, office, pdf_drawing, pdf_structure, pictures, texts
from tests.casereview.dossier.damaged.classes import CLASSES, Class

__all__ = ["CLASSES", "Class", "containers", "names", "office", "pdf_drawing", "pdf_structure", "pictures", "texts"]
