"""How anything is written: one content model, drawn as DOCX, PDF and XLSX."""
