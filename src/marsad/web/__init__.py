"""The workbench in the browser: pages, their JSON and CSV twins, and judgements.  Only this machine is served."""
