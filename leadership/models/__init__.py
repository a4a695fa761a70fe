from .register import BoardImport, ChangeRequest, RegisterLine

__all__ = ["BoardImport", "ChangeRequest", "RegisterLine"]
