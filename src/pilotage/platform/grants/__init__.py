"""Which partner's person may use which of a seller's data, until when (数据授权). Cedar decides (`access/cedar.py`)."""
