"""The API: what the pages tell, for programs, under the same permissions and from the same modules.

A resource is added as one file in `resources/`: functions marked with `operation` of `frame`, which say address, name,
who may and what the answer looks like. The folder is the register: `routes.py` finds the file, the one guard decides
access, `/api/openapi.json` and `/api/docs` describe it, the matrix walks it. A path with keys needs an example in
`tests/web/examples_api.py`. A function answers a JSON document (or calls `answer` itself), and refuses by raising
`ProblemError(status, sentence)` or InputRefusedError (422).
"""
