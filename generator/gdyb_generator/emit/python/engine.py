"""datamodel-code-generator over one merged schema, in this process or, by path, in one of its own.

Usage: python engine.py REQUEST FOLDER; REQUEST is a JSON file with `schema`, `base`, `bases`, `aliases` and `header`.
"""

import gc
import json
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def run(request: Mapping[str, Any], folder: Path) -> None:
    """Writes the modules the schema names below a folder."""
    is_collecting = gc.isenabled()
    # Collecting would take a tenth of the time and free next to nothing.
    gc.disable()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            _generate(request, folder)
    finally:
        if is_collecting:
            gc.enable()


def _generate(request: Mapping[str, Any], folder: Path) -> None:
    # Here, for most runs of the generator make no models.
    from datamodel_code_generator import InputFileType, PythonVersion, generate
    from datamodel_code_generator.enums import DataModelType

    generate(
        json.dumps(request["schema"], ensure_ascii=False),
        input_filename="spec",
        input_file_type=InputFileType.JsonSchema,
        schema_version="2020-12",
        output=folder,
        output_model_type=DataModelType.PydanticV2BaseModel,
        target_python_version=PythonVersion.PY_311,
        treat_dot_as_module=True,
        base_class=request["base"],
        base_class_map=request["bases"],
        custom_file_header=request["header"],
        aliases=request["aliases"],
        disable_timestamp=True,
        disable_future_imports=True,
        skip_root_model=True,
        use_annotated=True,
        field_constraints=True,
        use_field_description=True,
        use_schema_description=True,
        use_single_line_docstring=True,
        use_double_quotes=True,
        formatters=[],
    )


if __name__ == "__main__":
    run(json.loads(Path(sys.argv[1]).read_bytes()), Path(sys.argv[2]))
