from tests.model.small import small_findings  # noqa: F401
