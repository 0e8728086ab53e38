"""What commands print: values to lines of text, a file for each thing shown."""
