"""The guide (使用指南): what each kind of reader does in the product, in the words of its own screens."""
