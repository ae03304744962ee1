"""Sample dossiers built by code: fictional people, companies and cases; with defects planted in the files themselves."""
