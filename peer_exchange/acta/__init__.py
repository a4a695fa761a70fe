"""The acta companion: clean text, papers, warnings, the dossier. Never the acta itself."""
