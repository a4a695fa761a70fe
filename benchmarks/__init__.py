"""What the academy costs, measured on the server that `manage.py run` starts. See README.md."""
