"""Defects put into the files of clean dossiers before they are taken in: what the checks then say is known beforehand."""
